import { inSqlTransaction } from "@/lib/db/transaction";
import type { KeyUser } from "@/lib/keys/resealing/model";
import { openIfIntact } from "@/lib/keys/resealing/open";
import * as store from "./store";

const BATCH = 100;

/** Stored responses of endpoints. */
export const storedResponses: KeyUser = {
  count: ({ pool }, keyId) => store.countSealed(pool, keyId),
  reseal: (ctx, { permit, keys, keyId, afterId }) =>
    inSqlTransaction(ctx, async (sql) => {
      const rows = await store.lockAnswers(sql, permit, { keyId, afterId, limit: BATCH });
      const resealed = rows.flatMap((row) => {
        const ref = { projectId: permit.project.id, endpointId: row.endpointId, answerId: row.id };
        const bytes = openIfIntact(() => keys.openAnswer(ref, row));
        return bytes ? [{ id: row.id, ...keys.sealAnswer(ref, bytes) }] : [];
      });
      await store.updateAnswers(sql, permit, resealed);
      return { lastId: rows.at(-1)?.id ?? null, resealed: resealed.length };
    }),
};
