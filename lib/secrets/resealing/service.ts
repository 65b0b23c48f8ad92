import { setImmediate as nextTurn } from "node:timers/promises";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { inSqlTransaction } from "@/lib/db/transaction";
import type { ProjectKeys } from "@/lib/keys/keyring";
import type { KeyUser, ResealBatch, ResealedBatch } from "@/lib/keys/resealing/model";
import { openIfIntact } from "@/lib/keys/resealing/open";
import { shapeOf } from "../shapes/model";
import * as store from "./store";

/** Few enough to hold up nobody who writes to one of their secrets. */
const BATCH = 100;
const OPENED_PER_TURN = 25;

/** Versions of secrets, each secret with all of its own at once, so that they stay comparable; and those that are to become one. */
export const sealedVersions: KeyUser = {
  count: ({ pool }, keyId) => store.countSealed(pool, keyId),
  reseal: async (ctx, batch) => {
    const versions = await resealVersions(ctx, batch);
    if (versions.lastId !== null) return versions;
    // At most one for each secret that is rotated at this moment.
    const resealed = await resealPending(ctx, batch);
    return { lastId: null, resealed: versions.resealed + resealed };
  },
};

async function resealVersions(
  ctx: Ctx,
  { permit, keys, keyId, afterId }: ResealBatch,
): Promise<ResealedBatch> {
  return inSqlTransaction(ctx, async (sql) => {
    const next = await store.nextVersions(sql, permit, { keyId, afterId, limit: BATCH });
    const lastId = next.at(-1)?.id ?? null;
    if (lastId === null) return { lastId, resealed: 0 };
    const secrets = await store.lockFree(sql, permit, [...new Set(next.map(({ secretId }) => secretId))]);
    const bySecret = new Map(secrets.map((secret) => [secret.id, secret]));
    const rows = await store.versionsOf(sql, permit, keyId, [...bySecret.keys()]);
    const resealed: store.Resealed[] = [];
    const groups: { secretId: string; valueGroup: string }[] = [];
    for (const [i, row] of rows.entries()) {
      // Opening takes the processor: others get their turn in between.
      if (i % OPENED_PER_TURN === OPENED_PER_TURN - 1) await nextTurn();
      const value = ctx.seals.fits("secret_versions", row) ? openedBy(keys, permit.project.id, row) : null;
      const secret = bySecret.get(row.secretId);
      if (!value || !secret) continue;
      const anew = sealedAnew(keys, permit.project.id, row, value);
      resealed.push({
        ...anew,
        seal: ctx.seals.of("secret_versions", { ...row, fingerprint: anew.fingerprint }),
      });
      // Empty: compared with none; null: a job finds it out.
      if (row.number === secret.currentVersion && secret.valueGroup)
        groups.push({ secretId: secret.id, valueGroup: keys.groupOf(secret.variable, value) });
    }
    await store.updateVersions(sql, permit, resealed);
    await store.updateGroups(sql, permit, groups);
    return { lastId, resealed: resealed.length };
  });
}

async function resealPending(ctx: Ctx, { permit, keys, keyId }: ResealBatch): Promise<number> {
  return inSqlTransaction(ctx, async (sql) => {
    const rows = await store.lockPending(sql, permit, keyId);
    const resealed = rows.flatMap((row): store.Resealed[] => {
      const value = ctx.seals.fits("pending_versions", row) ? openedBy(keys, permit.project.id, row) : null;
      if (!value) return [];
      const anew = sealedAnew(keys, permit.project.id, row, value);
      return [{ ...anew, seal: ctx.seals.of("pending_versions", { ...row, fingerprint: anew.fingerprint }) }];
    });
    await store.updatePending(sql, permit, resealed);
    return resealed.length;
  });
}

type Row = store.SealedRowOf & {
  readonly id: string;
  readonly secretId: string;
  readonly fingerprint: string | null;
};

function openedBy(keys: ProjectKeys, projectId: string, row: Row): Plaintext | null {
  return openIfIntact(() => keys.open({ projectId, secretId: row.secretId, versionId: row.id }, row));
}

/** What was compared stays so, and nothing else becomes it. */
function sealedAnew(
  keys: ProjectKeys,
  projectId: string,
  row: Row,
  value: Plaintext,
): Omit<store.Resealed, "seal"> {
  const sealed = keys.seal({ projectId, secretId: row.secretId, versionId: row.id }, value);
  return {
    ...{ id: row.id, value: sealed.value, projectKeyId: sealed.projectKeyId },
    fingerprint: row.fingerprint === null ? null : sealed.fingerprint,
    shape: row.shape?.members ? shapeOf(value.reveal(), keys.partHash(row.secretId)) : row.shape,
  };
}
