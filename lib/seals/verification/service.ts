import { authorize, mayEver } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { sqlOn, withoutTimeout } from "@/lib/db/sql";
import { type FoundRow, runOn, sealedRows } from "../store";
import { idOf, TABLE_NAMES, type TableName } from "../tables";
import type { Alert } from "./model";
import * as store from "./store";

/** A row that is not as the program wrote it last. */
export interface TamperedRow {
  readonly table: TableName;
  readonly id: string;
  /** What people recognise it by, as it stands there. */
  readonly name: string;
}

export interface RowsVerification {
  readonly checked: number;
  /** At most a thousand. */
  readonly tampered: readonly TamperedRow[];
}

const TAMPERED_MAX = 1_000;
const BATCH = 1_000;

/** Checks the seal of every row, in batches, and finds second factors and versions of secrets that the seals say are missing. */
export async function verifyRows({ pool, seals }: Pick<Ctx, "pool" | "seals">): Promise<RowsVerification> {
  const run = runOn(pool);
  const tampered: TamperedRow[] = [];
  let checked = 0;
  for (const table of TABLE_NAMES) {
    for (let after: FoundRow | null = null; ; ) {
      const rows: FoundRow[] = await sealedRows(run, table, after, BATCH);
      const broken = rows.filter((row) => !seals.fits(table, row));
      tampered.push(...broken.map((row) => ({ table, id: idOf(table, row), name: row.label })));
      checked += rows.length;
      after = rows.at(-1) ?? null;
      if (rows.length < BATCH || tampered.length >= TAMPERED_MAX) break;
    }
  }
  const contradicting = await withoutTimeout(pool, async (sql) => [
    ...(await store.findLostFactors(sql)),
    ...unaccepted(await store.findSetBackSecrets(sql), await store.findAccepted(sql)),
  ]);
  return { checked, tampered: distinct([...tampered, ...contradicting]) };
}

/**
 * Rows that an earlier copy was put in the place of, seal and all, as far as the log tells: a key that was revoked or narrowed, a role that
 * was taken, a version that was replaced. Rows that an operator accepted are left out. The log must have been verified.
 */
export function verifyAgainstLog({ pool }: Pick<Ctx, "pool">): Promise<TamperedRow[]> {
  return withoutTimeout(pool, async (sql) => {
    const accepted = await store.findAccepted(sql);
    const found = [
      ...(await store.findSecretsBehindLog(sql)),
      ...(await store.findUnrevokedKeys(sql)),
      ...(await store.findOtherwiseNarrowedKeys(sql)),
      ...(await store.findChangedPeople(sql)),
    ];
    return distinct(unaccepted(found, accepted));
  });
}

function unaccepted(rows: readonly store.Contradiction[], accepted: ReadonlySet<string>) {
  return rows.filter(({ table, id }) => !accepted.has(`${table}/${id}`));
}

/** Each row once. */
export function distinct(rows: readonly TamperedRow[]): TamperedRow[] {
  const byRow = new Map(rows.map((row) => [`${row.table}/${row.id}`, row]));
  return [...byRow.values()].slice(0, TAMPERED_MAX);
}

/**
 * What Owners have to be told about this database, until `audit verify` finds all of it intact again; others who read the log:
 * only that the log is broken or does not fit a witness; Members: nothing.
 */
export async function currentAlert(ctx: Ctx): Promise<Alert> {
  if (!mayEver(ctx, "audit.read")) return null;
  await authorize(ctx, "audit.read", null);
  const sql = sqlOn(ctx.pool);
  const { tampered, rolledBack, mismatched, broken, verified } = await store.lastAlert(sql);
  const isOwner = mayEver(ctx, "settings.read");
  if (isOwner && rolledBack > verified) return "log";
  if (broken > verified) return { brokenAt: (await store.brokenAt(sql, broken)) ?? broken };
  if (mismatched > verified) return "witness";
  return isOwner && tampered > verified ? "rows" : null;
}

/** Ends the alert, when there is one: for whoever has just found everything intact. */
export async function endAlert(ctx: Ctx): Promise<void> {
  const { verified, ...alerts } = await store.lastAlert(sqlOn(ctx.pool));
  if (Math.max(...Object.values(alerts)) > verified)
    await ctx.audit.record(ctx, [{ action: "rows.verified" }]);
}
