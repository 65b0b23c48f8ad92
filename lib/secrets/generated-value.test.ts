import { expect, test } from "vitest";
import { ALPHABETS, type Alphabet, generateValue } from "./generated-value";

test.each(Object.keys(ALPHABETS) as Alphabet[])(
  "a generated value of %s has its length and only its characters",
  (name) => {
    const value = generateValue(name, 500);
    expect(value).toHaveLength(500);
    expect([...value].every((character) => ALPHABETS[name].characters.includes(character))).toBe(true);
  },
);

test("every character is about as likely as any other", () => {
  const counts = new Map<string, number>();
  for (const c of generateValue("letters-digits", 62_000)) counts.set(c, (counts.get(c) ?? 0) + 1);
  expect(counts.size).toBe(62);
  expect(Math.min(...counts.values())).toBeGreaterThan(800);
  expect(Math.max(...counts.values())).toBeLessThan(1_200);
});
