import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { looksLikeRecoveryCode, newRecoveryCode, plainRecoveryCode, recoveryCodeHash } from "./code";

const keys = { derive: () => Buffer.alloc(32, 7) };

test("a code is 80 bits in four groups without letters that look alike", () => {
  const codes = Array.from({ length: 500 }, newRecoveryCode);
  expect(new Set(codes).size).toBe(500);
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  expect(new Set(codes.join("").replaceAll("-", "")).size).toBe(32);
});

test.each([
  ["7F3K-Q2ZM-0A1B-XYZW"],
  ["7f3k q2zm 0a1b xyzw"],
  ["7F3KQ2ZMOAIBXYZW"],
  [" 7f3k–q2zm—oalb‑xyzw "],
  ["７Ｆ３Ｋ-Q2ZM-0A1B-XYZW"],
])("is one code however it is typed: %j", (typed) => {
  expect(plainRecoveryCode(typed)).toBe("7F3KQ2ZM0A1BXYZW");
  expect(looksLikeRecoveryCode(plainRecoveryCode(typed))).toBe(true);
});

test.each(["", "7F3K", "7F3K-Q2ZM-0A1B-XYZU", "7F3K-Q2ZM-0A1B-XYZW-0", "123456"])(
  "is no code: %j",
  (typed) => {
    expect(looksLikeRecoveryCode(plainRecoveryCode(typed))).toBe(false);
  },
);

test("the hash depends on key, person and code, and on nothing else of the spelling", () => {
  const code = newRecoveryCode();
  const hash = (person: string, typed: string, key = keys) =>
    Buffer.from(recoveryCodeHash(key, person, typed)).toString("hex");
  expect(hash("a", code)).toBe(hash("a", code.toLowerCase().replaceAll("-", "")));
  const other = { derive: () => randomBytes(32) };
  expect(
    new Set([hash("a", code), hash("b", code), hash("a", newRecoveryCode()), hash("a", code, other)]).size,
  ).toBe(4);
});
