import { authorize, mayEver, mayTo } from "@/lib/authorization/authorize";
import type { EnvironmentRow, SecretTarget } from "@/lib/authorization/permit";
import { isMember } from "@/lib/authorization/visibility";
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
    access: mayEver(ctx, "grant.read"),
  };
}

/** To single secrets of an environment that the actor may know of: decided once for all of them. */
export function rightsIn(
  ctx: Pick<Ctx, "actor">,
  environment: Pick<EnvironmentRow, "id" | "projectId">,
): (secret: Pick<SecretMeta, "id" | "name" | "audience">) => SecretRights {
  const all = secretRights(ctx);
  if (!isMember(ctx.actor)) return () => all;
  const update = mayTo(ctx, "secret.update", environment);
  const rotate = mayTo(ctx, "secret.rotate", environment);
  const restore = mayTo(ctx, "secret.restore", environment);
  const access = mayTo(ctx, "grant.read", environment);
  return (secret) => ({
    ...all,
    ...{ update: update(secret), rotate: rotate(secret), restore: restore(secret), access: access(secret) },
  });
}

/** The same where the secret has to be found first. Throws `notFound`. */
export async function findRights(ctx: Ctx, target: SecretTarget): Promise<SecretRights> {
  const { environment, secret } = await authorize(ctx, "secret.read", target);
  return rightsIn(ctx, environment)(secret);
}
