import type { SecretUses } from "@/lib/allowlist/references/model";
import { secretUses } from "@/lib/allowlist/references/service";
import type { SecretTarget } from "@/lib/authorization/permit";
import type { Membership } from "@/lib/pools/model";
import { findMemberships } from "@/lib/pools/service";
import { PLATFORM_SLUG } from "@/lib/projects/model";
import type { MappedScopes } from "@/lib/shared-mappings/model";
import { mappedScopes } from "@/lib/shared-mappings/service";
import type { SignedInCtx } from "@/lib/web/context";
import type { AccessHistory } from "./model";
import { findAccessHistory } from "./service";

export interface SecretUse {
  readonly readers: AccessHistory;
  /** Null for secrets that cannot be shared. */
  readonly mappedInto: MappedScopes | null;
  /** Allowlist endpoints that use it. */
  readonly uses: SecretUses;
  /** Pools that it is a member of. */
  readonly pools: readonly Membership[];
}

/** What depends on one secret. */
export async function loadSecretUse(ctx: SignedInCtx, target: SecretTarget): Promise<SecretUse> {
  const [readers, mappedInto, uses, pools] = await Promise.all([
    findAccessHistory(ctx, target),
    target.project === PLATFORM_SLUG ? mappedScopes(ctx, target) : null,
    secretUses(ctx, target),
    findMemberships(ctx, target),
  ]);
  return { readers, mappedInto, uses, pools };
}
