import { type Account, type AccountRow, accountOf } from "@/lib/accounts/store";
import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { SESSION_SECONDS } from "@/lib/organisation/model";
import { settingsOf } from "@/lib/organisation/sealed-settings";
import { latestEnd, latestNow } from "@/lib/platform/clock";
import { intact, type RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";

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
