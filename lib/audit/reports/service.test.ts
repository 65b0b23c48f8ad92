import { beforeAll, describe, expect, test } from "vitest";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey, revokeApiKey } from "@/lib/api-keys/service";
import type { Actor } from "@/lib/authorization/actor";
import { changeRole, removePerson, restorePerson, suspendPerson } from "@/lib/people/membership/service";
import { createPerson } from "@/lib/people/service";
import { newId } from "@/lib/platform/ids";
import { ensureBuiltIns } from "@/lib/projects/service";
import { createSecret, deleteSecret, editSecret, findSecret } from "@/lib/secrets/service";
import { restoreVersion } from "@/lib/secrets/versions/service";
import { testContext } from "@/test/context";
import { indexLog } from "../indexing/service";
import type { NewAuditEvent } from "../model";
import { reportViewOf } from "./schema";
import { makeReport } from "./service";

const { ctx, as, asRole, clock, database } = await testContext();
const ownerActor = await asRole("owner");
/** An Owner who has just confirmed that it is them. */
const owner = () => as({ ...ownerActor, confirmedAt: ctx.now() });
const auditor = { ...ctx, actor: await asRole("auditor") };
const scope = { project: "default", environment: "production" };
const text = { description: "", category: "custom", audience: "all" } as const;

beforeAll(() => ensureBuiltIns(ctx));

async function report(input: Readonly<Record<string, string>>, by = auditor, limit = 500) {
  const view = reportViewOf(input, ctx.now());
  if (!view) throw new Error("no such report");
  return makeReport(by, view, limit);
}

const cellsOf = async (input: Readonly<Record<string, string>>) =>
  (await report(input)).rows.map(({ cells }) => cells as Readonly<Record<string, unknown>>);

const at = (moment: string) => clock.set(new Date(moment));

describe("API keys that were not used", () => {
  test("are those that work, count from their last use, and the longest unused comes first", async () => {
    at("2026-01-01T00:00:00Z");
    const mint = (input: object) => {
      const base = { kind: "service", project: "default", permissions: ["secrets:read"] };
      return createApiKey(owner(), newApiKey.parse({ ...base, ...input }));
    };
    for (const name of ["never", "used", "busy", "revoked"]) await mint({ name });
    const ids = new Map((await database.db.apiKey.findMany()).map(({ id, name }) => [name, id]));
    await mint({ name: "expired", expires: "2026-02-01" });
    await mint({ name: "everywhere", project: null });
    await revokeApiKey(owner(), { project: "default", keyId: ids.get("revoked") ?? "" });
    const used = (name: string, lastUsedAt: string) =>
      database.db.apiKey.update({ where: { id: ids.get(name) ?? "" }, data: { lastUsedAt } });
    await used("used", "2026-01-11T00:00:00Z");
    await used("busy", "2026-04-10T00:00:00Z");
    at("2026-04-11T00:00:00Z");
    const rows = await cellsOf({ report: "unused-keys" });
    expect(rows.map((row) => [row.key, row.days, row.scope, row.lastUsedAt])).toEqual([
      ["everywhere", 100, "Whole organisation", null],
      ["never", 100, "default", null],
      ["used", 90, "default", "2026-01-11T00:00:00.000Z"],
    ]);
    expect(rows[0]).toMatchObject({ kind: "service", createdBy: expect.stringContaining("@example.com") });
    expect(await cellsOf({ report: "unused-keys", days: "101" })).toEqual([]);
    const { rows: first, isCut } = await report({ report: "unused-keys" }, auditor, 2);
    expect([first.length, isCut]).toEqual([2, true]);
  });
});

describe("secrets that were not rotated", () => {
  test("are as old as their value, also one that was restored; reads by anybody count", async () => {
    at("2026-05-01T00:00:00Z");
    const ids = new Map<string, string>();
    for (const name of ["OLD", "ROTATED", "RESTORED", "GONE"])
      ids.set(name, (await createSecret(owner(), { ...scope, ...text, name, value: `${name} one` })).id);
    at("2026-07-01T00:00:00Z");
    const now = (name: string) => findSecret(owner(), { ...scope, secret: { id: ids.get(name) ?? "" } });
    for (const name of ["ROTATED", "RESTORED"]) {
      const { id: secretId, revision } = await now(name);
      await editSecret(owner(), { ...scope, ...text, name, value: `${name} two`, secretId, revision });
    }
    const { id: secretId, revision } = await now("RESTORED");
    await restoreVersion(owner(), { ...scope, secretId, revision, number: 1 });
    await deleteSecret(owner(), { ...scope, secretId: ids.get("GONE") ?? "", confirmation: "GONE" });
    at("2026-07-02T00:00:00Z");
    const target = { secretId: ids.get("OLD") ?? "", name: "OLD" };
    await ctx.audit.record(owner(), [{ action: "secret.revealed", target }]);
    at("2026-08-01T00:00:00Z");
    const rows = await cellsOf({ report: "old-secrets", days: "60" });
    expect(rows.map((row) => [row.secret, row.days, row.replacedAt, row.lastReadAt])).toEqual([
      ["OLD", 92, "2026-05-01T00:00:00.000Z", "2026-07-02T00:00:00.000Z"],
      ["RESTORED", 92, "2026-05-01T00:00:00.000Z", null],
    ]);
    expect(await cellsOf({ report: "old-secrets", days: "31" })).toHaveLength(3);
  });
});

