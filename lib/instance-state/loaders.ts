import "server-only";
import { runtime } from "@/lib/runtime/registry";
import type { SignedInCtx } from "@/lib/web/context";
import type { InstanceState } from "./model";
import { readInstanceState } from "./service";

/** How the program is, as the instance that answers knows it. */
export function loadInstanceState(ctx: SignedInCtx): Promise<InstanceState> {
  const { instanceId: id, statementTimes, root, settings } = runtime();
  return readInstanceState(ctx, { id, statementTimes, root, dataDir: settings.dataDir });
}
