import { ACCOUNT, type Account, accountOf } from "@/lib/accounts/store";
import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { intact, type RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";
import type { AnsweredChallenge } from "./challenge";
import type { PasskeyMeta } from "./model";
import type { KnownCredential, NewCredential } from "./webauthn";

/** Clocks of several instances differ: an answered challenge is remembered for longer than any of them accepts it. */
const REMEMBERED_MS = 5 * 60 * 1000;

/** A passkey and whose it is. */
export interface PasskeyRow {
  readonly id: string;
  readonly name: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly account: Account;
}

const META = { id: true, name: true, isBackedUp: true, createdAt: true, lastUsedAt: true } as const;
const OLDEST_FIRST = [{ createdAt: "asc" }, { id: "asc" }] as const;

/** A person's passkeys, oldest first. */
export function listPasskeys(db: Db, userId: string, limit: number): Promise<PasskeyMeta[]> {
  return db.passkey.findMany({ where: { userId }, select: META, orderBy: [...OLDEST_FIRST], take: limit });
}

/** The same as browsers are told of them. */
export function listCredentials(db: Db, userId: string, limit: number): Promise<KnownCredential[]> {
  return db.passkey.findMany({
    where: { userId },
    select: { credentialId: true, transports: true },
    orderBy: [...OLDEST_FIRST],
    take: limit,
  });
}

/** The passkey of a credential with its owner's account, whatever their state; or null. */
export async function findByCredential(
  db: Db,
  seals: RowSeals,
  credentialId: Uint8Array<ArrayBuffer>,
): Promise<PasskeyRow | null> {
  const row = await db.passkey.findUnique({
    where: { credentialId },
    select: {
      ...{
        id: true,
        name: true,
        userId: true,
        credentialId: true,
        publicKey: true,
        counter: true,
        seal: true,
      },
      user: { select: ACCOUNT },
    },
  });
  const account = accountOf(seals, row?.user);
  if (!row || !account) return null;
  const passkey = intact(seals, "passkeys", { ...row, counter: String(row.counter) });
  return passkey && { id: row.id, name: row.name, publicKey: row.publicKey, account };
}

/** Whether a person may have passkeys at all, and how many there are. */
export async function countPasskeys(tx: Tx, userId: string): Promise<{ isActive: boolean; count: number }> {
  const [person] = await sqlIn(tx)<{ count: number }>`
    SELECT (SELECT count(*)::int FROM passkeys WHERE user_id = users.id) AS count
    FROM users WHERE id = ${userId}::uuid AND status = 'active'`;
  return { isActive: person !== undefined, count: person?.count ?? 0 };
}

/** What a person's passkey is called, or null when they have none of that id. */
export async function findName(db: Db, id: string, userId: string): Promise<string | null> {
  const passkey = await db.passkey.findUnique({ where: { id, userId }, select: { name: true } });
  return passkey?.name ?? null;
}

export async function insertPasskey(
  tx: Tx,
  seals: RowSeals,
  passkey: NewCredential & {
    readonly id: string;
    readonly userId: string;
    readonly name: string;
    readonly createdAt: Date;
  },
): Promise<void> {
  const { transports, counter, ...rest } = passkey;
  const seal = seals.of("passkeys", { ...rest, counter: String(counter) });
  await tx.passkey.create({
    data: { ...rest, transports: [...transports], counter: BigInt(counter), seal },
  });
}

/** Renames a person's passkey; answers what it was called, or null when they have none of that id. */
export async function renamePasskey(
  tx: Tx,
  { id, userId, name }: { readonly id: string; readonly userId: string; readonly name: string },
): Promise<string | null> {
  const [before] = await sqlIn(tx)<{ name: string }>`
    SELECT name FROM passkeys WHERE id = ${id}::uuid AND user_id = ${userId}::uuid FOR UPDATE`;
  if (!before) return null;
  await tx.passkey.update({ where: { id }, data: { name } });
  return before.name;
}

/** Deletes a person's passkey. False when they have none of that id. */
export async function deletePasskey(tx: Tx, id: string, userId: string): Promise<boolean> {
  const { count } = await tx.passkey.deleteMany({ where: { id, userId } });
  return count === 1;
}

/**
 * Notes that a passkey was used. False when it is gone, or when its signature counter did not move forward: then there
 * are two of it, and one is a copy (WebAuthn, section 6.1.1). One that never counts stays at zero.
 */
export async function markUsed(
  tx: Tx,
  seals: RowSeals,
  used: { readonly id: string; readonly counter: number; readonly isBackedUp: boolean; readonly now: Date },
): Promise<boolean> {
  const { id, counter, isBackedUp, now } = used;
  const passkey = await lockSealed(tx, seals, "passkeys", { id });
  if (!passkey) return false;
  const before = Number(passkey.counter);
  if (before >= counter && !(before === 0 && counter === 0)) return false;
  const seal = seals.of("passkeys", { ...passkey, counter: String(counter) });
  const data = { counter: BigInt(counter), isBackedUp, lastUsedAt: now, seal };
  await tx.passkey.update({ where: { id }, data, select: { id: true } });
  return true;
}

/** Marks a challenge as answered, and says whether it was the first answer: of two at once one is. */
export async function spendChallenge(tx: Tx, challenge: AnsweredChallenge): Promise<boolean> {
  const { hash, expiresAt } = challenge;
  const spent = await sqlIn(tx)`
    INSERT INTO spent_challenges (hash, expires_at) VALUES (${hash}, ${expiresAt})
    ON CONFLICT DO NOTHING RETURNING 1 AS spent`;
  return spent.length === 1;
}

/** Deletes answered challenges that nobody could answer again for long. Returns how many, at most `limit`. */
export async function deleteExpiredChallenges(pool: Pool, now: Date, limit: number): Promise<number> {
  const forgottenAt = new Date(now.getTime() - REMEMBERED_MS);
  const rows = await sqlOn(pool)`
    DELETE FROM spent_challenges WHERE hash IN (
      SELECT hash FROM spent_challenges WHERE expires_at <= ${forgottenAt}
      LIMIT ${limit} FOR UPDATE SKIP LOCKED) RETURNING 1 AS deleted`;
  return rows.length;
}
