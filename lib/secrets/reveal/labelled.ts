import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { findPending } from "../pending/store";
import type { Label } from "./model";
import { findPrevious, type ReadableVersion, type SealedVersion } from "./store";

export type OtherLabel = Exclude<Label, "current">;

/**
 * The previous or pending version of each of these, as it is stored, in their order: with the number of the version that a
 * pending one becomes. Left out is what has none, or none that is as the program wrote it.
 */
export async function findLabelled(
  ctx: Pick<Ctx, "pool" | "seals">,
  current: readonly ReadableVersion[],
  label: OtherLabel,
): Promise<SealedVersion[]> {
  const ids = current.map(({ secretId }) => secretId);
  const found =
    label === "pending" ? await findPending(sqlOn(ctx.pool), ctx, ids) : await findPrevious(ctx, current);
  const bySecret = new Map(found.map((row) => [row.secretId, row]));
  return current.flatMap((readable) => {
    const row = bySecret.get(readable.secretId);
    if (!row) return [];
    const { id: versionId, value, projectKeyId } = row;
    const version = readable.version + (label === "pending" ? 1 : -1);
    return [{ ...readable, version, versionId, value, projectKeyId }];
  });
}
