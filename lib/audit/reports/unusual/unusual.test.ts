import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { indexLog } from "../../indexing/service";
import type { NewAuditEvent } from "../../model";
import { reportViewOf } from "../schema";
import { makeReport } from "../service";

const { ctx, clock, asRole } = await testContext();
const auditor = { ...ctx, actor: await asRole("auditor") };
const READ: NewAuditEvent = { action: "secret.revealed", target: { name: "API_KEY" } };

function key(name: string) {
  const nothing = { projectId: null, environmentId: null, allowedSecretIds: null, permissions: [] };
  return { kind: "apiKey", id: newId(), name, keyKind: "service", ...nothing } as const;
}

type Caller = ReturnType<typeof key> | Awaited<ReturnType<typeof asRole>>;

/** Lets somebody read at a moment, so many times. */
async function read(actor: Caller, moment: string, { ip = "192.0.2.1", times = 1 } = {}): Promise<void> {
  clock.set(new Date(moment));
  const by = { ...ctx, actor, request: { ...ctx.request, ip } };
  await ctx.audit.record(by, Array(times).fill(READ));
}

async function unusual(input: object = {}, by = auditor) {
  clock.set(new Date("2026-11-01T00:00:00Z"));
  const view = reportViewOf({ report: "unusual", from: "2026-10-01", to: "2026-10-31", ...input }, ctx.now());
  if (!view) throw new Error("no such report");
  return makeReport(by, view, 500);
}

const told = async (caller: string, input: object = {}) =>
  (await unusual(input)).rows.flatMap(({ cells }) =>
    "unusual" in cells && cells.caller === caller ? [[cells.firstAt, cells.unusual, cells.times]] : [],
  );

test("an address that was never seen for a key or person before, who was seen from another one", async () => {
  const [roaming, returning, begun] = [key("roaming"), key("returning"), key("begun")];
  const person = await asRole("member");
  await read(returning, "2026-03-01T10:00:00Z", { ip: "203.0.113.5" });
  await read(roaming, "2026-03-01T10:00:00Z");
  await indexLog(ctx);
  await read(person, "2026-09-20T10:00:00Z");
  await read(returning, "2026-09-28T10:00:00Z");
  await read(roaming, "2026-10-05T10:17:00Z", { ip: "203.0.113.5", times: 3 });
  await read(returning, "2026-10-05T10:17:00Z", { ip: "203.0.113.5" });
  await read(begun, "2026-10-05T10:17:00Z", { ip: "203.0.113.5" });
  await read(person, "2026-10-06T10:17:00Z", { ip: "203.0.113.6" });
  const first = ["2026-10-05T10:17:00.000Z", "First use from 203.0.113.5", 3];
  expect(await told("roaming")).toEqual([first]);
  expect(await told(person.email)).toEqual([["2026-10-06T10:17:00.000Z", "First use from 203.0.113.6", 1]]);
  expect([await told("returning"), await told("begun")]).toEqual([[], []]);
  expect(await told("roaming", { from: "2026-10-06" })).toEqual([]);
  await indexLog(ctx);
  expect(await told("roaming")).toEqual([first]);
  const { rows } = await unusual();
  expect(rows.find(({ cells }) => "caller" in cells && cells.caller === "roaming")?.events).toEqual({
    actor: roaming.id,
    ip: "203.0.113.5",
    from: "2026-10-01",
    to: "2026-10-31",
  });
});

test("reads at an hour of the week that a key did not read at, once it has two weeks of history", async () => {
  const [weekly, young] = [key("weekly"), key("young")];
  // Mondays, and one Wednesday four weeks before another one.
  for (const day of ["09-14", "09-21", "09-28", "10-05", "10-12"])
    await read(weekly, `2026-${day}T10:30:00Z`);
  await read(weekly, "2026-09-16T04:00:00Z");
  await read(weekly, "2026-10-14T04:59:59Z");
  await read(weekly, "2026-10-13T03:10:00Z", { times: 2 });
  await read(weekly, "2026-10-13T03:50:00Z");
  await read(young, "2026-10-05T10:00:00Z");
  await read(young, "2026-10-18T11:00:00Z");
  const row = [
    "2026-10-13T03:00:00.000Z",
    "Reads on Tuesday at 03:00 UTC, an hour without any in the 4 weeks before",
    3,
  ];
  expect(await told("weekly")).toEqual([row]);
  expect(await told("young")).toEqual([]);
  await read(young, "2026-10-19T11:00:00Z");
  expect(await told("young")).toHaveLength(1);
  const { rows } = await unusual();
  expect(rows.find(({ cells }) => "caller" in cells && cells.caller === "weekly")?.events).toEqual({
    actor: weekly.id,
    kind: "read",
    from: "2026-10-13T03:00:00.000Z",
    to: "2026-10-13T03:59:59.999Z",
  });
});

test("hours with more than 50 reads and more than ten times the median hour", async () => {
  const [busy, calm, edge] = [key("busy"), key("calm"), key("edge")];
  for (const hour of ["08", "09", "10"]) {
    await read(busy, `2026-10-20T${hour}:00:00Z`, { times: 12 });
    await read(calm, `2026-10-20T${hour}:00:00Z`, { times: 2 });
    await read(edge, `2026-10-20T${hour}:00:00Z`);
  }
  await read(busy, "2026-10-20T11:00:00Z", { times: 120 });
  await read(calm, "2026-10-20T11:00:00Z", { times: 51 });
  await read(edge, "2026-10-20T11:00:00Z", { times: 50 });
  expect([await told("busy"), await told("edge")]).toEqual([[], []]);
  expect(await told("calm")).toEqual([
    ["2026-10-20T11:00:00.000Z", "51 reads within an hour, where 2 are usual", 51],
  ]);
  await read(busy, "2026-10-20T11:30:00Z");
  expect(await told("busy")).toEqual([
    ["2026-10-20T11:00:00.000Z", "121 reads within an hour, where 12 are usual", 121],
  ]);
});

test("hours are not told to be new where their history left the log, and the report says so", async () => {
  const days = { ...ctx.retention.days, read: 40 };
  const { rows, keptSince } = await unusual({}, { ...auditor, retention: { ...ctx.retention, days } });
  expect(keptSince).toBe("2026-09-22T00:00:00.000Z");
  expect(JSON.stringify(rows)).not.toContain("an hour without any");
});
