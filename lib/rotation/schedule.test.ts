import { describe, expect, test } from "vitest";
import { nextTime, nextTimes, scheduleIssue } from "./schedule";

const at = (text: string) => new Date(text);
const secretId = "01990000-0000-7000-8000-000000000000";

describe("a cron expression", () => {
  test.each([
    ["0 3 * * 1", "Europe/Vienna"],
    ["30 2 1 */3 *", "UTC"],
    ["0 0 29 2 *", "America/New_York"],
    ["0 * * * *", "UTC"],
  ])("%s in %s is taken", (cron, timeZone) => {
    expect(scheduleIssue({ cron, timeZone })).toBeNull();
  });

  test.each([
    ["* * * * *", "cron", "hour"],
    ["*/30 3 * * *", "cron", "hour"],
    ["* * * * * *", "cron", "no cron expression"],
    ["0 0 31 2 *", "cron", "never"],
    ["nonsense", "cron", "no cron expression"],
    ["", "cron", "no cron expression"],
    ["61 3 * * *", "cron", "no cron expression"],
    ["2030-01-01T00:00:00Z", "cron", "no cron expression"],
  ])("%s is refused", (cron, field, message) => {
    expect(scheduleIssue({ cron, timeZone: "UTC" })).toEqual({
      field,
      message: expect.stringContaining(message),
    });
  });

  test.each(["Europe/Atlantis", "", "+25:00", "utc; drop"])("the zone %s is refused", (timeZone) => {
    expect(scheduleIssue({ cron: "0 3 * * *", timeZone })).toMatchObject({ field: "timeZone" });
  });
});

describe("the next time", () => {
  const cronTime = (cron: string, now: string, timeZone = "Europe/Vienna") =>
    nextTime({ cron, timeZone, windowMinutes: 0 }, { secretId, storedAt: at(now), now: at(now) });

  test("counts days from when the value was stored, and is now for what is past", () => {
    const schedule = { everyDays: 30, windowMinutes: 0 };
    const storedAt = at("2026-01-01T10:00:00Z");
    expect(nextTime(schedule, { secretId, storedAt, now: storedAt })).toEqual(at("2026-01-31T10:00:00Z"));
    const now = at("2026-06-01T00:00:00Z");
    expect(nextTime(schedule, { secretId, storedAt, now })).toEqual(now);
  });

  test("comes once in the hour that summer time skips", () => {
    const first = cronTime("30 2 * * *", "2026-03-28T12:00:00Z");
    expect(first?.toISOString()).toMatch(/^2026-03-29T01:/);
    expect(cronTime("30 2 * * *", first?.toISOString() ?? "")?.toISOString()).toBe(
      "2026-03-30T00:30:00.000Z",
    );
  });

  test("comes once in the hour that comes twice", () => {
    const first = cronTime("30 2 * * *", "2026-10-24T12:00:00Z");
    expect(first?.toISOString()).toBe("2026-10-25T00:30:00.000Z");
    expect(cronTime("30 2 * * *", first?.toISOString() ?? "")?.toISOString()).toBe(
      "2026-10-26T01:30:00.000Z",
    );
  });

  test("is spread over the window, the same for a secret each time", () => {
    const schedule = { cron: "0 3 * * *", timeZone: "UTC", windowMinutes: 60 };
    const now = at("2026-05-01T00:00:00Z");
    const minutes = Array.from({ length: 600 }, (_, i) => {
      const id = `01990000-0000-7000-8000-${Math.floor(((i + 0.5) / 600) * 2 ** 32)
        .toString(16)
        .padStart(12, "0")}`;
      const time = nextTime(schedule, { secretId: id, storedAt: now, now });
      const again = nextTime(schedule, { secretId: id, storedAt: now, now: at("2026-05-01T03:00:00Z") });
      expect(again).toEqual(time);
      return time ? Math.floor((time.getTime() - at("2026-05-01T03:00:00Z").getTime()) / 60_000) : -1;
    });
    const counts = new Map<number, number>();
    for (const minute of minutes) counts.set(minute, (counts.get(minute) ?? 0) + 1);
    expect(counts.size).toBe(60);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(11);
  });
});

describe("the next times", () => {
  // Its offset within an hour is no whole number of milliseconds.
  const times = { secretId: "01990000-0000-7000-8000-00000580a3c7", storedAt: at("2027-01-01T00:00:00Z") };

  test("of a cron expression are different ones", () => {
    const cron = { cron: "0 3 * * 1", timeZone: "UTC", windowMinutes: 60 };
    const days = nextTimes(cron, { ...times, now: at("2027-01-01T00:00:00Z") }, 3).map((time) =>
      time.toISOString().slice(0, 10),
    );
    expect(days).toEqual(["2027-01-04", "2027-01-11", "2027-01-18"]);
  });

  test("of days count from one to the next", () => {
    const schedule = { everyDays: 90, windowMinutes: 0 };
    const days = nextTimes(schedule, { ...times, now: at("2027-02-01T00:00:00Z") }, 2).map((time) =>
      time.toISOString().slice(0, 10),
    );
    expect(days).toEqual(["2027-04-01", "2027-06-30"]);
  });
});
