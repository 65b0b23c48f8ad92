import { authorize, mayEver, mayTo } from "@/lib/authorization/authorize";
import type { EnvironmentRow, SecretTarget } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { SecretMeta, SecretRights } from "./model";

/** To secrets in general: whoever has a right to some only has it here too. */
export function secretRights(ctx: Pick<Ctx, "actor">): SecretRights {
  return {
    update: mayEver(ctx, "secret.update"),
    rotate: mayEver(ctx, "secret.rotate"),
    restore: mayEver(ctx, "secret.restore"),
    delete: mayEver(ctx, "secret.delete"),
    rotation: mayEver(ctx, "rotation.read"),
  };
}

/** To one secret that the actor may know of. */
export function rightsTo(
  ctx: Pick<Ctx, "actor">,
  environment: Pick<EnvironmentRow, "id" | "projectId">,
  secret: Pick<SecretMeta, "id" | "name" | "audience">,
): SecretRights {
  return {
    ...secretRights(ctx),
    update: mayTo(ctx, "secret.update", environment, secret),
    rotate: mayTo(ctx, "secret.rotate", environment, secret),
    restore: mayTo(ctx, "secret.restore", environment, secret),
  };
}

/** The same where it has to be found first. Throws `notFound`. */
export async function findRights(ctx: Ctx, target: SecretTarget): Promise<SecretRights> {
  const { environment, secret } = await authorize(ctx, "secret.read", target);
  return rightsTo(ctx, environment, secret);
}
