import { inSqlTransaction } from "@/lib/db/transaction";
import type { ProjectKeys } from "@/lib/keys/keyring";
import type { KeyUser } from "@/lib/keys/resealing/model";
import { openIfIntact } from "@/lib/keys/resealing/open";
import type { StoredWrites } from "@/lib/secrets/waiting/model";
import * as store from "./store";

const BATCH = 100;

/** Values that wait with their requests. */
export const requestedValues: KeyUser = {
  count: ({ pool }, keyId) => store.countSealed(pool, keyId),
  reseal: (ctx, { permit, keys, keyId, afterId }) =>
    inSqlTransaction(ctx, async (sql) => {
      const rows = await store.lockWaiting(sql, permit, { keyId, afterId, limit: BATCH });
      const good = rows.filter((row) => ctx.seals.fits("requested_values", row));
      const resealed = good.flatMap((row): store.ResealedValue[] => {
        const anew = sealedAnew(keys, permit.project.id, row);
        if (!anew) return [];
        const { id, requestId } = row;
        return [
          {
            ...anew,
            seal: ctx.seals.of("requested_values", { id, requestId, fingerprint: anew.fingerprint }),
          },
        ];
      });
      await store.updateWaiting(sql, permit, resealed);
      return { lastId: rows.at(-1)?.id ?? null, resealed: resealed.length };
    }),
};

function sealedAnew(
  keys: ProjectKeys,
  projectId: string,
  row: store.WaitingRow,
): Omit<store.ResealedValue, "seal"> | null {
  const ref = { projectId, secretId: secretIdOf(row.change, row.id), versionId: row.id };
  const value = openIfIntact(() => keys.open(ref, row));
  if (!value) return null;
  const { fingerprint, ...sealed } = keys.seal(ref, value);
  const { value: text, projectKeyId } = sealed;
  return {
    id: row.id,
    value: text,
    projectKeyId,
    fingerprint: row.fingerprint === null ? null : fingerprint,
  };
}

/** The secret that a version is of, by what the request would do. */
function secretIdOf({ creations = [], changes = [] }: StoredWrites, versionId: string): string {
  const creation = creations.find(({ version }) => version.id === versionId);
  return creation?.secret.id ?? changes.find(({ version }) => version?.id === versionId)?.secretId ?? "";
}
