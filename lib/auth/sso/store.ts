import type { Role } from "@/lib/authorization/actor";
import type { Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import type { Account } from "../store";

const ACCOUNT = { id: true, email: true, name: true, role: true, status: true, passwordHash: true } as const;

interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** The account that the provider means by this subject, or null. */
export async function findLinkedAccount(tx: Tx, { issuer, subject }: Identity): Promise<Account | null> {
  const identity = await tx.identity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    select: { user: { select: ACCOUNT } },
  });
  return identity?.user ?? null;
}

export function findAccountOf(tx: Tx, email: string): Promise<Account | null> {
  return tx.user.findUnique({ where: { email }, select: ACCOUNT });
}

/** The subjects by which this provider means this person. */
export async function subjectsOf(tx: Tx, issuer: string, userId: string): Promise<string[]> {
  const rows = await tx.identity.findMany({
    where: { issuer, userId },
    select: { subject: true },
    orderBy: { subject: "asc" },
  });
  return rows.map((row) => row.subject);
}

export async function insertIdentity(tx: Tx, identity: Identity & { userId: string }, now: Date) {
  await tx.identity.create({ data: { ...identity, createdAt: now } });
}

export async function touchIdentity(tx: Tx, { issuer, subject }: Identity, now: Date): Promise<void> {
  await tx.identity.updateMany({ where: { issuer, subject }, data: { lastUsedAt: now } });
}

/** Makes a person without a password. */
export async function insertPerson(tx: Tx, person: Account, now: Date): Promise<void> {
  await tx.user.create({ data: { ...person, createdAt: now } });
}

/** How many other active Owners there are. Their rows and the person's are taken until the commit, in the order of ids. */
export async function lockOtherOwners(tx: Tx, userId: string): Promise<number> {
  const rows = await sqlIn(tx)<{ id: string; isOwner: boolean }>`
    SELECT id, role = 'owner' AND status = 'active' AS "isOwner" FROM users
    WHERE role = 'owner' OR id = ${userId}::uuid ORDER BY id FOR UPDATE`;
  return rows.filter((row) => row.isOwner && row.id !== userId).length;
}

/** Gives a person another role, unless it is no longer `from`. Says whether it did. */
export async function replaceRole(tx: Tx, id: string, from: Role, to: Role): Promise<boolean> {
  const { count } = await tx.user.updateMany({ where: { id, role: from }, data: { role: to } });
  return count === 1;
}
