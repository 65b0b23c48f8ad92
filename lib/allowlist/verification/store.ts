import type { Grant } from "@/lib/authorization/grant";
import type { Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import type { Endpoint, Verification } from "../model";
import type { Stamp } from "../store";

/** Marks an endpoint as verified, if its method and address are still the ones that were. False otherwise. */
export async function setVerified(
  tx: Tx,
  { environment }: Grant<"allowlist.verify" | "allowlist.markVerified">,
  { id, method, url }: Pick<Endpoint<unknown>, "id" | "method" | "url">,
  how: Verification,
  { now, by }: Stamp,
): Promise<boolean> {
  const verified = await sqlIn(tx)`
    UPDATE allowlist_endpoints
    SET verification = ${how}::"Verification", verified_at = ${now}, verified_by = ${by}
    WHERE id = ${id}::uuid AND environment_id = ${environment.id}::uuid AND method = ${method} AND url = ${url}
    RETURNING id`;
  return verified.length === 1;
}
