import { expect, test } from "vitest";
import { reportHref } from "./model";
import { reportViewOf } from "./schema";

const now = new Date("2026-11-29T10:17:00Z");
const dates = (input: Readonly<Record<string, unknown>>) => {
  const view = reportViewOf(input, now);
  return [view?.from.toISOString(), view?.to.toISOString(), view?.errors];
};

test("without anything asked for it is the first report, for 90 days", () => {
  expect(reportViewOf({}, now)).toMatchObject({ report: "unused-keys", days: 90, errors: {} });
  for (const report of ["everything", "toString", ["people"]])
    expect(reportViewOf({ report }, now)).toBeNull();
});

test.each([
  ["0", 0, null],
  [" 3650 ", 3_650, null],
  ["", 90, null],
  ["3651", 90, "Give a number of days from 0 to 3650."],
  ["-1", 90, "Give a number of days from 0 to 3650."],
  ["1e3", 90, "Give a number of days from 0 to 3650."],
])("days %j are %i", (days, expected, error) => {
  const view = reportViewOf({ report: "old-secrets", days, from: "x" }, now);
  expect([view?.days, view?.errors]).toEqual([expected, error ? { days: [error] } : {}]);
});

test("a period is of whole days, 30 of them unless told, with the messages of the Audit page", () => {
  expect(dates({ report: "access" })).toEqual(["2026-10-31T00:00:00.000Z", now.toISOString(), {}]);
  expect(dates({ report: "access", from: "2026-01-01", to: "2026-01-31" })).toEqual([
    "2026-01-01T00:00:00.000Z",
    "2026-01-31T23:59:59.999Z",
    {},
  ]);
  const [, , errors] = dates({ report: "changes", from: "2026-02-30", to: "2026-03-01" });
  expect(errors).toEqual({ from: ["There is no such day."] });
  expect(dates({ report: "changes", from: "2026-03-02", to: "2026-03-01" })[2]).toEqual({
    to: ["This is before the start."],
  });
  expect(dates({ report: "people", from: "x", to: "2026-03-01" }).slice(1)).toEqual([
    "2026-03-01T23:59:59.999Z",
    {},
  ]);
});

test("an address holds what the report takes and nothing else", () => {
  const view = reportViewOf({ report: "people", to: "2026-03-01", days: "5" }, now);
  expect(view && reportHref(view)).toBe("/audit/reports?report=people&to=2026-03-01");
  expect(view && reportHref(view, "csv")).toBe(
    "/audit/reports/export?report=people&to=2026-03-01&format=csv",
  );
});
