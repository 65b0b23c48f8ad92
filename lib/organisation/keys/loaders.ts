import "server-only";
import { type MasterKeyHistory, readMasterKeys } from "@/lib/keys/history/service";
import { listProjectKeys, type ProjectKeyState } from "@/lib/keys/resealing/service";
import { type SheetState, sheetState } from "@/lib/keys/shares/service";
import { KEY_USERS } from "@/lib/runtime/key-users";
import { runtime } from "@/lib/runtime/registry";
import type { SignedInCtx } from "@/lib/web/context";

export interface KeysPageData {
  readonly masterKeys: MasterKeyHistory;
  readonly sheet: SheetState | null;
  readonly projectKeys: readonly ProjectKeyState[];
}

/** The keys of this database, by their ids. */
export async function loadKeys(ctx: SignedInCtx): Promise<KeysPageData> {
  const masterKeys = await readMasterKeys(ctx, runtime().settings.dataDir);
  const [sheet, projectKeys] = await Promise.all([
    sheetState(ctx.db, ctx.now()),
    listProjectKeys(ctx, KEY_USERS),
  ]);
  return { masterKeys, sheet, projectKeys };
}
