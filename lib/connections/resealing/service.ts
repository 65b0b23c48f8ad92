import { inSqlTransaction } from "@/lib/db/transaction";
import type { KeyUser } from "@/lib/keys/resealing/model";
import { openIfIntact } from "@/lib/keys/resealing/open";
import { refOf } from "../tokens/sealing";
import * as store from "./store";

const BATCH = 100;

/** Tokens of connected apps. */
export const connectionTokens: KeyUser = {
  count: ({ pool }, keyId) => store.countSealed(pool, keyId),
  reseal: (ctx, { permit, keys, keyId, afterId }) =>
    inSqlTransaction(ctx, async (sql) => {
      const rows = await store.lockTokens(sql, permit, { keyId, afterId, limit: BATCH });
      const resealed = rows.flatMap((row) => {
        const ref = refOf({ id: row.id, projectId: permit.project.id });
        const bytes = openIfIntact(() => keys.openOwned(ref, row));
        return bytes ? [{ id: row.id, ...keys.sealOwned(ref, bytes) }] : [];
      });
      await store.updateTokens(sql, permit, resealed);
      return { lastId: rows.at(-1)?.id ?? null, resealed: resealed.length };
    }),
};
