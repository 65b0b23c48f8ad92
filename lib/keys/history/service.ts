import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { livingInstances } from "@/lib/instances/service";
import { readKeyFile } from "../key-file";
import { instanceName } from "../rotating/service";
import { type KeySource, nextKeyFilePath } from "../source";
import * as store from "./store";

/** The master keys of this database, and how the one in use and the one that is prepared are held. */
export interface MasterKeyHistory {
  readonly source: KeySource;
  /** The newest first; ids alone, never a key. */
  readonly keys: readonly store.MasterKeyRow[];
  readonly instanceCount: number;
  /** A key that lies ready beside our own key file, and who does not hold it yet. */
  readonly prepared: { readonly id: string; readonly lacking: readonly string[] } | null;
}

export async function readMasterKeys(ctx: Ctx, dataDir: string): Promise<MasterKeyHistory> {
  await authorize(ctx, "masterKey.read", null);
  const [keys, living] = await Promise.all([store.masterKeys(ctx.pool), livingInstances(ctx)]);
  const { source } = ctx.keys;
  const next = source === "ownFile" ? await readKeyFile(nextKeyFilePath(dataDir)).catch(() => null) : null;
  const isPrepared = next && !keys.some(({ id }) => id === next.id);
  const lacking = living
    .filter(({ masterKeyIds }) => !masterKeyIds.includes(next?.id ?? ""))
    .map(instanceName);
  return {
    source,
    keys,
    instanceCount: living.length,
    prepared: isPrepared ? { id: next.id, lacking } : null,
  };
}
