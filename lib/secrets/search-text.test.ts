import { expect, test } from "vitest";
import { foundParts, searchTextOf, searchWords } from "./search-text";

test("what separates words is the same, and so is case", () => {
  expect(searchTextOf({ name: "Payment-API_key.v2", description: "Größe\r\nXL" })).toBe(
    "payment api key v2 größe  xl",
  );
  expect(searchWords(" API.payment-api  _ KEY ")).toEqual(["api", "payment", "key"]);
  expect(searchWords("-_. ")).toEqual([]);
  expect(searchWords(Array.from({ length: 40 }, (_, n) => `w${n}`).join(" "))).toHaveLength(10);
});

test.each([
  ["PAYMENT_API_KEY", "key pay", ["PAY", "KEY"]],
  ["PAYMENT_API_KEY", "api key", ["API_KEY"]],
  ["A--B", "a b", ["A", "B"]],
  ["aaa aa", "aa a", ["aaa aa"]],
  ["DATABASE", "base data", ["DATABASE"]],
  ["ANY", "", []],
  ["ANY", "none", []],
  // Longer in lower case.
  ["İSTANBUL key", "key", []],
])("of %s a search for %j marks %j", (text, search, parts) => {
  expect(foundParts(text, search).map(({ start, end }) => text.slice(start, end))).toEqual(parts);
});
