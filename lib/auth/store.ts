import type { Role } from "@/lib/authorization/actor";
import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { SESSION_SECONDS } from "@/lib/organisation/model";
import { settingsOf } from "@/lib/organisation/sealed-settings";
import { latestEnd, latestNow } from "@/lib/platform/clock";
import { intact, type RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";
import type { SealedFields, SealedRow } from "@/lib/seals/tables";

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly status: "active" | "suspended";
  readonly passwordHash: string | null;
}

export interface NewSession {
  readonly id: string;
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly userId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** A session as it was read, with its person and the rules for its length. */
export interface SessionRow {
  readonly session: SealedRow<"sessions">;
  readonly account: Pick<Account, "id" | "email" | "name" | "role" | "status">;
  readonly sessionSecondsMax: number;
  readonly idleSecondsMax: number;
}

/** What is read of a person in order to decide about them: for `accountOf`. */
export const ACCOUNT = {
  ...{ id: true, email: true, name: true, role: true, status: true, passwordHash: true },
  ...{ secondFactorCount: true, seal: true },
} as const;

/** The same with its seal. */
export type AccountRow = Account & SealedRow<"users">;

/** The account of a row that was read; null unless the row is as the program wrote it. */
export function accountOf(seals: RowSeals, row: AccountRow | null | undefined): Account | null {
  if (!intact(seals, "users", row) || !row) return null;
  const { secondFactorCount: _count, seal: _seal, ...account } = row;
  return account;
}

/** The account of a canonical address, or null. */
export async function findAccount(db: Db | Tx, seals: RowSeals, email: string): Promise<Account | null> {
  return accountOf(seals, await db.user.findUnique({ where: { email }, select: ACCOUNT }));
}

/** Makes a person. The unique index of addresses decides conflicts. */
export async function insertAccount(tx: Tx, seals: RowSeals, account: Account, now: Date): Promise<void> {
  const seal = seals.of("users", { ...account, secondFactorCount: 0 });
  await tx.user.create({ data: { ...account, createdAt: now, seal } });
}

type AccountChange = Partial<
  Pick<Account, "role" | "status" | "passwordHash"> & Pick<SealedFields<"users">, "secondFactorCount">
>;

/**
 * Changes a person whose row is as the program wrote it and, where it is told, has this value yet. Takes the row until the
 * commit. Says whether it did.
 */
export async function changeAccount(
  tx: Tx,
  seals: RowSeals,
  id: string,
  to: AccountChange,
  from: AccountChange = {},
): Promise<boolean> {
  const row = await lockSealed(tx, seals, "users", { id });
  if (!row) return false;
  const current: Readonly<Record<string, unknown>> = row;
  if (Object.entries(from).some(([field, value]) => current[field] !== value)) return false;
  await tx.user.update({
    where: { id },
    data: { ...to, seal: seals.of("users", { ...row, ...to }) },
    select: { id: true },
  });
  return true;
}

/** Marks an account as seen, if it is still the active one with that password; takes its row until the commit. */
export async function claimAccount(
  tx: Tx,
  account: { readonly id: string; readonly passwordHash: string | null },
  now: Date,
): Promise<boolean> {
  const { id, passwordHash } = account;
  const { count } = await tx.user.updateMany({
    where: { id, passwordHash, status: "active" },
    data: { lastSeenAt: now },
  });
  return count === 1;
}

export async function insertSession(tx: Tx, seals: RowSeals, session: NewSession): Promise<void> {
  const { createdAt } = session;
  const row = { ...session, lastUsedAt: createdAt, confirmedAt: createdAt };
  await tx.session.create({ data: { ...row, seal: seals.of("sessions", row) } });
}

/** Deletes a person's longest unused sessions beyond `keep`, first those that a clock that ran ahead made. */
export async function deleteLeastUsedSessions(
  tx: Tx,
  userId: string,
  now: Date,
  keep: number,
): Promise<void> {
  await sqlIn(tx)`
    DELETE FROM sessions WHERE id IN (
      SELECT id FROM sessions WHERE user_id = ${userId}::uuid
      ORDER BY created_at <= ${latestNow(now)} DESC, last_used_at DESC, id DESC OFFSET ${keep})`;
}

/** Deletes sessions that are over or end later than one can that begins now. Returns how many, at most `limit`. */
export async function deleteExpiredSessions(pool: Pool, now: Date, limit: number): Promise<number> {
  const endsBy = latestEnd(now, SESSION_SECONDS.max);
  const rows = await sqlOn(pool)`
    DELETE FROM sessions WHERE id IN (
      SELECT id FROM sessions WHERE expires_at <= ${now} OR expires_at > ${endsBy}
      LIMIT ${limit} FOR UPDATE SKIP LOCKED) RETURNING 1 AS deleted`;
  return rows.length;
}

type FoundSession = Omit<SealedRow<"sessions">, "id" | "seal"> &
  Omit<AccountRow, "id" | "seal"> &
  Omit<SealedRow<"organisations">, "id" | "seal"> & {
    readonly sessionId: string;
    readonly sessionSeal: Uint8Array;
    readonly userSeal: Uint8Array;
    readonly organisationId: string;
    readonly organisationSeal: Uint8Array;
  };

/**
 * The session of a token, the person it belongs to and the rules for its length, in one query; null unless session and
 * person are as the program wrote them.
 */
export async function findSession(
  db: Db,
  seals: RowSeals,
  tokenHash: Uint8Array<ArrayBuffer>,
): Promise<SessionRow | null> {
  const [row] = await sqlIn(db)<FoundSession>`
    SELECT s.id AS "sessionId", s.token_hash AS "tokenHash", s.user_id AS "userId", s.created_at AS "createdAt",
      s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt", s.confirmed_at AS "confirmedAt",
      s.seal AS "sessionSeal", u.email, u.name, u.role::text AS role, u.status::text AS status,
      u.password_hash AS "passwordHash", u.second_factor_count AS "secondFactorCount", u.seal AS "userSeal",
      o.id AS "organisationId", o.requires_second_factor AS "requiresSecondFactor",
      o.session_seconds_max AS "sessionSecondsMax", o.idle_seconds_max AS "idleSecondsMax",
      o.password_sign_in::text AS "passwordSignIn", o.allowed_private_hosts AS "allowedPrivateHosts",
      o.seal AS "organisationSeal"
    FROM sessions s JOIN users u ON u.id = s.user_id JOIN organisations o ON o.is_only
    WHERE s.token_hash = ${tokenHash}`;
  if (!row) return null;
  const session = intact(seals, "sessions", { ...row, id: row.sessionId, seal: row.sessionSeal });
  const account = accountOf(seals, { ...row, id: row.userId, seal: row.userSeal });
  if (!session || !account) return null;
  const settings = settingsOf(seals, { ...row, id: row.organisationId, seal: row.organisationSeal });
  const { sessionSecondsMax, idleSecondsMax } = settings;
  return { session, account, sessionSecondsMax, idleSecondsMax };
}

/** Sets a session's last use to now, unless another request just changed it. */
export async function touchSession(
  db: Db,
  seals: RowSeals,
  session: SealedRow<"sessions">,
  now: Date,
): Promise<void> {
  const { id, seal } = session;
  await db.session.updateMany({
    where: { id, seal: new Uint8Array(seal) },
    data: { lastUsedAt: now, seal: seals.of("sessions", { ...session, lastUsedAt: now }) },
  });
}

/** A person's sessions that are not over, last used first. */
export function listSessions(
  db: Db,
  input: { readonly userId: string; readonly now: Date; readonly idleSince: Date; readonly limit: number },
) {
  const { userId, now, idleSince, limit } = input;
  return db.session.findMany({
    where: {
      userId,
      createdAt: { lte: latestNow(now) },
      expiresAt: { gt: now },
      lastUsedAt: { gt: idleSince },
    },
    select: { id: true, ip: true, userAgent: true, createdAt: true, lastUsedAt: true },
    orderBy: [{ lastUsedAt: "desc" }, { id: "desc" }],
    take: limit,
  });
}

/** Which sessions to delete: one, one of a given person, or all of a person except one. */
export type SessionsToDelete =
  | { readonly id: string; readonly userId?: string }
  | { readonly userId: string; readonly id: { readonly not: string } }
  | { readonly allOf: string };

/**
 * Deletes sessions and says how many there were. With all or all others of a person their pending sign-ins end too, and
 * none of their devices is known any more.
 */
export async function deleteSessions(db: Db | Tx, which: SessionsToDelete): Promise<number> {
  const where = "allOf" in which ? { userId: which.allOf } : which;
  const isOne = "id" in where && typeof where.id === "string";
  if (!isOne && where.userId !== undefined) {
    // First, so that the person's row is taken before those of their sessions, as signing in does.
    const data = { deviceGeneration: { increment: 1 } };
    await db.user.updateMany({ where: { id: where.userId }, data });
    await db.pendingSignIn.deleteMany({ where: { userId: where.userId } });
  }
  const { count } = await db.session.deleteMany({ where });
  return count;
}
