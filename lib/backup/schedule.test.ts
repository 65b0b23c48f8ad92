import { expect, test } from "vitest";
import { dueAt, isOld } from "./schedule";

const NIGHTLY = "15 2 * * *";
const time = (text: string) => new Date(`2026-11-${text}:00.000Z`);
const NEVER = { startedAt: null, runningUntil: null, error: null, made: null };
const made = (text: string) => ({ at: time(text), file: "f", bytes: 1 });

test("the first backup is due at once, the others at their times", () => {
  expect(dueAt(NIGHTLY, NEVER)).toBeNull();
  const well = { ...NEVER, startedAt: time("20T02:15"), made: made("20T02:15") };
  expect(dueAt(NIGHTLY, well)).toEqual(time("21T02:15"));
});

test("one that failed is due after an hour, or at its time if that is sooner; one that was broken off when nobody makes it any more", () => {
  const failed = { ...NEVER, startedAt: time("20T02:15"), error: "full", made: made("19T02:15") };
  expect(dueAt(NIGHTLY, failed)).toEqual(time("20T03:15"));
  expect(dueAt("*/15 * * * *", failed)).toEqual(time("20T02:30"));
  const brokenOff = { ...failed, runningUntil: time("20T02:20") };
  expect(dueAt(NIGHTLY, brokenOff)).toEqual(time("20T02:20"));
});

test("one that was made counts as made, also when old ones could not be deleted", () => {
  const stuck = { ...NEVER, startedAt: time("20T02:15"), error: "EACCES", made: made("20T02:15") };
  expect(dueAt(NIGHTLY, stuck)).toEqual(time("21T02:15"));
});

test("a backup is old once the second time after it has passed, and so is it when none was ever made", () => {
  const well = { startedAt: time("20T02:15"), made: made("20T02:15") };
  expect(isOld(NIGHTLY, well, time("22T02:15"))).toBe(false);
  expect(isOld(NIGHTLY, well, time("22T02:16"))).toBe(true);
  expect(isOld(NIGHTLY, { startedAt: time("20T02:15"), made: null }, time("22T02:16"))).toBe(true);
  expect(isOld(NIGHTLY, { startedAt: null, made: null }, time("22T02:16"))).toBe(false);
});
