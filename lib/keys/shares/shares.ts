import { randomBytes } from "node:crypto";
import { combine, split } from "shamir-secret-sharing";
import { type MasterKey, parseMasterKey } from "@/lib/crypto/master-key";
import type { Share } from "./share-text";

const SHOWN_DIGITS = 8;
/** More would not fit on anybody's table. */
export const SHARES_MAX = 20;

/** Splits a master key into `count` shares, any `threshold` of which make it again; fewer tell nothing of it. */
export async function splitMasterKey(
  { id, key }: MasterKey,
  { count, threshold }: { readonly count: number; readonly threshold: number },
): Promise<Share[]> {
  const sheetId = randomBytes(SHOWN_DIGITS / 2).toString("hex");
  const secret = Uint8Array.from(key.export());
  const parts = await split(secret, count, threshold).finally(() => secret.fill(0));
  const keyId = id.slice(0, SHOWN_DIGITS);
  return parts.map((bytes, i) => ({ sheetId, keyId, number: i + 1, count, threshold, bytes }));
}

/** Makes the master key again. Throws an Error of one line that says what is wrong with the shares. */
export async function combineShares(shares: readonly Share[]): Promise<MasterKey> {
  const complaint = complaintAbout(shares);
  if (complaint !== null) throw new Error(complaint);
  const [first] = shares;
  const missing = (first?.threshold ?? 1) - shares.length;
  if (!first || missing > 0)
    throw new Error(
      `${shares.length} of ${first?.threshold ?? "the"} shares: ${missing === 1 ? "one is" : `${missing} are`} missing`,
    );
  const secret = await combine(shares.map(({ bytes }) => bytes));
  const key = parseMasterKey(Buffer.from(secret).toString("hex"), "the shares");
  secret.fill(0);
  if (key.id.startsWith(first.keyId)) return key;
  throw new Error(
    `the shares do not make master key ${first.keyId}…: one of them was not made with the others`,
  );
}

/** What keeps these shares from being used with each other, whether or not more follow; null when nothing does. */
export function complaintAbout(shares: readonly Share[]): string | null {
  const sheetIds = [...new Set(shares.map(({ sheetId }) => sheetId))];
  if (sheetIds.length > 1) {
    const parts = sheetIds.map(
      (id) => `${numbersOf(shares.filter(({ sheetId }) => sheetId === id))} of sheet ${id}`,
    );
    return `shares of different recovery sheets are mixed: ${parts.join(", ")}`;
  }
  const twice = shares.find(({ number }, i) => shares.findIndex((other) => other.number === number) < i);
  return twice ? `share ${twice.number} is there twice: another one is needed` : null;
}

function numbersOf(shares: readonly Share[]): string {
  return `${shares.length === 1 ? "share" : "shares"} ${shares.map(({ number }) => number).join(" and ")}`;
}
