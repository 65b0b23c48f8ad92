import { expect, test } from "vitest";
import { durationText } from "./duration-text";

test.each([
  [43_200, "12 hours"],
  [1_800, "30 minutes"],
  [3_600, "1 hour"],
  [5_460, "1 hour 31 minutes"],
  [61, "1 minute 1 second"],
  [0, "0 seconds"],
])("%i seconds are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
