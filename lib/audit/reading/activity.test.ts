import { describe, expect, test } from "vitest";
import { activityOf, BUCKETS_MAX, stretchOf } from "./activity";

const now = new Date("2026-11-25T10:17:00Z");
const first = new Date("2024-01-01T00:00:00Z");
const at = (text: string) => new Date(text);

describe("the parts that activity is counted in", () => {
  test.each([
    [{ from: at("2026-11-25T00:00:00Z") }, "hour", 11],
    [{ from: at("2026-11-19T00:00:00Z") }, "day", 7],
    [{ from: at("2026-10-01T00:00:00Z"), to: at("2026-10-31T23:59:59.999Z") }, "day", 31],
    [{ from: at("2026-06-01T00:00:00Z") }, "week", 26],
    [{}, "week", BUCKETS_MAX],
    [{ from: at("2027-01-01T00:00:00Z") }, "hour", 1],
    [{ to: at("2020-01-01T00:00:00Z") }, "hour", 24],
  ])("of %j are of each %s, %i of them", (asked, unit, size) => {
    const { buckets, isCut, ...activity } = activityOf(stretchOf(asked, first, now), []);
    expect([activity.unit, buckets.length, isCut]).toEqual([unit, size, size === BUCKETS_MAX]);
    for (const [i, { to }] of buckets.entries()) {
      const next = buckets[i + 1];
      if (next) expect(Date.parse(next.from) - Date.parse(to)).toBe(1);
    }
  });

  test("begin with the log or a day ago, and weeks on Mondays", () => {
    for (const [begun, from] of [
      ["2026-11-23T21:30:00Z", "2026-11-23T21:00:00.000Z"],
      ["2026-11-25T10:00:00Z", "2026-11-24T11:00:00.000Z"],
    ] as const)
      expect(activityOf(stretchOf({}, at(begun), now), []).buckets[0]?.from).toBe(from);
    const { buckets } = activityOf(stretchOf({ from: at("2026-06-03T00:00:00Z") }, first, now), []);
    expect(buckets[0]).toMatchObject({ from: "2026-06-01T00:00:00.000Z", to: "2026-06-07T23:59:59.999Z" });
  });

  test("hold the events by kind, also those of a newer version of the program", () => {
    const stretch = stretchOf({ from: at("2026-11-24T00:00:00Z") }, first, now);
    const start = at("2026-11-24T03:00:00Z");
    const { buckets } = activityOf(stretch, [
      { start, action: "secret.created", count: 2 },
      { start, action: "secret.rotated", count: 3 },
      { start, action: "tape.burnt", count: 1 },
    ]);
    expect(buckets[3]?.counts).toEqual({ change: 5, other: 1 });
    expect(buckets.flatMap(({ counts }) => Object.values(counts))).toEqual([5, 1]);
  });
});
