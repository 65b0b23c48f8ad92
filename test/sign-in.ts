import { beginSignIn } from "@/lib/auth/pending/service";
import { provePassword, type StartedSession } from "@/lib/auth/service";
import type { Ctx } from "@/lib/context";

/** Signs in somebody whose password is enough. */
export async function signInWithPassword(
  ctx: Ctx,
  input: { readonly email: string; readonly password: string },
): Promise<StartedSession> {
  const step = await beginSignIn(ctx, await provePassword(ctx, input), ["password"]);
  if (step.kind === "pending") throw new Error(`the password is not enough: ${step.need}`);
  return step;
}
