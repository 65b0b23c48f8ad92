import { type Account, findAccount, lockWithOwners as lockAccounts } from "@/lib/accounts/store";
import type { Db, Tx } from "@/lib/db/client";
import type { RowSeals } from "@/lib/seals/seals";
import type { Member } from "./model";

/** A person; null also when their row is not as the program wrote it. */
export async function findMember(db: Db | Tx, seals: RowSeals, id: string): Promise<Member | null> {
  const account = await findAccount(db, seals, { id });
  return account && memberOf(account);
}

function memberOf({ passwordHash: _hash, ...member }: Account): Member {
  return member;
}

/** The id of the person of a canonical address, or null. */
export async function findMemberId(db: Db, email: string): Promise<string | null> {
  const person = await db.user.findUnique({ where: { email }, select: { id: true } });
  return person?.id ?? null;
}

/** See `lockWithOwners` of accounts. */
export async function lockWithOwners(tx: Tx, seals: RowSeals, ids: readonly string[]): Promise<Member[]> {
  return (await lockAccounts(tx, seals, ids)).map(memberOf);
}

/** Deletes a person and all that is theirs: sessions, factors, identities. */
export async function deleteMember(tx: Tx, id: string): Promise<void> {
  await tx.user.delete({ where: { id } });
}
