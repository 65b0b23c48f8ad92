import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import type { SealedVersion } from "./store";

type Opened = Pick<SealedVersion, "projectId" | "secretId" | "versionId" | "value" | "projectKeyId">;

/** The value of a version. It may leave the program only when that is on record. */
export async function openVersion(
  ctx: Pick<Ctx, "keys">,
  { projectId, secretId, versionId, ...sealed }: Opened,
): Promise<Plaintext> {
  const keys = await ctx.keys.project(projectId, [sealed.projectKeyId]);
  return keys.open({ projectId, secretId, versionId }, sealed);
}
