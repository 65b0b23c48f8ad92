import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { provePassword } from "@/lib/auth/service";
import type { Actor } from "@/lib/authorization/actor";
import { authorize, notFoundOrHidden } from "@/lib/authorization/authorize";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { openAuditLog } from "./log";
import { readAudit } from "./reading/service";
import { ANONYMOUS_ROWS_MAX, CALLER_ROWS_MAX, SAME_ROWS_MAX, WAITING_ROWS_MAX } from "./refusals";

const { ctx, clock, database, asRole } = await testContext();
const { db } = database;

function key(): Actor {
  return {
    kind: "apiKey",
    id: newId(),
    name: "ci",
    keyKind: "service",
    permissions: [],
    projectId: null,
    environmentId: null,
    allowedSecretIds: null,
  };
}

const idOf = (actor: Actor) => (actor.kind === "apiKey" ? actor.id : "");
const rowsOf = async (actorId: string) =>
  (await db.auditEvent.findMany({ where: { actorId }, orderBy: { seq: "asc" } })).map(({ detail }) => detail);

describe("refusals that a caller causes at will", () => {
  test("are on record, the first ones each and the rest as one number", async () => {
    const actor = key();
    const caller = { ...ctx, actor: { ...actor } };
    const refuse = (wanted = "values.read") =>
      ctx.audit.refuse(caller, { action: "access.refused", detail: { wanted } });
    for (let n = 0; n < 1_000; n += 1) refuse();
    const id = actor.kind === "apiKey" ? actor.id : "";
    expect(await rowsOf(id)).toEqual(Array(SAME_ROWS_MAX).fill('{"wanted":"values.read"}'));
    clock.advanceSeconds(60);
    refuse();
    expect(await rowsOf(id)).toEqual([
      ...Array(SAME_ROWS_MAX).fill('{"wanted":"values.read"}'),
      `{"more":${1_000 - SAME_ROWS_MAX}}`,
      '{"wanted":"values.read"}',
    ]);
  });

  test("of many kinds are bounded for each caller, and hide nobody else's", async () => {
    const [one, other] = [key(), key()];
    const refuse = (actor: Actor, wanted: string) =>
      ctx.audit.refuse({ ...ctx, actor }, { action: "access.refused", detail: { wanted } });
    for (let n = 0; n < CALLER_ROWS_MAX * 2; n += 1) refuse(one, `kind ${n}`);
    refuse(other, "values.read");
    const ids = [one, other].map((actor) => (actor.kind === "apiKey" ? actor.id : ""));
    expect(await rowsOf(ids[0] ?? "")).toHaveLength(CALLER_ROWS_MAX);
    expect(await rowsOf(ids[1] ?? "")).toHaveLength(1);
  });

  test("of nobody in particular are bounded for an address, and for all of them", async () => {
    const refused = { action: "session.refused" } as const;
    const count = () => db.auditEvent.count({ where: refused });
    const from = (ip: string, name: string) =>
      ctx.audit.refuse(
        { ...ctx, actor: { kind: "anonymous" }, request: { ...ctx.request, ip } },
        { ...refused, target: { name } },
      );
    for (let n = 0; n < CALLER_ROWS_MAX * 2; n += 1) from("203.0.113.1", `${n}@example.com`);
    expect(await count()).toBe(CALLER_ROWS_MAX);
    for (let n = 0; n < ANONYMOUS_ROWS_MAX * 2; n += 1) from(`10.0.${n >> 8}.${n & 255}`, "x");
    expect(await count()).toBe(ANONYMOUS_ROWS_MAX);
    clock.advanceSeconds(60);
    from("203.0.113.1", "x");
    const sums = await db.auditEvent.findMany({ where: { ...refused, detail: { contains: "more" } } });
    const more = sums.map(({ detail }) => JSON.parse(detail).more as number);
    const all = CALLER_ROWS_MAX * 2 + ANONYMOUS_ROWS_MAX * 2;
    expect(more.reduce((sum, one) => sum + one, 0)).toBe(all - ANONYMOUS_ROWS_MAX);
  });

  test("are summed up when the program stops", async () => {
    const log = openAuditLog({ pool: ctx.pool, key: ctx.keys.derive("audit") });
    const actor = key();
    const refuse = () => log.refuse({ ...ctx, actor }, { action: "access.refused" });
    for (let n = 0; n < 20; n += 1) refuse();
    await log.close();
    expect((await rowsOf(actor.kind === "apiKey" ? actor.id : "")).at(-1)).toBe(
      `{"more":${20 - SAME_ROWS_MAX}}`,
    );
  });

  test("are on record again after a clock that ran ahead was set right", async () => {
    const actor = key();
    const refuse = () => ctx.audit.refuse({ ...ctx, actor }, { action: "access.refused" });
    clock.advanceSeconds(400 * 86_400);
    for (let n = 0; n < 10; n += 1) refuse();
    clock.advanceSeconds(-400 * 86_400);
    refuse();
    expect(await rowsOf(actor.kind === "apiKey" ? actor.id : "")).toHaveLength(SAME_ROWS_MAX + 2);
  });
});

