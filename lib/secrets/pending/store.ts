import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Sql } from "@/lib/db/sql";
import { intact } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import type { ValueShape } from "../shapes/model";
import type { SealedVersion } from "../writing/model";

/** A value that is to become the current one of its secret, as it is stored. */
export interface PendingVersion extends SealedRow<"pending_versions"> {
  readonly value: string;
  readonly projectKeyId: string;
  readonly expiresAt: Date | null;
  readonly shape: ValueShape | null;
}

/** Keeps a value beside the versions of its secret. Rejects with a violated unique index when there is one already. */
export async function insertPending(
  sql: Sql,
  { seals, now }: Pick<Ctx, "seals" | "now">,
  { secret }: Permit<"secret.rotate"> | Permit<"rotation.run">,
  { id, sealed, expiresAt, shape }: Pick<SealedVersion, "id" | "sealed" | "expiresAt" | "shape">,
): Promise<void> {
  const { value, projectKeyId, fingerprint } = sealed;
  const row = { id, secretId: secret.id, fingerprint, createdAt: now() };
  const seal = seals.of("pending_versions", row);
  await sql`
    INSERT INTO pending_versions (secret_id, id, value, project_key_id, fingerprint, created_at, expires_at, shape, seal)
    VALUES (${row.secretId}::uuid, ${id}::uuid, ${value}, ${projectKeyId}::uuid, ${fingerprint}, ${row.createdAt}, ${expiresAt}, ${shape && JSON.stringify(shape)}::jsonb, ${seal})`;
}

/** The pending values of secrets, those that are as the program wrote them. */
export async function findPending(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  secretIds: readonly string[],
): Promise<PendingVersion[]> {
  const rows = await sql<PendingVersion>`
    SELECT secret_id AS "secretId", id, value, project_key_id AS "projectKeyId", fingerprint, created_at AS "createdAt",
      expires_at AS "expiresAt", shape, seal
    FROM pending_versions WHERE secret_id = ANY(${secretIds}::uuid[])`;
  return rows.flatMap((row) => intact(seals, "pending_versions", row) ?? []);
}

export async function deletePending(sql: Sql, secretId: string): Promise<void> {
  await sql`DELETE FROM pending_versions WHERE secret_id = ${secretId}::uuid`;
}
