import type { Role } from "@/lib/authorization/actor";
import type { HeldGrant } from "@/lib/authorization/capability";
import type { Sql } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import { findHeldGrants } from "./store";

/** What a person was granted, as it is now; nothing for other roles than Member, which go by the policy. */
export async function grantsOf(
  source: { readonly sql: Sql; readonly seals: RowSeals; readonly now: Date },
  { id, role }: { readonly id: string; readonly role: Role },
): Promise<readonly HeldGrant[]> {
  if (role !== "member") return [];
  const rows = await findHeldGrants(source.sql, source.seals, id, source.now);
  return rows.map(({ projectId, environmentId, secretId, namePrefix, capability }) => ({
    ...{ projectId, environmentId, secretId, namePrefix, capability },
  }));
}
