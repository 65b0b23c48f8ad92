import type { NewAuditEvent } from "@/lib/audit/model";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize, mayEver } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { enqueue } from "@/lib/jobs/job";
import { AppError } from "@/lib/platform/app-error";
import { SWEEP_JOB } from "../job-name";
import type { MadeKey } from "../model";
import { revokedEvent } from "../revocation";
import { revokeApiKey } from "../store";
import { listWorkingKeys, listWorkingKeysOf, type MadeKeyRow, type NamedKey } from "./store";

export type { NamedKey } from "./store";

/** More are not revoked in one go. */
const REVOKED_MAX = 1_000;

/** The keys that somebody made and that work, the newest first. `maker` is their name in the audit log. */
export async function listKeysMadeBy(ctx: Ctx, maker: string, limit: number): Promise<MadeKey[]> {
  await authorize(ctx, "organisationKey.list", null);
  const rows = await listWorkingKeys(sqlOn(ctx.pool), maker, ctx.now(), limit);
  return rows.map(({ projectId: _, ...key }) => key);
}

/** The same of several makers at once, by name: up to `limit` of each. */
export async function workingKeysOf(ctx: Ctx, makers: readonly string[], limit: number): Promise<NamedKey[]> {
  if (makers.length === 0) return [];
  await authorize(ctx, "organisationKey.list", null);
  return listWorkingKeysOf(ctx.pool, makers, ctx.now(), limit);
}

/**
 * Revokes every working key that somebody made, as far as the actor may: those of the whole organisation are for Owners. For
 * the transaction in which something else is done to them; answers the events to record. Throws `conflict` for more than a
 * thousand.
 */
export async function revokeKeysMadeBy(ctx: Ctx, tx: Tx, maker: string): Promise<NewAuditEvent[]> {
  const rows = await listWorkingKeys(sqlIn(tx), maker, ctx.now(), REVOKED_MAX + 1);
  if (rows.length > REVOKED_MAX)
    throw new AppError("conflict", "They made more than 1,000 API keys. Revoke some of them first.");
  const keys = await revocable(ctx, rows);
  const stamp = { now: ctx.now(), by: actorLabel(ctx.actor) };
  const events: NewAuditEvent[] = [];
  for (const { id, projectId } of keys) {
    const scope = { projectId, environmentId: null, secretIds: null };
    const revoked = await revokeApiKey(tx, ctx.seals, scope, id, stamp);
    if (revoked?.isNew) events.push(revokedEvent({ ...revoked, id, projectId }));
  }
  if (events.length > 0) await enqueue(sqlIn(tx), SWEEP_JOB, {});
  return events;
}

async function revocable(ctx: Ctx, rows: readonly MadeKeyRow[]): Promise<MadeKeyRow[]> {
  const projects = new Set(rows.flatMap(({ project }) => project ?? []));
  for (const project of projects) await authorize(ctx, "apiKey.revoke", { project });
  return rows.filter(({ projectId }) => projectId !== null || mayEver(ctx, "organisationKey.revoke"));
}
