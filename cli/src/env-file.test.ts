import { expect, test } from "vitest";
import { sortEnvFile } from "./env-file";

test("a bad line is told by its number and reason, and never repeated", () => {
  const good = Array.from({ length: 36 }, (_, n) => `NAME_${n}=value-${n}`).join("\n");
  const { entries, issues } = sortEnvFile(`${good}\nswordfish is no assignment\nLAST=x\n`);
  expect(entries).toHaveLength(37);
  expect(issues).toEqual([{ line: 37, reason: "this line is not NAME=value" }]);
});

test("names, values and twins that the server would refuse are errors of their line", () => {
  const { entries, issues } = sortEnvFile("A=1\n1B=2\na=3\nEMPTY=\nSTRONGROOM_X=4\nNUL=a\0b\n__proto__=5\n");
  expect(entries.map(({ name }) => name)).toEqual(["A", "__proto__"]);
  expect(issues.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
  expect(issues[1]?.reason).toBe("the same variable as line 1");
});
