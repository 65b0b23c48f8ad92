import "server-only";
import type { SignedInCtx } from "@/lib/web/context";
import type { LogStorage } from "./model";
import { readStorage } from "./service";

/** What a page shows of the size of the log and what leaves it. */
export function loadStorage(ctx: SignedInCtx): Promise<LogStorage> {
  return readStorage(ctx);
}
