import type { Ctx } from "@/lib/context";
import { type MasterKey, type MasterKeys, shownKeyId } from "@/lib/crypto/master-key";
import { unwrapInstanceKey, unwrapProjectKey, wrapInstanceKey, wrapProjectKey } from "@/lib/crypto/wrapping";
import { type Sql, sqlIn } from "@/lib/db/sql";
import * as store from "./store";
import { wrongMasterKey } from "./wrong-master-key";

export interface Rotation {
  /** False if the database was under the current key already: rotating twice changes nothing. */
  readonly isChanged: boolean;
  readonly masterKeyId: string;
  readonly projectKeyCount: number;
}

type RotateContext = Pick<Ctx, "db" | "audit" | "actor" | "now" | "request">;

const BATCH = 500;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const TIMEOUT_MS = 5 * 60_000;

/**
 * Puts the database under `current` instead of `previous`: rewraps the instance key and every project key in one
 * transaction, together with its audit event, and touches no secret. Until it commits the previous key opens
 * everything, afterwards the current one does. Of two rotations at once one wins, and the other is told which key the
 * database needs now. The caller has checked that the actor may do this.
 */
export async function rotateMasterKey(ctx: RotateContext, masterKeys: MasterKeys): Promise<Rotation> {
  return ctx.db.$transaction(
    async (tx) => {
      const sql = sqlIn(tx);
      const activeId = (await store.lockedMasterKeyId(sql)) ?? (await store.lockedMasterKeyId(sql));
      const { current, previous } = masterKeys;
      if (activeId === current.id) return { isChanged: false, masterKeyId: current.id, projectKeyCount: 0 };
      if (!activeId || activeId !== previous?.id) throw new Error(wrongMasterKey(activeId ?? "", masterKeys));
      await refuseOldKey(sql, current);
      await store.insertMasterKey(sql, current.id, ctx.now());
      await rewrapInstanceKey(sql, previous, current);
      const projectKeyCount = await rewrapProjectKeys(sql, previous, current);
      await store.retireMasterKey(sql, previous.id, ctx.now());
      const detail = {
        from: shownKeyId(previous.id),
        to: shownKeyId(current.id),
        projectKeys: projectKeyCount,
      };
      await ctx.audit.append(tx, ctx, [{ action: "masterKey.rotated", detail }]);
      return { isChanged: true, masterKeyId: current.id, projectKeyCount };
    },
    { timeout: TIMEOUT_MS },
  );
}

async function refuseOldKey(sql: Sql, current: MasterKey): Promise<void> {
  if (!(await store.wasMasterKey(sql, current.id))) return;
  throw new Error(`master key ${shownKeyId(current.id)} was retired in this database: rotate to a new one`);
}

async function rewrapInstanceKey(sql: Sql, from: MasterKey, to: MasterKey): Promise<void> {
  const row = await store.instanceKey(sql);
  if (!row) throw new Error("this database lost its instance key; restore it from a backup");
  const key = unwrapInstanceKey(from.key, row.id, row.wrapped);
  await store.rewrapInstanceKey(sql, {
    id: row.id,
    wrapped: wrapInstanceKey(to.key, row.id, key),
    masterKeyId: to.id,
  });
}

/** In batches, so that memory does not grow with the number of projects. */
async function rewrapProjectKeys(sql: Sql, from: MasterKey, to: MasterKey): Promise<number> {
  let count = 0;
  let afterId = FIRST_ID;
  for (;;) {
    const rows = await store.projectKeysUnder(sql, from.id, afterId, BATCH);
    const last = rows.at(-1);
    if (!last) return count;
    const rewrapped = rows.map((row) => {
      const ref = { projectId: row.projectId, keyId: row.id };
      return { ...row, wrapped: wrapProjectKey(to.key, ref, unwrapProjectKey(from.key, ref, row.wrapped)) };
    });
    await store.rewrapProjectKeys(sql, rewrapped, to.id);
    count += rows.length;
    afterId = last.id;
  }
}
