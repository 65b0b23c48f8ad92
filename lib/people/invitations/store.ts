import type { Role } from "@/lib/authorization/actor";
import { ADVISORY_LOCKS } from "@/lib/db/advisory-locks";
import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { latestEnd } from "@/lib/platform/clock";
import { intact, type RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";
import type { SealedRow } from "@/lib/seals/tables";
import { INVITATION_HOURS, type InvitationMeta } from "./model";

const SEALED = {
  ...{ id: true, email: true, role: true, createdBy: true, createdAt: true, expiresAt: true },
  ...{ tokenHash: true, acceptedAt: true, revokedAt: true, seal: true },
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

export async function insertInvitation(tx: Tx, seals: RowSeals, invitation: NewInvitationRow): Promise<void> {
  const seal = seals.of("invitations", { ...invitation, ...OPEN });
  await tx.invitation.create({ data: { ...invitation, seal } });
}

type InvitationRow = InvitationMeta & SealedRow<"invitations">;

/** An invitation that was read, if it is as the program wrote it. */
function metaOf(seals: RowSeals, row: InvitationRow | null): InvitationMeta | null {
  if (!row || !intact(seals, "invitations", row)) return null;
  const { id, email, role, createdBy, createdAt, expiresAt } = row;
  return { id, email, role, createdBy, createdAt, expiresAt };
}

/** The invitation of an id that was neither accepted nor revoked, or null. */
export async function findOpen(db: Db | Tx, seals: RowSeals, id: string): Promise<InvitationMeta | null> {
  return metaOf(seals, await db.invitation.findFirst({ where: { ...OPEN, id }, select: SEALED }));
}

/** The same of an address; there is one at most. */
export async function findOpenTo(
  db: Db | Tx,
  seals: RowSeals,
  email: string,
): Promise<InvitationMeta | null> {
  return metaOf(seals, await db.invitation.findFirst({ where: { ...OPEN, email }, select: SEALED }));
}

/** The invitation of a token that still works, or null. */
export async function findValid(
  db: Db,
  seals: RowSeals,
  tokenHash: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<InvitationMeta | null> {
  const where = { ...OPEN, tokenHash, expiresAt: lasting(now) };
  return metaOf(seals, await db.invitation.findFirst({ where, select: SEALED }));
}

/** Marks an invitation that still works as used, and says whether it did: of two at once one gets it. */
export async function takeInvitation(tx: Tx, seals: RowSeals, id: string, now: Date): Promise<boolean> {
  const invitation = await lockOpen(tx, seals, id);
  const { gt, lte } = lasting(now);
  if (!invitation || invitation.expiresAt <= gt || invitation.expiresAt > lte) return false;
  const seal = seals.of("invitations", { ...invitation, acceptedAt: now });
  await tx.invitation.update({ where: { id }, data: { acceptedAt: now, seal } });
  return true;
}

/** Revokes an open invitation, and says whether it was one. */
export async function revokeOpen(tx: Tx, seals: RowSeals, id: string, now: Date): Promise<boolean> {
  const invitation = await lockOpen(tx, seals, id);
  if (!invitation) return false;
  const seal = seals.of("invitations", { ...invitation, revokedAt: now });
  await tx.invitation.update({ where: { id }, data: { revokedAt: now, seal } });
  return true;
}

async function lockOpen(tx: Tx, seals: RowSeals, id: string) {
  const invitation = await lockSealed(tx, seals, "invitations", { id });
  return invitation?.acceptedAt === null && invitation.revokedAt === null ? invitation : null;
}

/** Revokes open invitations that somebody made for these roles, and those to an address, and says which they were. */
export async function revokeOpenOf(
  tx: Tx,
  seals: RowSeals,
  which: { readonly by: string; readonly roles: readonly Role[]; readonly to: string | null },
  now: Date,
): Promise<{ readonly email: string; readonly role: Role }[]> {
  const { by: createdBy, roles, to } = which;
  const made = { createdBy, role: { in: [...roles] } };
  const rows = await tx.invitation.findMany({
    where: { ...OPEN, OR: to === null ? [made] : [made, { email: to }] },
    select: { id: true, email: true, role: true },
    orderBy: { id: "asc" },
  });
  const revoked = [];
  for (const { id, email, role } of rows) {
    if (await revokeOpen(tx, seals, id, now)) revoked.push({ email, role });
  }
  return revoked;
}

/** Pending invitations, expired ones too, latest first, beginning after a place. */
export function listOpen(
  db: Db,
  after: Pick<InvitationMeta, "createdAt" | "id"> | null,
  limit: number,
): Promise<InvitationMeta[]> {
  const [time, id] = [after?.createdAt ?? null, after?.id ?? null];
  return sqlIn(db)`
    SELECT id, email, role::text AS role, created_by AS "createdBy", created_at AS "createdAt", expires_at AS "expiresAt"
    FROM invitations WHERE accepted_at IS NULL AND revoked_at IS NULL
      AND (${id}::uuid IS NULL OR (created_at, id) < (${time}::timestamptz, ${id}::uuid))
    ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
}

/** Deletes invitations that ended before a time, whatever became of them. Returns how many, at most `limit`. */
export async function deleteEnded(pool: Pool, before: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM invitations WHERE id IN (
      SELECT id FROM invitations WHERE expires_at <= ${before}
      LIMIT ${limit} FOR UPDATE SKIP LOCKED) RETURNING 1 AS deleted`;
  return rows.length;
}
