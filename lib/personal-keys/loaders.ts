import "server-only";
import type { SignedInCtx } from "@/lib/web/context";
import { listOwnKeys, type OwnKeys } from "./service";

/** The account page's list of one's own personal keys. */
export function loadOwnKeys(ctx: SignedInCtx): Promise<OwnKeys> {
  return listOwnKeys(ctx);
}
