import { expect, test } from "vitest";
import { expiryOf, statusOf } from "./model";

const now = new Date("2026-11-25T12:00:00Z");

test.each([
  ["90d", "2027-02-23T12:00:00.000Z"],
  ["1d", "2026-11-26T12:00:00.000Z"],
  ["2027-01-31", "2027-01-31T23:59:59.999Z"],
  ["2027-01-31T08:00:00Z", "2027-01-31T08:00:00.000Z"],
  ["2027-01-31T08:00+02:00", "2027-01-31T06:00:00.000Z"],
])("a key made with %s ends at %s", (text, end) => {
  expect(expiryOf(text, now)?.toISOString()).toBe(end);
});

test("a key that never ends has no end", () => {
  expect(expiryOf("never", now)).toBeNull();
});

test.each([
  "",
  "0d",
  "-1d",
  "3651d",
  "90",
  "90 d",
  "1e3d",
  "2027-02-31",
  "2027-13-01",
  "tomorrow",
  "2027-01-31T08:00",
])("%j is no end that a key can have", (text) => {
  expect(expiryOf(text, now)).toBeUndefined();
});

test("a key is expired from the very moment of its end on, and revoked is revoked", () => {
  expect(statusOf({ revokedAt: null, expiresAt: now }, now)).toBe("expired");
  expect(statusOf({ revokedAt: null, expiresAt: new Date(now.getTime() + 1) }, now)).toBe("active");
  expect(statusOf({ revokedAt: now, expiresAt: null }, now)).toBe("revoked");
});
