import { describe, expect, test } from "vitest";
import type { Actor } from "@/lib/authorization/actor";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { openAuditLog } from "./log";
import { ANONYMOUS_ROWS_MAX, CALLER_ROWS_MAX, SAME_ROWS_MAX } from "./refusals";

const { ctx, clock, database } = await testContext();
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

const rowsOf = async (actorId: string) =>
  (await db.auditEvent.findMany({ where: { actorId }, orderBy: { seq: "asc" } })).map(({ detail }) => detail);

describe("refusals that a caller causes at will", () => {
  test("are on record, the first ones each and the rest as one number", async () => {
    const actor = key();
    const caller = { ...ctx, actor: { ...actor } };
    const refuse = (wanted = "values.read") =>
      ctx.audit.refuse(caller, { action: "access.refused", detail: { wanted } });
    await Promise.all(Array.from({ length: 1_000 }, () => refuse()));
    const id = actor.kind === "apiKey" ? actor.id : "";
    expect(await rowsOf(id)).toEqual(Array(SAME_ROWS_MAX).fill('{"wanted":"values.read"}'));
    clock.advanceSeconds(60);
    await refuse();
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
    for (let n = 0; n < CALLER_ROWS_MAX * 2; n += 1) await refuse(one, `kind ${n}`);
    await refuse(other, "values.read");
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
    for (let n = 0; n < CALLER_ROWS_MAX * 2; n += 1) await from("203.0.113.1", `${n}@example.com`);
    expect(await count()).toBe(CALLER_ROWS_MAX);
    for (let n = 0; n < ANONYMOUS_ROWS_MAX * 2; n += 1) await from(`10.0.${n >> 8}.${n & 255}`, "x");
    expect(await count()).toBe(ANONYMOUS_ROWS_MAX);
    clock.advanceSeconds(60);
    await from("203.0.113.1", "x");
    const sums = await db.auditEvent.findMany({ where: { ...refused, detail: { contains: "more" } } });
    const more = sums.map(({ detail }) => JSON.parse(detail).more as number);
    const all = CALLER_ROWS_MAX * 2 + ANONYMOUS_ROWS_MAX * 2;
    expect(more.reduce((sum, one) => sum + one, 0)).toBe(all - ANONYMOUS_ROWS_MAX);
  });

  test("are summed up when the program stops", async () => {
    const log = openAuditLog({ pool: ctx.pool, key: ctx.keys.derive("audit") });
    const actor = key();
    const refuse = () => log.refuse({ ...ctx, actor }, { action: "access.refused" });
    for (let n = 0; n < 20; n += 1) await refuse();
    await log.close();
    expect((await rowsOf(actor.kind === "apiKey" ? actor.id : "")).at(-1)).toBe(
      `{"more":${20 - SAME_ROWS_MAX}}`,
    );
  });

  test("are on record again after a clock that ran ahead was set right", async () => {
    const actor = key();
    const refuse = () => ctx.audit.refuse({ ...ctx, actor }, { action: "access.refused" });
    clock.advanceSeconds(400 * 86_400);
    for (let n = 0; n < 10; n += 1) await refuse();
    clock.advanceSeconds(-400 * 86_400);
    await refuse();
    expect(await rowsOf(actor.kind === "apiKey" ? actor.id : "")).toHaveLength(SAME_ROWS_MAX + 2);
  });
});
