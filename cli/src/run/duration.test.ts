import { expect, test } from "vitest";
import { durationMs, inWords } from "./duration";

test("times are read and said in units", () => {
  expect(["90s", "30m", "24h", "7d"].map(durationMs)).toEqual([90_000, 1_800_000, 86_400_000, 604_800_000]);
  expect([0, 59_000, 600_000, 7_200_000, 259_200_000].map(inWords)).toEqual([
    "0 seconds",
    "59 seconds",
    "10 minutes",
    "2 hours",
    "3 days",
  ]);
});

test.each(["", "1", "h", "-1h", "1.5h", "1w", "1 h", "9999999s"])("%j is no time", (text) => {
  expect(() => durationMs(text)).toThrow("90s, 30m, 24h or 7d");
});
