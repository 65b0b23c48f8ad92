import { expect, test } from "vitest";
import { valueWarnings } from "./value-warnings";

test.each([
  ["abc\n", "production", /line break/],
  [" abc", "production", /space/],
  ["“abc”", "production", /quotes/],
  ["a\u200bb", "production", /invisible/],
  ["sk_test_123", "production", /test key/],
])("%j in %s is worth a warning", (value, environment, warning) => {
  expect(valueWarnings(value, environment)).toEqual([expect.stringMatching(warning)]);
});

test.each([
  ["sk_test_123", "staging"],
  ["sk_live_123", "production"],
  ["-----BEGIN KEY-----\nabc\n-----END KEY-----", "production"],
])("%j in %s is not", (value, environment) => {
  expect(valueWarnings(value, environment)).toEqual([]);
});