describe("whoever is refused does not wait for the log:", () => {
  /** Holds the end of the chain, as a slow or stuck writer does, until what it returns is called. */
  async function heldLog(): Promise<() => Promise<void>> {
    const holder = await ctx.pool.connect();
    await holder.query("BEGIN; SELECT FROM audit_head FOR UPDATE");
    return async () => {
      await holder.query("ROLLBACK");
      holder.release();
    };
  }
  const outcome = (answer: Promise<unknown>) =>
    Promise.race([answer.then(String, ({ code }) => code), sleep(1_000, "waited for the log")]);

  test("a role, a password, a key and a name that are refused are answered while it is stuck, and on record after", async () => {
    const [member, ended] = [await asRole("member"), key()];
    const email = `${newId().slice(-8)}@example.com`;
    const unlocked = await heldLog();
    try {
      expect(await outcome(authorize({ ...ctx, actor: member }, "audit.read", null))).toBe("forbidden");
      expect(await outcome(provePassword(ctx, { email, password: "not the one" }))).toBe("unauthenticated");
      const hidden = await outcome(notFoundOrHidden({ ...ctx, actor: ended }, "secret.read", "None."));
      expect(hidden).toContain("None.");
    } finally {
      await unlocked();
    }
    await ctx.audit.settled();
    expect(await rowsOf(member.id)).toEqual(['{"wanted":"audit.read"}']);
    expect(await rowsOf(idOf(ended))).toEqual(['{"wanted":"secret.read"}']);
    expect(await db.auditEvent.count({ where: { targetName: email } })).toBe(1);
  });

  test("what waits is bounded: the rest is counted, and nothing is lost", async () => {
    const log = openAuditLog({ pool: ctx.pool, key: ctx.keys.derive("audit") });
    const callers = Array.from({ length: WAITING_ROWS_MAX + 50 }, key);
    const unlocked = await heldLog();
    for (const actor of callers) log.refuse({ ...ctx, actor }, { action: "access.refused" });
    await unlocked();
    await log.settled();
    expect(await db.auditEvent.count({ where: { actorId: { in: callers.map(idOf) } } })).toBe(
      WAITING_ROWS_MAX,
    );
    await log.close();
    expect(await rowsOf(idOf(callers.at(-1) ?? ctx.actor))).toEqual(['{"more":1}']);
  });

  test("what the log refused to write is counted until it can be written", async () => {
    const actor = key();
    const refuse = () => ctx.audit.refuse({ ...ctx, actor }, { action: "access.refused" });
    await ctx.pool.query("ALTER TABLE audit_events RENAME TO audit_events_away");
    for (let n = 0; n < 3; n += 1) refuse();
    await ctx.audit.settled();
    expect(ctx.audit.trouble()).toBe("the audit log cannot be written");
    await ctx.pool.query("ALTER TABLE audit_events_away RENAME TO audit_events");
    clock.advanceSeconds(60);
    refuse();
    expect(await rowsOf(idOf(actor))).toEqual(['{"more":3}', "{}"]);
  });

  test("they are written before the program stops, and before the log is read", async () => {
    const log = openAuditLog({ pool: ctx.pool, key: ctx.keys.derive("audit") });
    const [actor, other] = [key(), key()];
    const unlocked = await heldLog();
    log.refuse({ ...ctx, actor }, { action: "access.refused" });
    const closed = log.close();
    await unlocked();
    await closed;
    expect(await rowsOf(idOf(actor))).toHaveLength(1);
    ctx.audit.refuse({ ...ctx, actor: other }, { action: "access.refused" });
    const auditor = { ...ctx, actor: await asRole("auditor") };
    const { items } = await readAudit(auditor, { actor: idOf(other) }, { before: null, limit: 5 });
    expect(items).toHaveLength(1);
  });
});
