import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { isAppError } from "@/lib/platform/app-error";
import { type RotationStart, startRotation } from "./service";

/** One of several secrets of a project that are to be rotated. */
export interface ChosenSecret {
  readonly environment: string;
  readonly secretId: string;
}

export interface SeveralStarted {
  readonly begun: number;
  /** What was not begun, and why. */
  readonly refused: readonly { readonly secretId: string; readonly why: string }[];
}

/** Begins to rotate several secrets of a project at once, each for itself: one that cannot be rotated holds up no others. */
export async function startSeveral(
  ctx: Ctx,
  project: EnvironmentRef["project"],
  secrets: readonly ChosenSecret[],
  trigger: RotationStart["trigger"],
): Promise<SeveralStarted> {
  // Whoever may not even look at rotations is told that, and not that nothing was found.
  await authorize(ctx, "rotation.list", { project });
  const refused: { secretId: string; why: string }[] = [];
  for (const { environment, secretId } of secrets) {
    const target = { project, environment, secret: { id: secretId } };
    const why = await startRotation(ctx, target, { trigger }).then(() => null, refusalOf);
    if (why !== null) refused.push({ secretId, why });
  }
  return { begun: secrets.length - refused.length, refused };
}

/** Why one cannot be begun. Who may not rotate at all is told so once, for all. */
function refusalOf(error: unknown): string {
  if (!isAppError(error) || !["conflict", "notFound"].includes(error.code)) throw error;
  return error.detail;
}
