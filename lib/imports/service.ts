import { z } from "zod";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { inSqlTransaction } from "@/lib/db/transaction";
import { enqueue } from "@/lib/jobs/job";
import { requireManager } from "@/lib/managers/connections/service";
import { AppError, fieldError, isAppError } from "@/lib/platform/app-error";
import { isId, newId } from "@/lib/platform/ids";
import { eventOf } from "./events";
import type { EntryPage, EntryState, ImportMeta } from "./model";
import { RUN_JOB } from "./running/job-name";
import type { NewImport } from "./schema";
import * as store from "./store";

/** Of one environment at a time. */
const LIVE_MAX = 20;
/** The newest that are listed. */
const LISTED_MAX = 50;

/**
 * Begins an import from an external manager: what lies there is read and planned, and stored unless it is only to be planned. Throws
 * `validation` when there is no such manager, and `conflict` when too many are under way.
 */
export async function startImport(ctx: Ctx, scope: EnvironmentRef, input: NewImport): Promise<ImportMeta> {
  const permit = await authorize(ctx, "import.run", scope);
  const { environment } = permit;
  await authorize(ctx, "secret.create", scope);
  await requireUnnarrowed(ctx, "import.run");
  const { manager: name, path, names, dryRun } = input;
  const manager = await requireManager(ctx, permit, name).catch((error: unknown) => {
    throw isAppError(error) && error.code === "notFound" ? fieldError("manager", error.detail) : error;
  });
  const { actor } = ctx;
  if (actor.kind !== "user" && actor.kind !== "apiKey")
    throw new AppError("forbidden", "People and API keys import.");
  const now = ctx.now();
  const row = {
    ...{ id: newId(now), environmentId: environment.id, managerId: manager.id, path, names },
    ...{
      userId: actor.kind === "user" ? actor.id : null,
      apiKeyId: actor.kind === "apiKey" ? actor.id : null,
    },
    ...{ requestedBy: actorLabel(actor), createdAt: now, goesOn: !dryRun },
  };
  await inSqlTransaction(ctx, async (sql) => {
    if ((await store.countLive(sql, environment.id)) >= LIVE_MAX)
      throw new AppError("conflict", `${LIVE_MAX} imports are under way here. Wait for one of them.`);
    await store.insertImport(sql, ctx, row);
    await enqueue(sql, RUN_JOB, {});
    const detail = { names, ...(dryRun ? { dryRun } : {}) };
    const target = { ...row, projectId: environment.projectId, manager: manager.name };
    await ctx.audit.append(sql, ctx, [eventOf(target, "import.started", detail)]);
  });
  return findImport(ctx, row.id);
}

/** One import, and how far it is. */
export async function findImport(ctx: Ctx, id: string): Promise<ImportMeta> {
  const row = await found(ctx, "import.read", id);
  return shown(ctx, row);
}

/** The newest imports of an environment. */
export async function listImports(ctx: Ctx, scope: EnvironmentRef): Promise<ImportMeta[]> {
  const { environment } = await authorize(ctx, "import.read", scope);
  const rows = await store.listImports(ctx, [environment.id], LISTED_MAX);
  const counts = await store.countEntries(
    ctx.pool,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => metaOf(row, counts.get(row.id)));
}

export interface EntryQuery {
  /** Null: all. */
  readonly states: readonly EntryState[] | null;
  readonly after: string | null;
  readonly limit: number;
}

/** What was planned for each text, or came of it, by name. */
export async function listEntries(
  ctx: Ctx,
  id: string,
  { states, after, limit }: EntryQuery,
): Promise<EntryPage> {
  const row = await found(ctx, "import.read", id);
  const rows = await store.listEntries(ctx.pool, row.id, {
    ...{ states, limit: limit + 1 },
    after: after === null ? null : positionIn(after),
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length > limit && last ? JSON.stringify([last.name, last.path, last.field]) : null;
  return { items, next };
}

const position = z.tuple([z.string(), z.string(), z.string()]);

function positionIn(after: string) {
  const parsed = position.safeParse(jsonIn(after));
  if (!parsed.success) throw new AppError("validation", "Begin with the first page.");
  const [name, path, field] = parsed.data;
  return { name, path, field };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Stores what was planned, or goes on where it failed. Throws `conflict` unless it waits for that. */
export async function goOnWithImport(ctx: Ctx, id: string): Promise<ImportMeta> {
  const row = await found(ctx, "import.run", id);
  if (row.state !== "planned" && row.state !== "failed")
    throw new AppError("conflict", "It is under way, or has ended.");
  if (!isAsker(ctx, row))
    throw new AppError("forbidden", `It is done as ${row.requestedBy}. Begin an import of your own.`);
  const state = row.isPlanned ? "storing" : "reading";
  await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.move(sql, row, { state, dueAt: ctx.now() }))) throw movedOn();
    await enqueue(sql, RUN_JOB, {});
    await ctx.audit.append(sql, ctx, [eventOf(row, "import.goneOn")]);
  });
  return findImport(ctx, id);
}

/** Stops an import: what is stored stays. Throws `conflict` when it has ended. */
export async function stopImport(ctx: Ctx, id: string): Promise<void> {
  const row = await found(ctx, "import.run", id);
  if (row.state === "done" || row.state === "stopped") throw new AppError("conflict", "It has ended.");
  await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.move(sql, row, { state: "stopped", dueAt: null, endedAt: ctx.now() }))) throw movedOn();
    await ctx.audit.append(sql, ctx, [eventOf(row, "import.stopped")]);
  });
}

function isAsker({ actor }: Ctx, { userId, apiKeyId }: store.ImportRow): boolean {
  if (actor.kind === "user") return actor.id === userId;
  return actor.kind === "apiKey" && actor.id === apiKeyId;
}

function movedOn(): AppError {
  return new AppError("conflict", "It moved on at this very moment. Look again.");
}

async function found(ctx: Ctx, action: "import.read" | "import.run", id: string): Promise<store.ImportRow> {
  const row = isId(id) ? await store.findImport(ctx, id) : null;
  const { project, environment } = row ?? NOWHERE;
  await authorize(ctx, action, { project, environment });
  if (!row) throw new AppError("notFound", "There is no such import.");
  return row;
}

/** Asked for in place of what is not there: the answer is the one to what is hidden. */
const NOWHERE = { project: "-", environment: "-" };

async function shown(ctx: Ctx, row: store.ImportRow): Promise<ImportMeta> {
  return metaOf(row, (await store.countEntries(ctx.pool, [row.id])).get(row.id));
}

function metaOf(row: store.ImportRow, counts: store.Counts = store.NO_COUNTS): ImportMeta {
  const { id, project, environment, manager, path, names, state, error, createdAt, endedAt } = row;
  const { found: unread, ...entries } = counts;
  return {
    ...{ id, project, environment, manager, path, names, state, unread, counts: entries, error },
    ...{ createdAt: createdAt.toISOString(), createdBy: row.requestedBy },
    endedAt: endedAt?.toISOString() ?? null,
  };
}
