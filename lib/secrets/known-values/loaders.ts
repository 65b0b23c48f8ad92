import "server-only";
import { isAppError } from "@/lib/platform/app-error";
import type { SignedInCtx } from "@/lib/web/context";
import type { KnownValuePage } from "./model";
import { listValuesToReplace } from "./service";

/** The page of the list that the address asks for; the first one when it asks for none of ours. */
export async function loadValuesToReplace(ctx: SignedInCtx, after: unknown): Promise<KnownValuePage> {
  try {
    return await listValuesToReplace(ctx, { after: typeof after === "string" ? after : undefined });
  } catch (error) {
    if (isAppError(error) && error.code === "validation") return listValuesToReplace(ctx);
    throw error;
  }
}
