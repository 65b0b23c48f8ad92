import { inSqlTransaction } from "@/lib/db/transaction";
import type { KeyUser } from "@/lib/keys/resealing/model";
import { openIfIntact } from "@/lib/keys/resealing/open";
import { deliveryRef } from "../packed";
import * as store from "./store";

/** Bodies have up to 1 MiB. */
const BATCH = 20;

/** What webhooks brought. */
export const sealedDeliveries: KeyUser = {
  count: ({ pool }, keyId) => store.countSealed(pool, keyId),
  reseal: (ctx, { permit, keys, keyId, afterId }) =>
    inSqlTransaction(ctx, async (sql) => {
      const rows = await store.lockDeliveries(sql, permit, { keyId, afterId, limit: BATCH });
      const resealed = rows.flatMap((row) => {
        const ref = deliveryRef(permit.project.id, row.triggerId, row.id);
        const bytes = openIfIntact(() => keys.openOwned(ref, row));
        return bytes ? [{ id: row.id, ...keys.sealOwned(ref, bytes) }] : [];
      });
      await store.updateDeliveries(sql, permit, resealed);
      return { lastId: rows.at(-1)?.id ?? null, resealed: resealed.length };
    }),
};
