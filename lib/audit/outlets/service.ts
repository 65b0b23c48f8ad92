import type { Ctx } from "@/lib/context";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { runTransaction } from "@/lib/db/transaction";
import { requireWholeLog } from "../proof/service";
import { detailOf, entryOf } from "../reading/redaction";
import { recordsAfter } from "../reading/store";
import { lastCheckpoint } from "../tree/store";
import { failureText } from "./failure";
import {
  type AuditStream,
  batchOf,
  isFailing,
  type Outlet,
  type OutletState,
  streamedEvent,
  type Witness,
  wantedBy,
} from "./model";
import * as store from "./store";

/** Events that are read at a time. */
const READ_MAX = 500;
const SEND_MS_MAX = 10_000;
/** A run ends after this, and the next one goes on. */
const RUN_MS_MAX = 45_000;
/** After a failure the other side is left alone for so long. */
const PAUSE_MS = 30_000;

/** Makes known what the environment names. A stream that is new begins at the end of the log. */
export function beginOutlets({ pool, outlets: { streams, witnesses } }: Ctx): Promise<void> {
  const names = (of: readonly Outlet<never>[]) => of.map(({ name }) => name);
  return store.addStreams(sqlOn(pool), names(streams), names(witnesses));
}

/**
 * Sends to each stream what came since, in the order of the log, until all have everything or 45 seconds are over. Streams take
 * turns, batch by batch. A failure is noted and left to the next run. At least once: what was sent when the program or the
 * database died before that was noted is sent again.
 */
export async function runStreams(ctx: Ctx): Promise<void> {
  const end = performance.now() + RUN_MS_MAX;
  let behind: readonly AuditStream[] = ctx.outlets.streams;
  while (behind.length > 0 && performance.now() < end) {
    const more: AuditStream[] = [];
    for (const stream of behind) if (await sendBatch(ctx, stream)) more.push(stream);
    behind = more;
  }
}

/** Whether anything was sent: then there may be more by now. */
function sendBatch(ctx: Ctx, stream: AuditStream): Promise<boolean> {
  return runTransaction(ctx.pool, async (sql) => {
    const progress = await store.lockedProgress(sql, stream.name);
    if (!progress || isPaused(progress, ctx.now())) return false;
    const records = await recordsAfter(sql, progress.seq, READ_MAX);
    const batch = batchOf(records.map((record) => streamedEvent(entryOf(record, detailOf(record)))));
    const last = batch.at(-1);
    if (!last) return false;
    return deliver(ctx, sql, stream, { seq: last.seq, content: wantedBy(stream, batch) });
  });
}

/** Sends the newest checkpoint to each witness that does not have it yet. A failure is noted and left to the next run. */
export async function runWitnesses(ctx: Ctx): Promise<void> {
  for (const witness of ctx.outlets.witnesses) await sendCheckpoint(ctx, witness);
}

function sendCheckpoint(ctx: Ctx, witness: Witness): Promise<boolean> {
  return runTransaction(ctx.pool, async (sql) => {
    const progress = await store.lockedProgress(sql, witness.name);
    if (!progress || isPaused(progress, ctx.now())) return false;
    if (progress.at && ctx.now().getTime() - progress.at.getTime() < witness.everyMs) return false;
    const checkpoint = await lastCheckpoint(sql);
    if (!checkpoint || checkpoint.size <= progress.seq) return false;
    return deliver(ctx, sql, witness, { seq: checkpoint.size, content: checkpoint });
  });
}

/** Whether it arrived. The row of the outlet is locked by `sql`, and says how it ended. */
async function deliver<T extends object>(
  { now, outlets }: Pick<Ctx, "now" | "outlets">,
  sql: Sql,
  { name, send }: Outlet<T>,
  { seq, content }: { readonly seq: number; readonly content: T },
): Promise<boolean> {
  const isEmpty = Array.isArray(content) && content.length === 0;
  const signal = AbortSignal.timeout(SEND_MS_MAX);
  try {
    if (!isEmpty) await send(content, signal);
    await store.moveTo(sql, name, seq, isEmpty ? null : now());
    return true;
  } catch (error) {
    const reason = failureText(error, signal);
    outlets.onFailure(name, reason);
    await store.noteFailure(sql, name, reason, now());
    return false;
  }
}

function isPaused(progress: store.Progress, now: Date): boolean {
  return isFailing(progress) && now.getTime() - (progress.errorAt?.getTime() ?? 0) < PAUSE_MS;
}

/** Every stream and witness that the environment names, and how each is getting on. For those who read the whole log. */
export async function readOutlets(ctx: Ctx): Promise<OutletState[]> {
  await requireWholeLog(ctx);
  return outletStates(ctx);
}

/** The same for whoever is at the shell. */
export async function outletStates({ pool, outlets }: Pick<Ctx, "pool" | "outlets">): Promise<OutletState[]> {
  const { streams, witnesses } = outlets;
  const named = [
    ...streams.map(({ name, target, kinds }) => ({ name, target, kinds, isWitness: false })),
    ...witnesses.map(({ name, target }) => ({ name, target, kinds: null, isWitness: true })),
  ];
  const names = named.map(({ name }) => name);
  const lags = new Map((await store.listLags(sqlOn(pool), names)).map((lag) => [lag.name, lag]));
  return named.map((outlet) => {
    const {
      waiting = 0,
      waitingSince = null,
      at = null,
      error = null,
      errorAt = null,
    } = lags.get(outlet.name) ?? {};
    return { ...outlet, waiting, waitingSince, at, error, errorAt, isFailing: isFailing({ at, errorAt }) };
  });
}
