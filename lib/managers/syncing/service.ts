import { actorLabel } from "@/lib/authorization/actor";
import { authorize, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { databaseFailure } from "@/lib/db/errors";
import { inSqlTransaction } from "@/lib/db/transaction";
import { enqueue } from "@/lib/jobs/job";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { environmentsOf } from "@/lib/projects/service";
import { findManager } from "../connections/store";
import { eventOf } from "./events";
import { markOf, type SyncEntry, type SyncMeta, type SyncState } from "./model";
import { RUN_JOB } from "./running/job-name";
import { type NewSync, type SyncConfig, type SyncPatch, syncConfig } from "./schema";
import * as store from "./store";

/** Of one environment. */
const SYNCS_MAX = 50;

/**
 * Makes a sync: from now on the chosen secrets of the environment are written to an external manager. Throws `validation` when there is
 * no such manager, or the name is taken.
 */
export async function createSync(ctx: Ctx, scope: EnvironmentRef, input: NewSync): Promise<SyncMeta> {
  const { environment } = await writePermit(ctx, scope);
  const { name, manager: managerName, ...config } = input;
  const manager = await findManager(ctx, environment, managerName);
  if (!manager) throw fieldError("manager", "There is no such external manager here.");
  if ((await store.listSyncs(ctx, [environment.id])).length >= SYNCS_MAX)
    throw new AppError("conflict", `There are ${SYNCS_MAX} syncs here already.`);
  const row = { id: newId(ctx.now()), environmentId: environment.id, managerId: manager.id, name };
  await save(ctx, environment, { ...row, manager: manager.name, configuration: config });
  return findSync(ctx, scope, name);
}

/** Changes what a sync writes, or where to; or stops it for a while. What it wrote elsewhere before is no longer its own then. */
export async function changeSync(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  patch: SyncPatch,
): Promise<SyncMeta> {
  const { environment } = await writePermit(ctx, scope);
  const row = await required(ctx, environment, name);
  const changes = Object.fromEntries(Object.entries(patch).filter(([, part]) => part !== undefined));
  const parsed = syncConfig.safeParse({ ...row.configuration, ...changes });
  if (!parsed.success) throw fieldError("path", parsed.error.issues[0]?.message ?? "This cannot be.");
  await save(ctx, environment, { ...row, configuration: parsed.data });
  return findSync(ctx, scope, name);
}

/** Takes a sync away. What it wrote stays where it is. */
export async function removeSync(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<void> {
  const { environment } = await writePermit(ctx, scope);
  const row = await required(ctx, environment, name);
  await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.deleteSync(sql, row.id))) throw noSync();
    await ctx.audit.append(sql, ctx, [eventOf(row, "sync.removed")]);
  });
}

/** Has a sync run now. With `overwrite` it also writes over what somebody changed there. Throws `conflict` while it is paused. */
export async function runSyncNow(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  { overwrite }: { readonly overwrite: boolean },
): Promise<SyncMeta> {
  const { environment } = await authorize(ctx, "sync.run", scope);
  const row = await required(ctx, environment, name);
  if (row.configuration.isPaused) throw new AppError("conflict", "It is paused.");
  await inSqlTransaction(ctx, async (sql) => {
    await store.makeDue(sql, row.id, ctx.now(), overwrite);
    await enqueue(sql, RUN_JOB, {});
    await ctx.audit.append(sql, ctx, [eventOf(row, "sync.started", overwrite ? { overwrite } : {})]);
  });
  return findSync(ctx, scope, name);
}

