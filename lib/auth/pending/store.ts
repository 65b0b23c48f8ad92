import type { Db, Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import type { Account } from "../store";
import type { SecondFactors } from "./model";

export interface PendingRow {
  readonly id: string;
  readonly expiresAt: Date;
  readonly methods: readonly string[];
  readonly enrolled: string | null;
  readonly account: Account;
}

export interface NewPending {
  readonly id: string;
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly userId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly methods: readonly string[];
}

const ACCOUNT = { id: true, email: true, name: true, role: true, status: true, passwordHash: true } as const;
const PENDING = { id: true, expiresAt: true, methods: true, enrolled: true } as const;

/** What a person can show as a second factor, in one query. */
export async function findSecondFactors(db: Db | Tx, userId: string): Promise<SecondFactors> {
  const [row] = await sqlIn(db)<SecondFactors>`
    SELECT
      EXISTS (SELECT 1 FROM totps WHERE user_id = ${userId}::uuid AND confirmed_at IS NOT NULL) AS "hasTotp",
      (SELECT count(*)::int FROM passkeys WHERE user_id = ${userId}::uuid) AS "passkeyCount",
      (SELECT count(*)::int FROM recovery_codes WHERE user_id = ${userId}::uuid AND used_at IS NULL)
        AS "recoveryCodesLeft"`;
  if (!row) throw new Error("no answer about second factors");
  return row;
}

export async function insertPending(tx: Tx, pending: NewPending): Promise<void> {
  await tx.pendingSignIn.create({ data: { ...pending, methods: [...pending.methods] } });
}

/** Deletes a person's pending sign-ins that are over or end too late, and the oldest ones beyond `keep`. */
export async function prunePending(
  tx: Tx,
  userId: string,
  { now, endsBy, keep }: { readonly now: Date; readonly endsBy: Date; readonly keep: number },
): Promise<void> {
  await sqlIn(tx)`
    DELETE FROM pending_sign_ins WHERE user_id = ${userId}::uuid AND (
      expires_at <= ${now} OR expires_at > ${endsBy} OR id IN (
        SELECT id FROM pending_sign_ins WHERE user_id = ${userId}::uuid
        ORDER BY created_at DESC, id DESC OFFSET ${keep}))`;
}

/** The pending sign-in of a token with its person's account, whatever their state; or null. */
export function findPending(db: Db, tokenHash: Uint8Array<ArrayBuffer>): Promise<PendingRow | null> {
  return db.pendingSignIn
    .findUnique({ where: { tokenHash }, select: { ...PENDING, user: { select: ACCOUNT } } })
    .then((row) => {
      if (!row) return null;
      const { user: account, ...pending } = row;
      return { ...pending, account };
    });
}

/** Deletes a pending sign-in that is not over, and says whether it was there: of two at once one gets it. */
export async function takePending(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.pendingSignIn.deleteMany({ where: { id, expiresAt: { gt: now } } });
  return count === 1;
}
