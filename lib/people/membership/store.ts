import { ACCOUNT, accountOf, changeAccount } from "@/lib/auth/store";
import type { Role } from "@/lib/authorization/actor";
import type { Db, Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import type { Member, Status } from "./model";

/** A person; null also when their row is not as the program wrote it. */
export async function findMember(db: Db | Tx, seals: RowSeals, id: string): Promise<Member | null> {
  return memberOf(accountOf(seals, await db.user.findUnique({ where: { id }, select: ACCOUNT })));
}

function memberOf(account: (Member & { readonly passwordHash: unknown }) | null): Member | null {
  if (!account) return null;
  const { passwordHash: _hash, ...member } = account;
  return member;
}

/** The id of the person of a canonical address, or null. */
export async function findMemberId(db: Db, email: string): Promise<string | null> {
  const person = await db.user.findUnique({ where: { email }, select: { id: true } });
  return person?.id ?? null;
}

type MemberRow = Member & SealedRow<"users">;

/**
 * A person, another one and all Owners, whose rows are taken until the commit: those that are as the program wrote them.
 * Always in the order of ids, so two such changes wait for each other and never for ever.
 */
export async function lockWithOwners(
  tx: Tx,
  seals: RowSeals,
  id: string,
  otherId: string,
): Promise<Member[]> {
  const rows = await sqlIn(tx)<MemberRow>`
    SELECT id, email, name, role::text AS role, status::text AS status, password_hash AS "passwordHash",
      second_factor_count AS "secondFactorCount", seal FROM users
    WHERE role = 'owner' OR id IN (${id}::uuid, ${otherId}::uuid) ORDER BY id FOR UPDATE`;
  return rows.flatMap((row) => memberOf(accountOf(seals, row)) ?? []);
}

/** A person, whose row nobody changes until the commit. */
export async function holdMember(
  tx: Tx,
  seals: RowSeals,
  id: string,
): Promise<Pick<Member, "role" | "status"> | null> {
  const [row] = await sqlIn(tx)<MemberRow>`
    SELECT id, email, name, role::text AS role, status::text AS status, password_hash AS "passwordHash",
      second_factor_count AS "secondFactorCount", seal FROM users WHERE id = ${id}::uuid FOR SHARE`;
  return memberOf(accountOf(seals, row));
}

/** Gives a person another role or status. Says whether their row was as the program wrote it. */
export function updateMember(
  tx: Tx,
  seals: RowSeals,
  id: string,
  to: { readonly role: Role } | { readonly status: Status },
): Promise<boolean> {
  return changeAccount(tx, seals, id, to);
}

/** Deletes a person and all that is theirs: sessions, factors, identities. */
export async function deleteMember(tx: Tx, id: string): Promise<void> {
  await tx.user.delete({ where: { id } });
}
