import type { Permit } from "@/lib/authorization/permit";
import type { Db, Pool, Tx } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedFields } from "@/lib/seals/tables";

export interface AuthorityRow extends SealedFields<"ssh_authorities"> {
  readonly privateKey: string;
  readonly projectKeyId: string;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** The authority of a project, as far as the program wrote it. */
export async function findAuthority(
  { db, seals }: { readonly db: Db | Tx; readonly seals: RowSeals },
  projectId: string,
): Promise<AuthorityRow | null> {
  const row = await db.sshAuthority.findUnique({ where: { projectId } });
  return row && seals.isIntact("ssh_authorities", row) ? row : null;
}

/** Inserts an authority. False when the project has one. */
export async function insertAuthority(tx: Tx, seals: RowSeals, row: AuthorityRow): Promise<boolean> {
  const data = { ...row, seal: seals.of("ssh_authorities", row) };
  return (await tx.sshAuthority.createMany({ data, skipDuplicates: true })).count === 1;
}

type ResealPermit = Permit<"projectKey.rotate">;

export async function countSealed(pool: Pool, keyId: string): Promise<number> {
  const [row] = await sqlOn(pool)<{ count: number }>`
    SELECT count(*)::int AS count FROM ssh_authorities WHERE project_key_id = ${keyId}::uuid`;
  return row?.count ?? 0;
}

/** The authority that a key has sealed: a project has one. */
export async function lockSealedBy(
  sql: Sql,
  _: ResealPermit,
  keyId: string,
): Promise<{ readonly id: string; readonly value: string; readonly projectKeyId: string } | undefined> {
  const [row] = await sql<{ id: string; value: string; projectKeyId: string }>`
    SELECT id::text, private_key AS value, project_key_id::text AS "projectKeyId"
    FROM ssh_authorities WHERE project_key_id = ${keyId}::uuid FOR UPDATE SKIP LOCKED`;
  return row;
}

export async function updateSealed(
  sql: Sql,
  _: ResealPermit,
  id: string,
  { value, projectKeyId }: { readonly value: string; readonly projectKeyId: string },
): Promise<void> {
  await sql`
    UPDATE ssh_authorities SET private_key = ${value}, project_key_id = ${projectKeyId}::uuid
    WHERE id = ${id}::uuid`;
}
