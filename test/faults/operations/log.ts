import { indexLog } from "@/lib/audit/indexing/service";
import { indexedHead } from "@/lib/audit/indexing/store";
import { pruneLog } from "@/lib/audit/retention/service";
import { auditHead } from "@/lib/audit/service";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { newId } from "@/lib/platform/ids";
import { operation } from "./operation";

/** Whole blocks of so many events leave. */
const BLOCK = 256;
const READS = 300;
const KEPT_DAYS = 30;

async function recordReads(ctx: Ctx, count: number): Promise<void> {
  const target = { projectId: newId(), environmentId: newId(), secretId: newId(), name: "READ_OFTEN" };
  const read = { action: "secret.revealed", target, detail: { version: 1 } } as const;
  await ctx.audit.record(
    ctx,
    Array.from({ length: count }, () => read),
  );
}

export const indexing = operation<{ seq: number }>({
  name: "the audit log is indexed and signed",
  prepare: async (ctx) => {
    await recordReads(ctx, 20);
    return { seq: (await auditHead(ctx.pool)).seq };
  },
  run: indexLog,
  look: async ({ pool }, { seq }) => ((await indexedHead(sqlOn(pool))).seq >= seq ? "whole" : "begun"),
  goOn: indexLog,
});

const DAY_MS = 86_400_000;
/** Each run is later than all that the runs before wrote, so that every block of theirs is old. */
const RUN_DAYS = 3 * KEPT_DAYS;
let runs = 0;

const on = (ctx: Ctx, day: number): Ctx => ({ ...ctx, now: () => new Date(Date.now() + day * DAY_MS) });

function prune(ctx: Ctx, { day }: { day: number }): Promise<void> {
  const days = { read: KEPT_DAYS, signIn: null, refusal: null };
  return pruneLog({ ...on(ctx, day + KEPT_DAYS + 1), retention: { days, archiveDir: null } });
}

export const retention = operation<{ before: number; day: number }>({
  name: "old events leave the audit log",
  prepare: async (ctx) => {
    runs += 1;
    const day = runs * RUN_DAYS;
    await recordReads(on(ctx, day), READS);
    await indexLog(ctx);
    return { before: await readsInBlocks(ctx), day };
  },
  run: prune,
  look: async (ctx, { before }) => {
    const left = await readsInBlocks(ctx);
    return left === 0 ? "whole" : left === before ? "none" : "begun";
  },
  goOn: prune,
});

/** How many reads are in blocks that are whole. */
async function readsInBlocks({ db, pool }: Ctx): Promise<number> {
  const { seq } = await indexedHead(sqlOn(pool));
  const last = Math.floor(seq / BLOCK) * BLOCK;
  return db.auditEvent.count({ where: { action: "secret.revealed", seq: { lte: last } } });
}
