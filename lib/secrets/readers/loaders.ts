import type { SecretUses } from "@/lib/allowlist/references/model";
import { secretUses } from "@/lib/allowlist/references/service";
import type { SecretTarget } from "@/lib/authorization/grant";
import { PLATFORM_SLUG } from "@/lib/projects/model";
import type { MappedPlaces } from "@/lib/shared-mappings/model";
import { mappedPlaces } from "@/lib/shared-mappings/service";
import type { SignedInCtx } from "@/lib/web/context";
import type { Readers } from "./model";
import { findReaders } from "./service";

export interface SecretUse {
  readonly readers: Readers;
  /** Null for secrets that cannot be shared. */
  readonly mappedInto: MappedPlaces | null;
  /** Allowlist endpoints that use it. */
  readonly uses: SecretUses;
}

/** What depends on one secret. */
export async function loadSecretUse(ctx: SignedInCtx, target: SecretTarget): Promise<SecretUse> {
  const [readers, mappedInto, uses] = await Promise.all([
    findReaders(ctx, target),
    target.project === PLATFORM_SLUG ? mappedPlaces(ctx, target) : null,
    secretUses(ctx, target),
  ]);
  return { readers, mappedInto, uses };
}
