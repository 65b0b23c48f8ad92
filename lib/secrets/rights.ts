import { authorize, mayEver, mayTo } from "@/lib/authorization/authorize";
import type { EnvironmentRow, SecretTarget } from "@/lib/authorization/permit";
import { isMember } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { livesElsewhere } from "./external/fresh";
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
): (secret: Righted) => SecretRights {
  const all = secretRights(ctx);
  if (!isMember(ctx.actor)) return (secret) => withoutValue(all, isElsewhere(secret));
  const update = mayTo(ctx, "secret.update", environment);
  const rotate = mayTo(ctx, "secret.rotate", environment);
  const restore = mayTo(ctx, "secret.restore", environment);
  const access = mayTo(ctx, "grant.read", environment);
  return (secret) => {
    const own = { update: update(secret), rotate: rotate(secret), restore: restore(secret) };
    return withoutValue({ ...all, ...own, access: access(secret) }, isElsewhere(secret));
  };
}

type Righted = Pick<SecretMeta, "id" | "name" | "audience"> & Partial<Pick<SecretMeta, "source">>;

/** A value that lives elsewhere is replaced and rotated there. */
function withoutValue(rights: SecretRights, isElsewhere: boolean): SecretRights {
  return isElsewhere ? { ...rights, rotate: false, restore: false, rotation: false } : rights;
}

function isElsewhere({ source = null }: Righted): boolean {
  return source !== null;
}

/** The same where the secret has to be found first. Throws `notFound`. */
export async function findRights(ctx: Ctx, target: SecretTarget): Promise<SecretRights> {
  const { environment, secret } = await authorize(ctx, "secret.read", target);
  return withoutValue(rightsIn(ctx, environment)(secret), await livesElsewhere(ctx.pool, secret.id));
}
