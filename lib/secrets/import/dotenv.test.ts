import { parseEnv } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { durationMs } from "@/test/duration";
import { readEnv } from "./dotenv";

function asObject(text: string): Record<string, string> {
  const found = readEnv(text).flatMap((read) => ("name" in read ? [[read.name, read.value]] : []));
  return Object.fromEntries(found);
}

describe("reads like Node itself", () => {
  test.each([
    "A=b # comment\nB=c#d\n",
    "export A=1\n# A=2\n\n  B  =  two words  \n",
    'A="x # y" # z\nB=\'single\'\nC=`back "tick"`\n',
    'KEY="-----BEGIN-----\nabc\n-----END-----"\nNEXT=1',
    'A="line\\nbreak"\nB=no\\nbreak',
    "payment-api-key=x\nA=",
  ])("%j", (text) => {
    expect(asObject(text)).toEqual({ ...parseEnv(text) });
  });

  test("any plain assignments", () => {
    const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,10}$/);
    const value = fc.stringMatching(/^[a-zA-Z0-9_:/@.=+-]{0,20}$/);
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([n]) => n }), (pairs) => {
        const text = pairs.map(([n, v]) => `${n}=${v}`).join("\n");
        expect(asObject(text)).toEqual({ ...parseEnv(text) });
      }),
    );
  });
});

test("tells the line of each assignment and of what is none", () => {
  expect(readEnv('A=1\n\nnonsense\nB="x\ny"\nC=3\nD="never closed')).toEqual([
    { line: 1, name: "A", value: "1" },
    { line: 3, mistake: expect.stringContaining("NAME=value") },
    { line: 4, name: "B", value: "x\ny" },
    { line: 6, name: "C", value: "3" },
    { line: 7, mistake: expect.stringContaining("never closed") },
  ]);
});

test("a byte-order mark and Windows line ends are not part of names or values", () => {
  expect(readEnv("\ufeffA=1\r\nB=2\r\n")).toEqual([
    { line: 1, name: "A", value: "1" },
    { line: 2, name: "B", value: "2" },
  ]);
});

test("stays linear on hostile input", async () => {
  const hostile = [`${"a".repeat(500_000)}=`, " ".repeat(500_000), `A='${"x\n".repeat(200_000)}`];
  expect(await durationMs(() => hostile.map(readEnv))).toBeLessThan(2_000);
});
