import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { type MasterKey, shownKeyId } from "@/lib/crypto/master-key";
import type { Db } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import { fieldError } from "@/lib/platform/app-error";
import { activeMasterKeyId } from "../store";
import type { Share } from "./share-text";
import { combineShares, SHARES_MAX, splitMasterKey } from "./shares";
import * as store from "./store";

const DAY_MS = 24 * 3_600_000;
/** Paper fades and people move: so long shares may go untried. */
const UNTRIED_DAYS_MAX = 365;

/**
 * Splits the master key in use and hands the shares to `deliver`; when it took them, that they were made is on record, and the shares
 * are nowhere else.
 */
export async function makeShares(
  ctx: Ctx,
  masterKey: MasterKey,
  wanted: { readonly count: number; readonly threshold: number },
  deliver: (shares: readonly Share[]) => Promise<void> = async () => {},
): Promise<Share[]> {
  await authorize(ctx, "masterKey.split", null);
  const { count, threshold } = wanted;
  if (!(count >= 2 && count <= SHARES_MAX))
    throw fieldError("shares", `A sheet has 2 to ${SHARES_MAX} shares.`);
  if (!(threshold >= 2 && threshold <= count))
    throw fieldError(
      "threshold",
      `At least 2 shares are needed, and no more than the ${count} that are made.`,
    );
  const shares = await splitMasterKey(masterKey, wanted);
  const sheetId = shares[0]?.sheetId ?? "";
  await deliver(shares);
  await inTransaction(ctx, async (tx) => {
    const sheet = { id: sheetId, masterKeyId: masterKey.id, shareCount: count, threshold, madeAt: ctx.now() };
    await store.insertSheet(sqlIn(tx), sheet);
    const detail = { key: shownKeyId(masterKey.id), sheet: sheetId, shares: count, threshold };
    await ctx.audit.append(tx, ctx, [{ action: "masterKey.split", detail }]);
  });
  return shares;
}

/** Finds out whether shares make the master key in use, and puts on record that they did. Throws an Error that says why not. */
export async function checkShares(ctx: Ctx, shares: readonly Share[]): Promise<MasterKey> {
  await authorize(ctx, "masterKey.split", null);
  const key = await combineShares(shares);
  const sheetId = shares[0]?.sheetId ?? "";
  await inTransaction(ctx, async (tx) => {
    const activeId = await activeMasterKeyId(sqlIn(tx));
    if (activeId !== key.id)
      throw new Error(
        `these shares make master key ${shownKeyId(key.id)}, but ${shownKeyId(activeId ?? "")} is in use: split that one, and keep these for older backups`,
      );
    if (!(await store.markChecked(sqlIn(tx), sheetId, key.id, ctx.now())))
      await store.insertSheet(sqlIn(tx), foundSheet(shares, key, ctx.now()));
    const detail = { key: shownKeyId(key.id), sheet: sheetId, shares: shares.length };
    await ctx.audit.append(tx, ctx, [{ action: "masterKey.sharesChecked", detail }]);
  });
  return key;
}

/** A sheet that was made after the backup that this database came from. */
function foundSheet([first]: readonly Share[], { id }: MasterKey, now: Date) {
  const { sheetId = "", count = 0, threshold = 0 } = first ?? {};
  return { id: sheetId, masterKeyId: id, shareCount: count, threshold, madeAt: now };
}

/** How the shares that were made stand: `due` to be tried, `retired` with the key that they make, or `fresh`; null: none were ever made. */
export interface SheetState {
  readonly sheet: store.RecoverySheet;
  readonly state: "fresh" | "due" | "retired";
}

export async function sheetState(db: Db, now: Date): Promise<SheetState | null> {
  const found = await store.latestSheet(sqlIn(db));
  if (!found) return null;
  const { isOfKeyInUse, ...sheet } = found;
  if (!isOfKeyInUse) return { sheet, state: "retired" };
  const days = (now.getTime() - (sheet.checkedAt ?? sheet.madeAt).getTime()) / DAY_MS;
  return { sheet, state: days > UNTRIED_DAYS_MAX ? "due" : "fresh" };
}
