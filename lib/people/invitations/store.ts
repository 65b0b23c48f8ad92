import type { Role } from "@/lib/authorization/actor";
import { ADVISORY_LOCKS } from "@/lib/db/advisory-locks";
import type { Db, Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import { latestEnd } from "@/lib/platform/clock";
import { INVITATION_HOURS, type InvitationMeta } from "./model";

const META = {
  id: true,
  email: true,
  role: true,
  createdBy: true,
  createdAt: true,
  expiresAt: true,
} as const;
const OPEN = { acceptedAt: null, revokedAt: null } as const;

/** Not over, and not made by a clock that ran ahead. */
const lasting = (now: Date) => ({ gt: now, lte: latestEnd(now, INVITATION_HOURS * 60 * 60) });

export interface NewInvitationRow extends InvitationMeta {
  readonly tokenHash: Uint8Array<ArrayBuffer>;
}

/** Waits until no other transaction is inviting; held until the commit. So there is one open invitation per address. */
export async function lockInviting(tx: Tx): Promise<void> {
  await sqlIn(tx)`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(${ADVISORY_LOCKS.inviting})) AS lock`;
}

export async function hasPerson(db: Db | Tx, email: string): Promise<boolean> {
  return (await db.user.count({ where: { email } })) > 0;
}

export async function insertInvitation(tx: Tx, invitation: NewInvitationRow): Promise<void> {
  await tx.invitation.create({ data: invitation });
}

/** The invitation of an id that was neither accepted nor revoked, or null. */
export function findOpen(db: Db | Tx, id: string): Promise<InvitationMeta | null> {
  return db.invitation.findFirst({ where: { ...OPEN, id }, select: META });
}

/** The same of an address; there is one at most. */
export function findOpenTo(db: Db | Tx, email: string): Promise<InvitationMeta | null> {
  return db.invitation.findFirst({ where: { ...OPEN, email }, select: META });
}

/** The invitation of a token that still works, or null. */
export function findValid(
  db: Db,
  tokenHash: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<InvitationMeta | null> {
  return db.invitation.findFirst({ where: { ...OPEN, tokenHash, expiresAt: lasting(now) }, select: META });
}

/** Marks an invitation that still works as used, and says whether it did: of two at once one gets it. */
export async function takeInvitation(tx: Tx, id: string, now: Date): Promise<boolean> {
  const where = { ...OPEN, id, expiresAt: lasting(now) };
  const { count } = await tx.invitation.updateMany({ where, data: { acceptedAt: now } });
  return count === 1;
}

/** Revokes an open invitation, and says whether it was one. */
export async function revokeOpen(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({ where: { ...OPEN, id }, data: { revokedAt: now } });
  return count === 1;
}

/** Revokes open invitations that somebody made for these roles, and those to an address, and says which they were. */
export function revokeOpenOf(
  tx: Tx,
  which: { readonly by: string; readonly roles: readonly Role[]; readonly to: string | null },
  now: Date,
): Promise<{ readonly email: string; readonly role: Role }[]> {
  const roles = which.roles.join(",");
  return sqlIn(tx)`
    UPDATE invitations SET revoked_at = ${now}
    WHERE accepted_at IS NULL AND revoked_at IS NULL
      AND ((created_by = ${which.by} AND role::text = ANY(string_to_array(${roles}, ','))) OR email = ${which.to})
    RETURNING email, role::text AS role`;
}

export interface InvitationPlace {
  readonly createdAt: Date;
  readonly id: string;
}

/** Where an invitation stands in the list, whatever became of it. */
export function findPlace(db: Db, id: string): Promise<InvitationPlace | null> {
  return db.invitation.findUnique({ where: { id }, select: { createdAt: true, id: true } });
}

/** Open invitations, expired ones too, latest first, beginning after a place. */
export function listOpen(db: Db, after: InvitationPlace | null, limit: number): Promise<InvitationMeta[]> {
  const [time, id] = [after?.createdAt ?? null, after?.id ?? null];
  return sqlIn(db)`
    SELECT id, email, role::text AS role, created_by AS "createdBy", created_at AS "createdAt", expires_at AS "expiresAt"
    FROM invitations WHERE accepted_at IS NULL AND revoked_at IS NULL
      AND (${id}::uuid IS NULL OR (created_at, id) < (${time}::timestamptz, ${id}::uuid))
    ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
}
