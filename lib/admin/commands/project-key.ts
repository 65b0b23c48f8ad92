import type { Ctx } from "@/lib/context";
import { counted } from "@/lib/counted";
import { listProjectKeys, resealAll, rotateProjectKey } from "@/lib/keys/resealing/service";
import { KEY_USERS } from "@/lib/runtime/key-users";
import type { Answer } from "../shell";

const TOLD_EVERY_MS = 1_000;

/** Gives a project a new key and seals anew what the one before sealed. Interrupted, a running instance goes on. */
export async function rotateKeyOf(ctx: Ctx, project: string, tell: (text: string) => void): Promise<Answer> {
  const { keyId } = await rotateProjectKey(ctx, project);
  let since = performance.now();
  while (!(await resealAll(ctx, KEY_USERS, () => performance.now() - since > TOLD_EVERY_MS))) {
    tell(`${counted(await leftIn(ctx, project), "value")} to be sealed anew`);
    since = performance.now();
  }
  const left = await leftIn(ctx, project);
  return {
    data: { project, keyId, left },
    lines: [
      `The project ${project} has a new key.`,
      left === 0
        ? "Nothing is sealed by the one before any more: a running instance erases it within three minutes."
        : `${counted(left, "value")} could not be sealed anew: what is being changed at this moment is seen to by a running instance; what does not open keeps the key from before.`,
    ],
  };
}

async function leftIn(ctx: Ctx, project: string): Promise<number> {
  const state = (await listProjectKeys(ctx, KEY_USERS)).find((one) => one.project === project);
  return state?.resealing?.left ?? 0;
}
