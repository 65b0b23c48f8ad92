import { ACCOUNT, type Account, type AccountRow, accountOf } from "@/lib/accounts/store";
import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { latestEnd, latestNow } from "@/lib/platform/clock";
import { intact, type RowSeals } from "@/lib/seals/seals";
import { PENDING_SECONDS_MAX, type SecondFactors } from "./model";

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

const PENDING = {
  ...{ id: true, expiresAt: true, methods: true, enrolled: true },
  ...{ tokenHash: true, userId: true, seal: true },
} as const;

/** What a person has as a second factor by the rows that are there, in one query: for showing it. */
export async function countSecondFactors(db: Db | Tx, userId: string): Promise<SecondFactors> {
  return (await findRows(db, userId)).factors;
}

/**
 * The same for deciding on it; null when there are fewer or more than the person's sealed row says, or that is not as the
 * program wrote it: a factor that was deleted from the database must not let anybody in without it.
 */
export async function findSecondFactors(
  db: Db | Tx,
  seals: RowSeals,
  userId: string,
): Promise<SecondFactors | null> {
  const { factors, person } = await findRows(db, userId);
  if (!person || !accountOf(seals, person)) return null;
  const { hasTotp, passkeyCount } = factors;
  if ((hasTotp ? 1 : 0) + passkeyCount === person.secondFactorCount) return factors;
  seals.report("users", userId);
  return null;
}

type FactorRows = SecondFactors & (AccountRow | { readonly id: null });

/** In one statement, so that a factor that is just being added is in both or in neither. For nobody: nothing. */
async function findRows(db: Db | Tx, userId: string) {
  const [row] = await sqlIn(db)<FactorRows>`
    SELECT
      EXISTS (SELECT 1 FROM totps WHERE user_id = q.id AND confirmed_at IS NOT NULL) AS "hasTotp",
      (SELECT count(*)::int FROM passkeys WHERE user_id = q.id) AS "passkeyCount",
      (SELECT count(*)::int FROM recovery_codes WHERE user_id = q.id AND used_at IS NULL) AS "recoveryCodesLeft",
      u.id, u.email, u.name, u.role::text AS role, u.status::text AS status, u.password_hash AS "passwordHash",
      u.second_factor_count AS "secondFactorCount", u.seal
    FROM (SELECT ${userId}::uuid AS id) q LEFT JOIN users u ON u.id = q.id`;
  if (!row) throw new Error("no answer about second factors");
  const { hasTotp, passkeyCount, recoveryCodesLeft } = row;
  const person = row.id === null ? null : row;
  return { factors: { hasTotp, passkeyCount, recoveryCodesLeft }, person };
}

export async function insertPending(tx: Tx, seals: RowSeals, pending: NewPending): Promise<void> {
  const row = { ...pending, methods: [...pending.methods] };
  const seal = seals.of("pending_sign_ins", { ...row, enrolled: null });
  await tx.pendingSignIn.create({ data: { ...row, seal } });
}

/** Deletes a person's oldest pending sign-ins beyond `keep`, first those that a clock that ran ahead made. */
export async function deleteOldestPending(tx: Tx, userId: string, now: Date, keep: number): Promise<void> {
  await sqlIn(tx)`
    DELETE FROM pending_sign_ins WHERE id IN (
      SELECT id FROM pending_sign_ins WHERE user_id = ${userId}::uuid
      ORDER BY created_at <= ${latestNow(now)} DESC, created_at DESC, id DESC OFFSET ${keep})`;
}

/** Deletes pending sign-ins that are over or end later than one can that begins now. Returns how many, at most `limit`. */
export async function deleteExpiredPending(pool: Pool, now: Date, limit: number): Promise<number> {
  const endsBy = latestEnd(now, PENDING_SECONDS_MAX);
  const rows = await sqlOn(pool)`
    DELETE FROM pending_sign_ins WHERE id IN (
      SELECT id FROM pending_sign_ins WHERE expires_at <= ${now} OR expires_at > ${endsBy}
      LIMIT ${limit} FOR UPDATE SKIP LOCKED) RETURNING 1 AS deleted`;
  return rows.length;
}

/** The pending sign-in of a token with its person's account, whatever their state; or null. */
export async function findPending(
  db: Db,
  seals: RowSeals,
  tokenHash: Uint8Array<ArrayBuffer>,
): Promise<PendingRow | null> {
  const select = { ...PENDING, user: { select: ACCOUNT } };
  const row = await db.pendingSignIn.findUnique({ where: { tokenHash }, select });
  const account = accountOf(seals, row?.user);
  if (!account || !row || !intact(seals, "pending_sign_ins", row)) return null;
  const { id, expiresAt, methods, enrolled } = row;
  return { id, expiresAt, methods, enrolled, account };
}

/** Deletes a pending sign-in that is not over, and says whether it was there: of two at once one gets it. */
export async function takePending(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.pendingSignIn.deleteMany({ where: { id, expiresAt: { gt: now } } });
  return count === 1;
}
