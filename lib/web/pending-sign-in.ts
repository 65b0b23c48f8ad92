import "server-only";
import { redirect } from "next/navigation";
import { beginAgainPath, nextPath } from "@/lib/auth/next-path";
import type { StartedSession } from "@/lib/auth/service";
import type { Ctx } from "@/lib/context";
import { isAppError } from "@/lib/platform/app-error";
import { landingPath } from "@/lib/projects/loaders";
import { currentPending, dropPending, keepSession } from "./cookies";

type WithToken<T> = (token: string | undefined) => Promise<T>;

/** Does something with this browser's pending sign-in; leads back to the sign-in page when that is over. */
export async function withPending<T>(next: string | undefined, work: WithToken<T>): Promise<T> {
  try {
    return await work(await currentPending());
  } catch (error) {
    if (!isAppError(error) || error.code !== "unauthenticated") throw error;
    await dropPending();
    return redirect(beginAgainPath(nextPath(next)));
  }
}

/** Ends this browser's pending sign-in with the session that `complete` starts, and goes on. */
export async function enter(
  ctx: Ctx,
  next: string | undefined,
  complete: WithToken<StartedSession>,
): Promise<never> {
  const session = await withPending(next, complete);
  await keepSession(session);
  redirect(nextPath(next) ?? (await landingPath({ ...ctx, actor: session.actor })));
}
