import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { intact } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";

interface StoredVersion extends SealedRow<"secret_versions"> {
  readonly value: string;
  readonly projectKeyId: string;
}

/** What is stored of one version; null unless it is as the program wrote it. Only with proof that it may be opened. */
export async function findSealed(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  permit: Permit<"secret.restore"> | Permit<"secret.rotate"> | Permit<"rotation.run">,
  number: number,
): Promise<StoredVersion | null> {
  const [version] = await sqlOn(pool)<StoredVersion>`
    SELECT id, secret_id AS "secretId", number, fingerprint, created_at AS "createdAt", seal, value,
      project_key_id AS "projectKeyId"
    FROM secret_versions WHERE secret_id = ${permit.secret.id} AND number = ${number}`;
  return intact(seals, "secret_versions", version);
}
