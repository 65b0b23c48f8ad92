import { expect, test } from "vitest";
import { suggestedDays } from "./suggested-days";

const updatedAt = "2027-01-01T12:00:00.000Z";

test.each([
  ["a value that does not say when it ends", null, 90],
  ["a certificate of a month", "2027-01-31T12:00:00.000Z", 23],
  ["a token of two days", "2027-01-03T12:00:00.000Z", 1],
  ["a value that has ended", "2026-12-01T00:00:00.000Z", 1],
  ["a certificate of ten years", "2037-01-01T00:00:00.000Z", 90],
])("%s is suggested to be rotated in time", (_what, expiresAt, days) => {
  expect(suggestedDays({ expiresAt, updatedAt })).toBe(days);
});
