import type { Role } from "@/lib/authorization/actor";
import type { Db, Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import { latestNow } from "@/lib/platform/clock";

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

export interface SessionRow {
  readonly sessionId: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly confirmedAt: Date;
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly status: "active" | "suspended";
  readonly sessionSecondsMax: number;
  readonly idleSecondsMax: number;
}

const ACCOUNT = { id: true, email: true, name: true, role: true, status: true, passwordHash: true } as const;

/** The account of a canonical address, or null. */
export function findAccount(db: Db, email: string): Promise<Account | null> {
  return db.user.findUnique({ where: { email }, select: ACCOUNT });
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

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  const { createdAt } = session;
  await tx.session.create({ data: { ...session, lastUsedAt: createdAt, confirmedAt: createdAt } });
}

/** Deletes a person's sessions that are over or of the future, and the longest unused ones beyond `keep`. */
export async function pruneSessions(
  tx: Tx,
  given: { readonly userId: string; readonly now: Date; readonly idleSince: Date; readonly keep: number },
): Promise<void> {
  const { userId, now, idleSince, keep } = given;
  await sqlIn(tx)`
    DELETE FROM sessions WHERE user_id = ${userId}::uuid AND (
      expires_at <= ${now} OR last_used_at <= ${idleSince} OR created_at > ${latestNow(now)} OR id IN (
        SELECT id FROM sessions WHERE user_id = ${userId}::uuid
        ORDER BY last_used_at DESC, id DESC OFFSET ${keep}))`;
}

/** The session of a token, the person it belongs to and the rules for its length, in one query. */
export async function findSession(db: Db, tokenHash: Uint8Array<ArrayBuffer>): Promise<SessionRow | null> {
  const [row] = await sqlIn(db)<SessionRow>`
    SELECT s.id AS "sessionId", s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt",
      s.confirmed_at AS "confirmedAt", u.id, u.email, u.name, u.role::text AS role, u.status::text AS status,
      o.session_seconds_max AS "sessionSecondsMax", o.idle_seconds_max AS "idleSecondsMax"
    FROM sessions s JOIN users u ON u.id = s.user_id CROSS JOIN organisations o
    WHERE s.token_hash = ${tokenHash}`;
  return row ?? null;
}

/** Sets a session's last use to now when it lies outside of `before` and `after`, unless another request just did. */
export async function touchSession(
  db: Db,
  id: string,
  now: Date,
  { before, after }: { readonly before: Date; readonly after: Date },
): Promise<void> {
  const where = { id, OR: [{ lastUsedAt: { lte: before } }, { lastUsedAt: { gt: after } }] };
  await db.session.updateMany({ where, data: { lastUsedAt: now } });
}

/** A person's sessions that are not over, last used first. */
export function listSessions(
  db: Db,
  given: { readonly userId: string; readonly now: Date; readonly idleSince: Date; readonly limit: number },
) {
  const { userId, now, idleSince, limit } = given;
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
