import type { Role } from "@/lib/authorization/actor";
import type { Db, Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
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

/** The account of a canonical address or an id, or null. */
export async function findAccount(
  db: Db | Tx,
  seals: RowSeals,
  where: { readonly email: string } | { readonly id: string },
): Promise<Account | null> {
  return accountOf(seals, await db.user.findUnique({ where, select: ACCOUNT }));
}

/**
 * These people and all Owners, whose rows are taken until the commit: those that are as the program wrote them. Always in
 * the order of ids, so two such changes wait for each other and never for ever.
 */
export async function lockWithOwners(tx: Tx, seals: RowSeals, ids: readonly string[]): Promise<Account[]> {
  const rows = await sqlIn(tx)<AccountRow>`
    SELECT id, email, name, role::text AS role, status::text AS status, password_hash AS "passwordHash",
      second_factor_count AS "secondFactorCount", seal FROM users
    WHERE role = 'owner' OR id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  return rows.flatMap((row) => accountOf(seals, row) ?? []);
}

/** A person, whose row nobody changes until the commit. */
export async function holdAccount(tx: Tx, seals: RowSeals, id: string): Promise<Account | null> {
  await sqlIn(tx)`SELECT 1 AS locked FROM users WHERE id = ${id}::uuid FOR SHARE`;
  return findAccount(tx, seals, { id });
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

/** Takes a person's row until the commit, so that of two changes of their factors one sees what the other did. */
export async function lockAccount(tx: Tx, userId: string): Promise<void> {
  await sqlIn(tx)`SELECT 1 AS locked FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
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

/** Deletes a person's authenticator app, passkeys and recovery codes; says how many factors that were. */
export async function deleteAllFactors(tx: Tx, userId: string): Promise<number> {
  const where = { userId };
  await tx.recoveryCode.deleteMany({ where });
  const passkeys = await tx.passkey.deleteMany({ where });
  const totps = await tx.totp.deleteMany({ where: { ...where, confirmedAt: { not: null } } });
  await tx.totp.deleteMany({ where });
  return passkeys.count + totps.count;
}

/** The people of these roles who may sign in, as far as the program wrote their rows. */
export async function listActive(
  { db, seals }: { readonly db: Db; readonly seals: RowSeals },
  roles: readonly Role[],
): Promise<Account[]> {
  const rows = await db.user.findMany({
    where: { status: "active", role: { in: [...roles] } },
    select: ACCOUNT,
    orderBy: { id: "asc" },
  });
  return rows.flatMap((row) => accountOf(seals, row) ?? []);
}
