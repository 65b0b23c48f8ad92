import { ACCOUNT, type Account, accountOf } from "@/lib/accounts/store";
import type { Tx } from "@/lib/db/client";
import { intact, type RowSeals } from "@/lib/seals/seals";

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
