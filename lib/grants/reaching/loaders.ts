import type { SecretSend, SecretUses } from "@/lib/allowlist/references/model";
import { secretSends } from "@/lib/allowlist/references/service";
import type { ReachingKeys } from "@/lib/api-keys/reaching/model";
import { lastReadsIn, listKeysReaching } from "@/lib/api-keys/reaching/service";
import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { isId } from "@/lib/platform/ids";
import type { Membership } from "@/lib/pools/model";
import { findMemberships } from "@/lib/pools/service";
import { PLATFORM_SLUG } from "@/lib/projects/model";
import type { SecretMeta, SecretRights } from "@/lib/secrets/model";
import { findRights } from "@/lib/secrets/rights";
import { findSecret } from "@/lib/secrets/service";
import type { MappedScope } from "@/lib/shared-mappings/model";
import { mappedScopes } from "@/lib/shared-mappings/service";
import type { SignedInCtx } from "@/lib/web/context";
import { listGroups } from "../groups/service";
import type { ReachingGrants, ReachingRole } from "../model";
import { countGrantsTo, listGrantsTo, listRolesReaching } from "../service";

/** A place that a shared secret is mapped into, with when a key that is bound to it read the secret last. */
export interface ReachedScope extends MappedScope {
  readonly lastReadAt: Date | null;
}

export interface SecretAccessPageData {
  readonly scope: EnvironmentRef;
  readonly secret: SecretMeta;
  readonly may: SecretRights & { readonly grant: boolean };
  readonly grants: ReachingGrants & { readonly count: number };
  /** Groups that can be granted it. */
  readonly groups: readonly string[];
  /** What goes beyond grants; null for Members. */
  readonly wide: WideAccess | null;
}

interface WideAccess {
  readonly roles: readonly ReachingRole[];
  readonly keys: ReachingKeys;
  readonly endpoints: SecretUses<SecretSend>;
  readonly pools: readonly Membership[];
  /** Null for secrets that cannot be shared. */
  readonly mappedInto: { readonly scopes: readonly ReachedScope[]; readonly count: number } | null;
}

const GRANTS_SHOWN = 25;

type Input = Readonly<Record<string, string | string[] | undefined>>;

/** Who and what reaches one secret, and when they used it last. Throws `notFound`, and `forbidden` for whoever may not know. */
export async function loadSecretAccess(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  name: string,
  { grants: after, keys: from }: Input,
): Promise<SecretAccessPageData> {
  const secret = await findSecret(ctx, { ...scope, secret: { name } });
  const target = { ...scope, secret: { id: secret.id } };
  const [grants, count, may, groups, wide] = await Promise.all([
    listGrantsTo(ctx, target, { after: isId(after) ? after : undefined, limit: GRANTS_SHOWN }),
    countGrantsTo(ctx, target),
    findRights(ctx, target),
    mayEver(ctx, "group.list") ? listGroups(ctx) : [],
    mayEver(ctx, "apiKey.list") ? loadWide(ctx, target, typeof from === "string" ? from : "") : null,
  ]);
  return {
    ...{ scope, secret, wide },
    grants: { ...grants, count },
    groups: groups.map(({ slug }) => slug),
    may: { ...may, grant: mayEver(ctx, "grant.write") },
  };
}

async function loadWide(
  ctx: SignedInCtx,
  target: EnvironmentRef & { readonly secret: { readonly id: string } },
  from: string,
): Promise<WideAccess> {
  const offset = /^\d{1,6}$/.test(from) ? Number(from) : 0;
  const pools = await findMemberships(ctx, target);
  const [roles, keys, endpoints, mappedInto] = await Promise.all([
    listRolesReaching(ctx, target),
    listKeysReaching(ctx, target, { offset, inPool: pools.length > 0 }),
    secretSends(ctx, target),
    target.project === PLATFORM_SLUG ? loadMapped(ctx, target) : null,
  ]);
  return { roles, keys, endpoints, pools, mappedInto };
}

async function loadMapped(
  ctx: SignedInCtx,
  target: EnvironmentRef & { readonly secret: { readonly id: string } },
): Promise<NonNullable<WideAccess["mappedInto"]>> {
  const [{ scopes, count }, reads] = await Promise.all([mappedScopes(ctx, target), lastReadsIn(ctx, target)]);
  const lastIn = ({ project, environment }: MappedScope) =>
    reads
      .filter((read) => read.project === project && (read.environment ?? environment) === environment)
      .reduce<Date | null>((last, { lastAt }) => (last && last > lastAt ? last : lastAt), null);
  return { count, scopes: scopes.map((scope) => ({ ...scope, lastReadAt: lastIn(scope) })) };
}
