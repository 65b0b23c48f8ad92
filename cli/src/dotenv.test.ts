import fc from "fast-check";
import { expect, test } from "vitest";
import { readEnv as readOnServer } from "@/lib/secrets/import/dotenv";
import { readEnv } from "./dotenv";

test("reads a .env file exactly as the dashboard does", () => {
  const part = fc.constantFrom(
    "A",
    "b-c",
    "=",
    "'",
    '"',
    "`",
    "#",
    "\n",
    "\r\n",
    " ",
    "export ",
    "x",
    "\\n",
    "\ufeff",
    "é",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      const simple = (lines: readonly { line: number }[]) =>
        lines.map((line) => ("mistake" in line ? { line: line.line } : line));
      expect(simple(readEnv(text))).toEqual(simple(readOnServer(text)));
    }),
  );
});

test("stays linear on hostile input", () => {
  const started = performance.now();
  readEnv(`${"a".repeat(500_000)}=`);
  readEnv(" ".repeat(500_000));
  readEnv(`A='${"x\n".repeat(200_000)}`);
  readEnv('A="x\n'.repeat(100_000));
  expect(performance.now() - started).toBeLessThan(2_000);
});
