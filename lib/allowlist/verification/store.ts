import type { Permit } from "@/lib/authorization/permit";
import type { Tx } from "@/lib/db/client";
import type { RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";
import type { Endpoint, Verification } from "../model";
import type { Stamp } from "../store";

/** Marks an endpoint as verified, if its method and address are still the ones that were. False otherwise. */
export async function setVerified(
  tx: Tx,
  seals: RowSeals,
  { environment }: Permit<"allowlist.verify" | "allowlist.markVerified">,
  { id, method, url }: Pick<Endpoint<unknown>, "id" | "method" | "url">,
  how: Verification,
  { now, by }: Stamp,
): Promise<boolean> {
  const row = await lockSealed(tx, seals, "allowlist_endpoints", { id, environmentId: environment.id });
  if (row?.url !== url || row.method !== method) return false;
  const seal = seals.of("allowlist_endpoints", { ...row, verification: how });
  const data = { verification: how, verifiedAt: now, verifiedBy: by, seal };
  await tx.allowlistEndpoint.update({ where: { id }, data, select: { id: true } });
  return true;
}
