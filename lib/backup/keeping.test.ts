import { expect, test } from "vitest";
import { backupNames, keptOf } from "./keeping";

const NONE = { h: 0, d: 0, w: 0, m: 0 };
const { nameAt, timeOf } = backupNames("01890000-0000-7000-8000-0000deadbeef");
const at = (time: string) => ({ name: time, at: new Date(`${time}Z`) });

test("the newest of each of the last days, weeks and months is kept, and no period counts that has none", () => {
  const days = Array.from({ length: 400 }, (_, day) =>
    new Date(Date.UTC(2026, 10, 30, 2, 15) - day * 86_400_000).toISOString().slice(0, 19),
  );
  const kept = keptOf(days.map(at), { ...NONE, d: 3, w: 3, m: 3 });
  expect([...kept].map((name) => name.slice(0, 10)).sort()).toEqual([
    "2026-09-30",
    "2026-10-31",
    // Sundays end weeks; 30 November is a Monday, in a week of its own.
    "2026-11-22",
    "2026-11-28",
    "2026-11-29",
    "2026-11-30",
  ]);
  const gap = ["2026-11-30T02:00:00", "2026-03-01T02:00:00", "2026-03-01T01:00:00", "2025-01-01T00:00:00"];
  expect([...keptOf(gap.map(at), { ...NONE, d: 2 })]).toEqual(gap.slice(0, 2));
  expect([...keptOf(gap.map(at), { ...NONE, h: 3 })]).toEqual(gap.slice(0, 3));
});

test("the newest is kept whatever is wished, and nothing is made of nothing", () => {
  expect([...keptOf([at("2026-01-01T00:00:00"), at("2026-01-02T00:00:00")], NONE)]).toEqual([
    "2026-01-02T00:00:00",
  ]);
  expect(keptOf([], { ...NONE, d: 7 }).size).toBe(0);
});

test("a backup is known by its name; every other file is somebody else's", () => {
  const time = new Date("2026-11-30T02:15:07Z");
  const name = nameAt(time, false);
  expect(name).toBe("strongroom-deadbeef-20261130T021507Z.backup");
  expect(timeOf(name)).toEqual(time);
  expect(timeOf(nameAt(time, true))).toEqual(time);
  expect(nameAt(time, true)).toBe(`${name}.age`);
  for (const other of [
    `${name}.bak`,
    `x${name}`,
    `.${name}.part-0123abcd`,
    name.replace("deadbeef", "deadbee0"),
    "strongroom-deadbeef-20261130T021507Z.backup.gpg",
    "2026-11-30.backup",
  ])
    expect(timeOf(other), other).toBeNull();
});
