import { expect, test } from "vitest";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { putDeclarations } from "@/lib/declarations/service";
import { suspendPerson } from "@/lib/people/membership/service";
import { createPerson } from "@/lib/people/service";
import { askForAccess } from "@/lib/requests/access/service";
import { rejectRequest } from "@/lib/requests/deciding/service";
import { testRotation } from "@/lib/rotation/rotation.fixture";
import { createSecret } from "@/lib/secrets/service";
import { codeOf, failure } from "@/test/failure";
import { signInWithPassword } from "@/test/sign-in";
import type { Attention } from "./model";
import { readOverview } from "./service";

const t = await testRotation();
const { ctx, as, asRole, owner, clock, database, service } = t;
const PASSWORD = "correct horse battery staple";

const linesOf = (attention: readonly Attention[]) =>
  attention.map(({ kind, scope, count }) =>
    [kind, scope?.project, scope?.environment?.slug, count].filter((part) => part !== undefined).join(" "),
  );
const seenBy = async (by = owner) => linesOf((await readOverview(by)).attention);
const key = (name: string, expires: string, project: string | null = "default") =>
  createApiKey(
    owner,
    newApiKey.parse({ name, kind: "service", project, permissions: ["secrets:read"], expires }),
  );

test("a new organisation has four steps before it, and nothing that needs attention", async () => {
  const { attention, ages } = await readOverview(owner);
  expect(attention).toEqual([]);
  expect(ages).toEqual({ counts: [1, 0, 0, 0, 0], isEstimated: false });
});

test("what needs attention is counted where it is, and the list that a line leads to has as many", async () => {
  await putDeclarations(owner, "default", {
    required: ["PLAIN", "NOWHERE", "also.nowhere"],
    optional: ["X"],
  });
  await t.stored("PLAIN");
  await t.rotated("LATE", { rotator: { kind: "manual" }, schedule: { everyDays: 1, windowMinutes: 0 } });
  await t.later(24 * 60 * 60 + 1);
  await t.byWebhook("FAILING");
  service.answer = (_, response) => response.writeHead(500).end();
  await t.start("FAILING");
  await t.run();
  await key("soon", "13d");
  await key("everywhere", "2d", null);
  await key("later", "30d");
  await key("endless", "never");
  await ctx.audit.record(ctx, [
    {
      action: "allowlist.failed",
      target: { ...(await scopeIds()), name: "allowlist/pay" },
      detail: {},
    },
  ]);
  expect(await seenBy()).toEqual([
    "failingRotations default production 1",
    // PLAIN is there in production alone.
    "missing default 3",
    "overdue default production 1",
    "failedSends default production 1",
    "expiringKeys default 2",
  ]);
  clock.advanceSeconds(25 * 60 * 60);
  expect((await seenBy()).filter((line) => line.startsWith("failedSends"))).toEqual([]);
});

test("values that people know who left are counted for everybody who sees Home", async () => {
  const leaver = await asRole("super_admin");
  await createSecret(as(leaver), t.draft("THEIRS"));
  await suspendPerson(ctx, leaver.id);
  for (const by of [owner, as(await asRole("auditor"))]) expect(await seenBy(by)).toContain("knownValues 1");
});

test("requests are counted for those who may decide them", async () => {
  const asked = {
    project: "default",
    environment: "",
    names: "",
    capability: "see",
    days: 1,
    reason: "r",
  } as const;
  const { id } = await askForAccess(as(await asRole("member")), asked);
  expect(await seenBy()).toContain("waitingRequests 1");
  expect(await seenBy(as(await asRole("auditor")))).not.toContain("waitingRequests 1");
  await rejectRequest({ ...owner, actor: await asRole("owner") }, id);
});

test("backups that failed, and those that are old, are told of to Owners and Super Admins", async () => {
  const settings = { destination: "/backups", schedule: "15 2 * * *", keep: null, recipients: [] };
  const scheduled = { ...owner, backups: { ...owner.backups, settings } };
  const seen = async (by = scheduled) => (await seenBy(by)).filter((line) => line.includes("ackup"));
  expect(await seen()).toEqual([]);
  expect((await readOverview(owner)).backup).toBeNull();
  await ctx.pool.query(
    "INSERT INTO backup_state (started_at, made_at, file, bytes, error) VALUES ($1, $1, 'f', 1, 'full')",
    [clock.now()],
  );
  expect(await seen()).toEqual(["failedBackup 1"]);
  await ctx.pool.query("UPDATE backup_state SET error = NULL, made_at = made_at - interval '3 days'");
  expect(await seen()).toEqual(["oldBackup 1"]);
  const auditor = { ...scheduled, actor: await asRole("auditor") };
  expect(await readOverview(auditor)).toMatchObject({ backup: null });
  expect(await seen(auditor)).toEqual([]);
});

test("people who have to wait are counted for those who may see them", async () => {
  const email = "waits@example.com";
  await createPerson(ctx, { email, role: "auditor", password: PASSWORD });
  const there = { ...as({ kind: "anonymous" }), request: { ...ctx.request, ip: "203.0.113.77" } };
  for (let i = 0; i < 6; i += 1)
    await failure(signInWithPassword(there, { email, password: "not this one" }));
  const auditor = as(await asRole("auditor"));
  expect(await seenBy()).toContain("waitingPeople 1");
  expect((await seenBy(auditor)).filter((line) => line.startsWith("waiting"))).toEqual([]);
  expect(await seenBy(auditor)).toContain("expiringKeys default 2");
});

test("shares of the master key that are due to be tried are for Owners alone", async () => {
  const masterKeyId = ctx.keys.masterKeyId;
  const sheet = { id: "0f9e8d7c", masterKeyId, shareCount: 5, threshold: 3 };
  const dayMs = 24 * 60 * 60 * 1000;
  await database.db.recoverySheet.create({
    data: { ...sheet, madeAt: new Date(ctx.now().getTime() - 365 * dayMs) },
  });
  expect(await seenBy()).not.toContain("recoverySheet 1");
  clock.advanceSeconds(60);
  expect(await seenBy()).toContain("recoverySheet 1");
  for (const role of ["super_admin", "auditor"] as const)
    expect(await seenBy(as(await asRole(role)))).not.toContain("recoverySheet 1");
  await database.db.recoverySheet.deleteMany();
});

test("steps that were taken are known by what is there", async () => {
  expect((await readOverview(owner)).steps).toEqual({
    ...{ hasSecret: true, hasKey: true, hasRead: false, hasColleague: true },
  });
});

test("values are as old as the version that first had them", async () => {
  clock.advanceSeconds(100 * 24 * 60 * 60);
  const { counts } = (await readOverview(owner)).ages;
  expect(counts).toEqual([0, 0, counts.reduce((sum, count) => sum + count), 0, 0]);
});

test("others than those who may see every project are refused", async () => {
  expect(await codeOf(readOverview(as(await asRole("member"))))).toBe("forbidden");
  expect(await codeOf(readOverview(as({ kind: "anonymous" })))).toBe("unauthenticated");
});

async function scopeIds() {
  const { id: environmentId, projectId } = await database.db.environment.findFirstOrThrow({
    where: { slug: "production", project: { slug: "default" } },
  });
  return { environmentId, projectId };
}
