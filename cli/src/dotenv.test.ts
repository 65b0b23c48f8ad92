import fc from "fast-check";
import { expect, test } from "vitest";
import { readEnv as readOnServer } from "@/lib/secrets/import/dotenv";
import { durationMs } from "@/test/duration";
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

test("stays linear on hostile input", async () => {
  const hostile = [
    `${"a".repeat(500_000)}=`,
    " ".repeat(500_000),
    `A='${"x\n".repeat(200_000)}`,
    'A="x\n'.repeat(100_000),
  ];
  expect(await durationMs(() => hostile.map((text) => readEnv(text)))).toBeLessThan(2_000);
});
