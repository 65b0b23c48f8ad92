import { expect, test } from "vitest";
import { parseKeptDays } from "./retention";
import { Issue } from "./setting-issue";

test.each([
  ["read=30", { read: 30, signIn: null, refusal: null }],
  ["read=forever", { read: null, signIn: null, refusal: null }],
  ["signIn=365, refusal=7", { read: 90, signIn: 365, refusal: 7 }],
])("%s", (text, days) => {
  expect(parseKeptDays(text)).toEqual(days);
});

test.each([
  "change=30",
  "access=1",
  "read=0",
  "read=-1",
  "read=1.5",
  "read",
  "90",
  "read=9999999",
  "toString=1",
])("%s is no retention: changes, and people and keys, are kept for ever", (text) => {
  expect(parseKeptDays(text)).toBeInstanceOf(Issue);
});