test("people and roles are those of the end of a day, from the log", async () => {
  at("2026-09-01T10:00:00Z");
  const add = async (name: string) =>
    (
      await createPerson(owner(), {
        email: `${name}@example.com`,
        role: "member",
        password: "correct horse battery",
      })
    ).id;
  const [ada, grace] = [await add("ada"), await add("grace")];
  await indexLog(ctx);
  at("2026-09-02T10:00:00Z");
  await changeRole(owner(), { personId: ada, role: "auditor" });
  await suspendPerson(owner(), grace);
  at("2026-09-03T10:00:00Z");
  await restorePerson(owner(), ada);
  await removePerson(owner(), { personId: grace, confirmation: "grace@example.com" });
  at("2026-09-04T10:00:00Z");
  const then = async (to: string) =>
    (await cellsOf({ report: "people", to })).map((row) => [
      row.person,
      row.role,
      row.state,
      row.since,
      row.secondFactors,
    ]);
  const [first, second] = ["2026-09-01T10:00:00.000Z", "2026-09-02T10:00:00.000Z"];
  expect(await then("2026-08-31")).toEqual([]);
  expect(await then("2026-09-01")).toEqual([
    ["ada@example.com", "Member", "Active", first, 0],
    ["grace@example.com", "Member", "Active", first, null],
  ]);
  expect(await then("2026-09-02")).toEqual([
    ["ada@example.com", "Auditor", "Active", second, 0],
    ["grace@example.com", "Member", "Suspended", second, null],
  ]);
  expect(await then("")).toEqual([["ada@example.com", "Auditor", "Active", second, 0]]);
});

describe("what happened in a period", () => {
  const period = { from: "2026-10-01", to: "2026-10-31" };
  const target = { secretId: newId(), name: "API_KEY" };
  const key = { kind: "operator", name: "deploy" } as const;

  beforeAll(async () => {
    const { id: projectId } = await database.db.project.findUniqueOrThrow({ where: { slug: "default" } });
    const { id: environmentId } = await database.db.environment.findFirstOrThrow({
      where: { projectId, slug: "production" },
    });
    const here = { projectId, environmentId };
    const happen = (actor: Actor, ...events: NewAuditEvent[]) =>
      ctx.audit.record({ ...as(actor), request: { ...ctx.request, ip: "192.0.2.9" } }, events);
    at("2026-09-30T23:59:59Z");
    await happen(key, { action: "secret.revealed", target: { ...here, ...target } });
    at("2026-10-01T00:00:00Z");
    const read = { action: "secret.revealed", target: { ...here, ...target } } as const;
    const refused = { action: "access.refused", detail: { wanted: "values.read" } } as const;
    await happen(key, read, read, { action: "values.read", target: here, detail: { secrets: ["A", "B"] } });
    await happen(
      { kind: "anonymous" },
      { action: "session.refused" },
      { action: "session.refused", detail: { more: 500 } },
    );
    await happen(key, refused, { action: "secret.created", target: { ...here, ...target } });
    await indexLog(ctx);
    at("2026-10-31T23:59:59Z");
    await happen(
      key,
      read,
      { action: "secret.rotated", target: { ...here, ...target } },
      { action: "settings.changed" },
    );
    at("2026-11-01T00:00:00Z");
    await happen(key, read, { action: "secret.rotated", target: { ...here, ...target } });
  });

  test("access is counted by who and what, indexed or not", async () => {
    const { rows, read, isCut } = await report({ report: "access", ...period });
    expect([read, isCut]).toEqual([null, false]);
    const where = { project: "default", environment: "production" };
    const who = { caller: "deploy", type: "Operator" };
    const [first, last] = ["2026-10-01T00:00:00.000Z", "2026-10-31T23:59:59.000Z"];
    expect(rows.map(({ cells }) => cells)).toEqual([
      { ...who, ...where, secret: "API_KEY", event: "Value read", times: 3, firstAt: first, lastAt: last },
      {
        ...who,
        ...where,
        secret: "Many values",
        event: "Values read",
        times: 1,
        firstAt: first,
        lastAt: first,
      },
    ]);
    expect(rows[0]?.events).toMatchObject({ action: "secret.revealed", secret: "API_KEY", ...period });
  });

  test("what left the log by its age is said to be missing", async () => {
    const days = { ...ctx.retention.days, read: 10 };
    const by = { ...auditor, retention: { ...ctx.retention, days } };
    const { keptSince } = await report({ report: "access", ...period }, by);
    expect(keptSince).toBe("2026-10-22T00:00:00.000Z");
    expect(await report({ report: "access", from: "2026-10-23" }, by)).toMatchObject({ keptSince: null });
    expect(await report({ report: "refusals", ...period }, by)).toMatchObject({ keptSince: null });
  });

  test("changes are counted by project and environment", async () => {
    const { rows } = await report({ report: "changes", ...period });
    const none = { created: 0, replaced: 0, deleted: 0 };
    expect(rows.map(({ cells }) => cells)).toEqual([
      {
        project: "default",
        environment: "production",
        created: 1,
        replaced: 1,
        deleted: 0,
        others: 0,
        changes: 2,
      },
      { project: null, environment: null, ...none, others: 1, changes: 1 },
    ]);
    expect(rows[0]?.events).toEqual({
      kind: "change",
      project: "default",
      environment: "production",
      ...period,
    });
  });

  test("refusals are counted by caller, with those that the log holds as a number", async () => {
    const rows = await cellsOf({ report: "refusals", ...period });
    expect(rows.map((row) => [row.type, row.ip, row.times])).toEqual([
      ["Not signed in", "192.0.2.9", 501],
      ["Operator", null, 1],
    ]);
  });
});

test("no report is for a Member", async () => {
  const member = { ...ctx, actor: await asRole("member") };
  for (const id of ["unused-keys", "old-secrets", "people", "access", "changes", "refusals", "unusual"])
    await expect(report({ report: id }, member)).rejects.toMatchObject({ code: "forbidden" });
});
