import { describe, expect, test } from "vitest";
import { auditHref, hrefWith, inputOf } from "./address";
import { viewOf } from "./schema";

const now = new Date("2026-11-25T10:17:00Z");
const read = (query: string) => viewOf(Object.fromEntries(new URLSearchParams(query)), now);

describe("the address of the audit page", () => {
  test("narrows by every filter, and what is empty does not count", () => {
    const query =
      "q=a&actor=ada@example.com&secret=KEY&kind=change&project=shop&environment=production&from=2026-11-01" +
      "&to=2026-11-02&action=secret.rotated&outcome=success&endpoint=pay&ip=10.0.0.1&requestId=r";
    const { filters, errors, typed } = read(query);
    expect(errors).toEqual({});
    expect(filters).toMatchObject({
      ...typed,
      from: new Date("2026-11-01"),
      to: new Date("2026-11-02T23:59:59.999Z"),
    });
    expect(Object.keys(filters)).toHaveLength(13);
    expect(read("q=&actor=%20&kind=&unknown=1")).toMatchObject({ typed: {}, filters: {}, errors: {} });
  });

  test.each([
    ["from=2026-02-30", "from", "There is no such day."],
    ["to=yesterday", "to", "Give a day such as 2026-11-25, or a moment such as 2026-11-25T08:00:00Z."],
    ["from=2026-11-03&to=2026-11-01", "to", "This is before the start."],
    [`secret=${"A".repeat(129)}`, "secret", "Too long: at most 128 characters."],
    ["kind=everything", "kind", "There is no such kind of event."],
    ["action=secret.eaten", "action", "There is no such event."],
    ["outcome=maybe", "outcome", "The outcome is success, failure or refusal."],
    ["q=a%00b", "q", expect.stringMatching(/./)],
  ])("%s is wrong, says why, stays as typed and stops nothing else", (query, field, message) => {
    const { errors, filters, typed } = read(`${query}&actor=ada@example.com`);
    expect(errors).toEqual({ [field]: [message] });
    expect(filters).toMatchObject({ actor: "ada@example.com" });
    expect(filters).not.toHaveProperty(field);
    expect(typed).toMatchObject(Object.fromEntries(new URLSearchParams(query)));
  });

  test.each([
    ["today", "2026-11-25T00:00:00.000Z", undefined],
    ["24h", "2026-11-24T10:17:00.000Z", undefined],
    ["7d", "2026-11-19T00:00:00.000Z", undefined],
    ["30d", "2026-10-27T00:00:00.000Z", undefined],
    ["month", "2026-11-01T00:00:00.000Z", undefined],
    ["lastMonth", "2026-10-01T00:00:00.000Z", "2026-10-31T23:59:59.999Z"],
  ])("time=%s begins %s", (preset, from, to) => {
    const { filters } = read(`time=${preset}`);
    expect([filters.from?.toISOString(), filters.to?.toISOString()]).toEqual([from, to]);
  });

  test("takes days for days of UTC unless a zone is given, and days win over a preset", () => {
    const { filters, preset } = read("time=today&from=2026-11-01T00:00:00%2B02:00");
    expect([filters.from, preset]).toEqual([new Date("2026-10-31T22:00:00Z"), null]);
    expect(read("time=soon")).toMatchObject({ preset: null, filters: {} });
  });

  test("of another view keeps what was typed, right or wrong", () => {
    const view = read("actor=ada&kind=everything&time=7d&live=on");
    expect(inputOf(view)).toEqual({ actor: "ada", kind: "everything", time: "7d", live: "on" });
    expect(hrefWith(view, { actor: undefined })).toBe("/audit?kind=everything&live=on&time=7d");
    expect(hrefWith(view, { from: "2026-11-01" })).toBe(
      "/audit?actor=ada&kind=everything&live=on&from=2026-11-01",
    );
    const days = read("from=2026-11-01&to=2026-11-02");
    expect(hrefWith(days, { from: undefined })).toBe("/audit?to=2026-11-02");
    expect(hrefWith(days, { time: "month" })).toBe("/audit?time=month");
    expect(auditHref({ actor: "a b" })).toBe("/audit?actor=a+b");
    expect(auditHref()).toBe("/audit");
  });
});