/** One sync, and how it stands. */
export async function findSync(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<SyncMeta> {
  const { environment } = await authorize(ctx, "sync.read", scope);
  const row = await required(ctx, environment, name);
  return metaOf(ctx, row, (await store.countEntries(ctx.pool, [row.id])).get(row.id));
}

/** The syncs of a project: of one environment, or of all that the actor reaches. */
export async function listSyncs(
  ctx: Ctx,
  { project, environment }: { readonly project: string; readonly environment?: string | undefined },
): Promise<SyncMeta[]> {
  const slugs =
    environment === undefined ? (await environmentsOf(ctx, project)).map(({ slug }) => slug) : [environment];
  const ids: string[] = [];
  for (const slug of slugs)
    ids.push((await authorize(ctx, "sync.read", { project, environment: slug })).environment.id);
  const rows = await store.listSyncs(ctx, ids);
  const counts = await store.countEntries(
    ctx.pool,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => metaOf(ctx, row, counts.get(row.id)));
}

/** What a sync knows of each place. */
export async function listSyncEntries(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<SyncEntry[]> {
  const { environment } = await authorize(ctx, "sync.read", scope);
  const row = await required(ctx, environment, name);
  const entries = await store.listEntries(ctx.pool, row.id);
  return entries.map(({ path, field, name: secret, state, error, writtenAt }) => ({
    ...{ path, field, name: secret, state, error },
    writtenAt: writtenAt?.toISOString() ?? null,
  }));
}

/** What entries say that a sync of this Strongroom made: to read them again would lead back to where they come from. */
export async function ownMarks({ pool }: Pick<Ctx, "pool">): Promise<ReadonlySet<string>> {
  return new Set((await store.listIds(pool)).map(markOf));
}

async function writePermit(ctx: Ctx, scope: EnvironmentRef): Promise<Permit<"sync.write">> {
  const permit = await authorize(ctx, "sync.write", scope);
  await requireUnnarrowed(ctx, "sync.write");
  return permit;
}

async function save(
  ctx: Ctx,
  environment: EnvironmentRow,
  row: Pick<store.SyncRow, "id" | "environmentId" | "managerId" | "name" | "manager" | "configuration">,
): Promise<void> {
  const now = ctx.now();
  const { isPaused, ...config } = row.configuration;
  const stamp = { updatedAt: now, updatedBy: actorLabel(ctx.actor), dueAt: isPaused ? null : now };
  await inSqlTransaction(ctx, async (sql) => {
    await store.saveSync(sql, ctx, { ...row, ...stamp });
    await enqueue(sql, RUN_JOB, {});
    const target = { ...row, projectId: environment.projectId };
    await ctx.audit.append(sql, ctx, [eventOf(target, "sync.set", detailOf(config, isPaused))]);
  }).catch((error: unknown) => {
    throw databaseFailure(error).kind === "unique"
      ? fieldError("name", "There is a sync of this name already.")
      : error;
  });
}

function detailOf({ secrets, path, field, foreign }: Omit<SyncConfig, "isPaused">, isPaused: boolean) {
  const which =
    secrets.kind === "all" ? "all" : secrets.kind === "prefix" ? `${secrets.prefix}…` : secrets.names;
  return { secrets: which, path, field, foreign, ...(isPaused ? { isPaused } : {}) };
}

async function required(ctx: Ctx, environment: EnvironmentRow, name: string): Promise<store.SyncRow> {
  const row = await store.findSync(ctx, environment, name);
  if (!row) throw noSync();
  return row;
}

function noSync(): AppError {
  return new AppError("notFound", "There is no such sync here.");
}

function metaOf(ctx: Ctx, row: store.SyncRow, counts = store.NO_COUNTS): SyncMeta {
  const {
    name,
    project,
    environment,
    manager,
    configuration,
    error,
    attempts,
    dueAt,
    doneAt,
    updatedAt,
    updatedBy,
  } = row;
  return {
    ...{ ...configuration, name, project, environment, manager, counts, error, attempts, updatedBy },
    state: stateOf(row, counts, ctx.now()),
    nextAt: dueAt?.toISOString() ?? null,
    doneAt: doneAt?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
  };
}

function stateOf(row: store.SyncRow, counts: SyncMeta["counts"], now: Date): SyncState {
  if (row.configuration.isPaused) return "paused";
  if (row.claimedUntil && row.claimedUntil > now) return "running";
  if (row.attempts > 0) return "failing";
  if (row.doneAt === null || (row.dueAt && row.dueAt <= now)) return "waiting";
  return counts.drift + counts.foreign + counts.refused > 0 ? "attention" : "inStep";
}
