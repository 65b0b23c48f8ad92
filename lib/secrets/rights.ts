import { mayEver } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";

/** What somebody may do to a secret: for showing or leaving out a button. */
export interface SecretRights {
  readonly update: boolean;
  readonly restore: boolean;
  readonly delete: boolean;
}

export function secretRights(ctx: Pick<Ctx, "actor">): SecretRights {
  return {
    update: mayEver(ctx, "secret.update"),
    restore: mayEver(ctx, "secret.restore"),
    delete: mayEver(ctx, "secret.delete"),
  };
}
