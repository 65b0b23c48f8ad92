import "server-only";
import type { SignedInCtx } from "@/lib/web/context";
import type { OutletState } from "./model";
import { readOutlets } from "./service";

/** What the page of streams and witnesses shows. */
export function loadOutlets(ctx: SignedInCtx): Promise<readonly OutletState[]> {
  return readOutlets(ctx);
}
