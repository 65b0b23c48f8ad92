import type { Role } from "@/lib/authorization/actor";
import type { Db, Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import type { Member, Status } from "./model";

const MEMBER = { id: true, email: true, name: true, role: true, status: true } as const;

export function findMember(db: Db, id: string): Promise<Member | null> {
  return db.user.findUnique({ where: { id }, select: MEMBER });
}

/** The id of the person of a canonical address, or null. */
export async function findMemberId(db: Db, email: string): Promise<string | null> {
  const person = await db.user.findUnique({ where: { email }, select: { id: true } });
  return person?.id ?? null;
}

/**
 * A person, another one and all Owners, whose rows are taken until the commit. Always in the order of ids, so two such
 * changes wait for each other and never for ever.
 */
export function lockWithOwners(tx: Tx, id: string, otherId: string): Promise<Member[]> {
  return sqlIn(tx)`
    SELECT id, email, name, role::text AS role, status::text AS status FROM users
    WHERE role = 'owner' OR id IN (${id}::uuid, ${otherId}::uuid) ORDER BY id FOR UPDATE`;
}

/** A person, whose row nobody changes until the commit. */
export async function holdMember(tx: Tx, id: string): Promise<Pick<Member, "role" | "status"> | null> {
  const [row] = await sqlIn(tx)<Pick<Member, "role" | "status">>`
    SELECT role::text AS role, status::text AS status FROM users WHERE id = ${id}::uuid FOR SHARE`;
  return row ?? null;
}

export async function updateMember(
  tx: Tx,
  id: string,
  to: { readonly role: Role } | { readonly status: Status },
): Promise<void> {
  await tx.user.update({ where: { id }, data: to });
}

/** Deletes a person and all that is theirs: sessions, factors, identities. */
export async function deleteMember(tx: Tx, id: string): Promise<void> {
  await tx.user.delete({ where: { id } });
}
