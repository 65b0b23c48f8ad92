import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { latestEnd } from "@/lib/platform/clock";
import { intact, type RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";
import type { SealedFields, SealedRow } from "@/lib/seals/tables";
import { LINK_HOURS, type ValueLinkMeta } from "./model";

export type LinkRow = SealedFields<"value_links">;
export type NewLink = Omit<LinkRow, "usedAt" | "withdrawnAt"> & { readonly createdAt: Date };

const OPEN = { usedAt: null, withdrawnAt: null } as const;

/** Not over, and not made by a clock that ran ahead. */
const lasting = (now: Date) => ({ gt: now, lte: latestEnd(now, LINK_HOURS.max * 60 * 60) });

export async function insertLink(tx: Tx, seals: RowSeals, link: NewLink): Promise<void> {
  const { createdAt, ...row } = link;
  const tokenHash = new Uint8Array(row.tokenHash);
  await tx.valueLink.create({
    data: { ...row, tokenHash, createdAt, seal: seals.of("value_links", { ...row, ...OPEN }) },
  });
}

/** How many links of a person work. */
export function countOpenOf(tx: Tx, userId: string, now: Date): Promise<number> {
  return tx.valueLink.count({ where: { ...OPEN, userId, expiresAt: { gt: now } } });
}

/** A link with where its secret is, or will be. */
export interface FoundLink extends LinkRow {
  readonly project: string;
  readonly environment: string;
}

const WITH_SCOPE = { environment: { select: { slug: true, project: { select: { slug: true } } } } } as const;

type ScopedRow = SealedRow<"value_links"> & {
  readonly environment: { readonly slug: string; readonly project: { readonly slug: string } };
};

function foundIn(seals: RowSeals, row: ScopedRow | null): FoundLink | null {
  if (!row || !intact(seals, "value_links", row)) return null;
  const { environment, ...link } = row;
  return { ...link, project: environment.project.slug, environment: environment.slug };
}

/** The link of a token that still works, or null. */
export async function findWorking(
  db: Db,
  seals: RowSeals,
  tokenHash: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<FoundLink | null> {
  const where = { ...OPEN, tokenHash, expiresAt: lasting(now) };
  return foundIn(seals, await db.valueLink.findFirst({ where, include: WITH_SCOPE }));
}

/** The link of an id that was neither used nor withdrawn, or null. */
export async function findOpen(db: Db, seals: RowSeals, id: string): Promise<FoundLink | null> {
  return foundIn(seals, await db.valueLink.findFirst({ where: { ...OPEN, id }, include: WITH_SCOPE }));
}

/** Marks a link that still works as used, and says whether it did: of two at once one gets it. */
export async function takeLink(tx: Tx, seals: RowSeals, id: string, now: Date): Promise<boolean> {
  const link = await lockOpen(tx, seals, id);
  const { gt, lte } = lasting(now);
  if (!link || link.expiresAt <= gt || link.expiresAt > lte) return false;
  const seal = seals.of("value_links", { ...link, usedAt: now });
  await tx.valueLink.update({ where: { id }, data: { usedAt: now, seal } });
  return true;
}

/** Lets a link work again that was taken for a value which could not be stored. */
export async function putBack(tx: Tx, seals: RowSeals, id: string): Promise<void> {
  const link = await lockSealed(tx, seals, "value_links", { id });
  if (!link) return;
  const seal = seals.of("value_links", { ...link, usedAt: null });
  await tx.valueLink.update({ where: { id }, data: { usedAt: null, seal } });
}

/** Withdraws an open link, and says whether it was one. */
export async function withdrawLink(tx: Tx, seals: RowSeals, id: string, now: Date): Promise<boolean> {
  const link = await lockOpen(tx, seals, id);
  if (!link) return false;
  const seal = seals.of("value_links", { ...link, withdrawnAt: now });
  await tx.valueLink.update({ where: { id }, data: { withdrawnAt: now, seal } });
  return true;
}

async function lockOpen(tx: Tx, seals: RowSeals, id: string): Promise<LinkRow | null> {
  const link = await lockSealed(tx, seals, "value_links", { id });
  return link?.usedAt === null && link.withdrawnAt === null ? link : null;
}

/** The links of an environment that work, latest first: those of one secret, or that one person made. */
export function listWorking(
  pool: Pool,
  {
    environmentId,
    secretId,
    userId,
  }: {
    readonly environmentId: string;
    readonly secretId: string | null;
    readonly userId: string | null;
  },
  now: Date,
  limit: number,
): Promise<ValueLinkMeta[]> {
  return sqlOn(pool)<ValueLinkMeta>`
    SELECT l.id, coalesce(s.name, l.name) AS name, l.secret_id IS NULL AS "isNew", l.recipient, u.email AS "askedBy",
      l.created_at AS "createdAt", l.expires_at AS "expiresAt"
    FROM value_links l JOIN users u ON u.id = l.user_id LEFT JOIN secrets s ON s.id = l.secret_id
    WHERE l.environment_id = ${environmentId}::uuid AND l.used_at IS NULL AND l.withdrawn_at IS NULL
      AND l.expires_at > ${now}::timestamptz AND u.status = 'active'
      AND (${secretId}::uuid IS NULL OR l.secret_id = ${secretId}::uuid)
      AND (${userId}::uuid IS NULL OR l.user_id = ${userId}::uuid)
    ORDER BY l.created_at DESC, l.id DESC LIMIT ${limit}::int`;
}

/** Withdraws what a person asks for. Returns the links, each with what its event is about. */
export async function withdrawLinksOf(
  tx: Tx,
  seals: RowSeals,
  userId: string,
  now: Date,
): Promise<FoundLink[]> {
  const rows = await tx.valueLink.findMany({
    where: { ...OPEN, userId },
    include: WITH_SCOPE,
    orderBy: { id: "asc" },
  });
  const withdrawn: FoundLink[] = [];
  for (const row of rows) {
    const link = foundIn(seals, row);
    if (link && (await withdrawLink(tx, seals, link.id, now))) withdrawn.push(link);
  }
  return withdrawn;
}

/** Deletes links that ended before a time, whatever became of them. Returns how many, at most `limit`. */
export async function deleteEnded(pool: Pool, before: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM value_links WHERE id IN (
      SELECT id FROM value_links WHERE expires_at <= ${before} LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING 1 AS deleted`;
  return rows.length;
}

/** What the secret of a link is called now. */
export async function findSecretName(tx: Tx | Db, id: string): Promise<string | null> {
  const [row] = await sqlIn(tx)<{ name: string }>`SELECT name FROM secrets WHERE id = ${id}::uuid`;
  return row?.name ?? null;
}
