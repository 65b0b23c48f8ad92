import { changeAccount, insertAccount } from "@/lib/accounts/store";
import type { Role } from "@/lib/authorization/actor";
import { ADVISORY_LOCKS } from "@/lib/db/advisory-locks";
import type { Db, Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import type { PersonMeta } from "./model";

export interface PersonRow extends PersonMeta {
  readonly passwordHash: string;
}

export interface LockedPerson extends PersonMeta {
  readonly status: "active" | "suspended";
}

const META = { id: true, email: true, name: true, role: true } as const;

/** Whether there is any Owner, suspended ones too. */
export async function hasOwner(db: Db | Tx): Promise<boolean> {
  const owner = await db.user.findFirst({ where: { role: "owner" }, select: { id: true } });
  return owner !== null;
}

/** Waits until no other transaction is making the first Owner; held until the commit. */
export async function lockFirstOwner(tx: Tx): Promise<void> {
  await sqlIn(
    tx,
  )`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(${ADVISORY_LOCKS.firstOwner})) AS lock`;
}

export async function insertPerson(tx: Tx, seals: RowSeals, person: PersonRow, now: Date): Promise<void> {
  await insertAccount(tx, seals, { ...person, status: "active" }, now);
}

/** The person of a canonical address, whose row is taken until the commit; or null. */
export async function lockPerson(tx: Tx, email: string): Promise<LockedPerson | null> {
  const [row] = await sqlIn(tx)<LockedPerson>`
    SELECT id, email, name, role::text AS role, status::text AS status FROM users WHERE email = ${email} FOR UPDATE`;
  return row ?? null;
}

/**
 * Makes an existing person an active one with this role, name and password, who has no second factor any more. Nothing stays
 * that somebody else may have put into the row, so its seal is not asked for.
 */
export async function restorePerson(
  tx: Tx,
  seals: RowSeals,
  { id, email }: Pick<PersonMeta, "id" | "email">,
  to: { readonly role: Role; readonly name: string; readonly passwordHash: string },
): Promise<PersonMeta> {
  const data = { ...to, status: "active", secondFactorCount: 0 } as const;
  const seal = seals.of("users", { ...data, id, email });
  return tx.user.update({ where: { id }, data: { ...data, seal }, select: META });
}

/** Replaces a password, unless it has changed since `from` was read. Says whether it did. */
export function replacePassword(
  tx: Tx,
  seals: RowSeals,
  id: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  return changeAccount(tx, seals, id, { passwordHash: to }, { passwordHash: from, status: "active" });
}
