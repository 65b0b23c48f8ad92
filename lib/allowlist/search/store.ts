import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { FoundEndpoint } from "./model";

/** The endpoints of an environment with this in their names, in order: a walk along the index of names, no further than needed. */
export async function findByPart(
  pool: Pool,
  { environment }: Permit<"allowlist.list">,
  folded: string,
  limit: number,
): Promise<FoundEndpoint[]> {
  return sqlOn(pool)<FoundEndpoint>`
    SELECT name, method, url FROM allowlist_endpoints
    WHERE environment_id = ${environment.id} AND strpos(name_folded, ${folded}::text) > 0
    ORDER BY name_folded LIMIT ${limit}::int`;
}
