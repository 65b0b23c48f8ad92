import type { Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import { intact, type RowSeals } from "@/lib/seals/seals";
import { ACCOUNT, type Account, type AccountRow, accountOf } from "../store";

interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** The account that the provider means by this subject, or null. */
export async function findLinkedAccount(
  tx: Tx,
  seals: RowSeals,
  { issuer, subject }: Identity,
): Promise<Account | null> {
  const identity = await tx.identity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    select: { issuer: true, subject: true, userId: true, seal: true, user: { select: ACCOUNT } },
  });
  return intact(seals, "identities", identity) && accountOf(seals, identity?.user);
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

export async function insertIdentity(
  tx: Tx,
  seals: RowSeals,
  identity: Identity & { readonly userId: string },
  now: Date,
): Promise<void> {
  await tx.identity.create({ data: { ...identity, createdAt: now, seal: seals.of("identities", identity) } });
}

export async function touchIdentity(tx: Tx, { issuer, subject }: Identity, now: Date): Promise<void> {
  await tx.identity.updateMany({ where: { issuer, subject }, data: { lastUsedAt: now } });
}

/** How many other active Owners there are. Their rows and the person's are taken until the commit, in the order of ids. */
export async function lockOtherOwners(tx: Tx, seals: RowSeals, userId: string): Promise<number> {
  const rows = await sqlIn(tx)<AccountRow>`
    SELECT id, email, name, role::text AS role, status::text AS status, password_hash AS "passwordHash",
      second_factor_count AS "secondFactorCount", seal FROM users
    WHERE role = 'owner' OR id = ${userId}::uuid ORDER BY id FOR UPDATE`;
  const others = rows.filter(
    ({ id, role, status }) => id !== userId && role === "owner" && status === "active",
  );
  return others.filter((row) => accountOf(seals, row)).length;
}
