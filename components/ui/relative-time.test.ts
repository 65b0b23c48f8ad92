import { expect, test } from "vitest";
import { dayOf, exactTime, relativeTime } from "./relative-time";

const now = Date.UTC(2026, 10, 22, 12, 0, 0);
const ago = (seconds: number) => relativeTime(new Date(now - seconds * 1_000), now);

test("a time within the last minute, and one a clock ahead, is just now", () => {
  expect(ago(0)).toBe("just now");
  expect(ago(59)).toBe("just now");
  expect(ago(-20)).toBe("just now");
});

test("the largest whole unit is named and nothing is rounded up", () => {
  expect(ago(60)).toBe("1 minute ago");
  expect(ago(3_599)).toBe("59 minutes ago");
  expect(ago(3 * 3_600 + 3_540)).toBe("3 hours ago");
  expect(ago(86_400)).toBe("yesterday");
  expect(ago(13 * 86_400)).toBe("last week");
  expect(ago(400 * 86_400)).toBe("last year");
  expect(ago(-14 * 86_400)).toBe("in 2 weeks");
});

test("the exact time names its zone", () => {
  const date = new Date(Date.UTC(2026, 10, 22, 23, 30, 5));
  expect(exactTime(date, "UTC")).toBe("22 Nov 2026, 23:30:05 UTC");
  expect(exactTime(date, "Asia/Tokyo")).toContain("23 Nov 2026, 08:30:05");
  expect(dayOf(date, "UTC")).toBe("22 Nov 2026");
});
