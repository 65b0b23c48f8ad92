import { expect, test } from "vitest";
import { counted } from "./counted";
import { durationText, inBytes, inMs, inPercent, inSize } from "./quantity";

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

test.each([
  [counted(1, "day"), "1 day"],
  [counted(1_000, "send"), "1,000 sends"],
  [inMs(9_999.4), "9,999 ms"],
  [inMs(12_340), "12.3 s"],
  [inPercent(0.9996), "99.9%"],
  [inPercent(1), "100%"],
  [inSize(800), "0.8 KB"],
  [inSize(460_800), "460.8 KB"],
  [inSize(12_345_678), "12.3 MB"],
  [inSize(999_000_000), "999 MB"],
  [inSize(270_553_200_000), "270.6 GB"],
  [inBytes(65_536), "64 KiB"],
  [inBytes(1_048_576), "1 MiB"],
])("a quantity is told as %s", (text, expected) => {
  expect(text.replaceAll("\u00a0", " ")).toBe(expected);
});
