import { AUDIT_KINDS } from "@/lib/audit/model";
import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { Requirement } from "@/lib/declarations/model";
import { findRequirement } from "@/lib/declarations/service";
import { variableOf } from "@/lib/names/model";
import type { RequestMeta } from "@/lib/requests/model";
import { showRequestsFor } from "@/lib/requests/showing/service";
import type { SecretRotation } from "@/lib/rotation/model";
import { findRotationOf } from "@/lib/rotation/policy/service";
import type { MappingMeta } from "@/lib/shared-mappings/model";
import { findMapping } from "@/lib/shared-mappings/service";
import type { SignedInCtx } from "@/lib/web/context";
import { loadSecretUse, type SecretUse } from "../access-history/loaders";
import { toldChanges } from "../changes/loaders";
import type { ToldChange } from "../changes/model";
import { readChanges } from "../changes/service";
import type { SecretMeta, SecretRights } from "../model";
import { findSameAs } from "../overview/service";
import { findRights } from "../rights";
import { findSecretIfThere } from "../service";
import { findLatestVersions, type LatestVersions } from "../versions/listing/service";

/** How many are shown; the change log has them all. */
const VERSIONS_SHOWN = 5;
const CHANGES_SHOWN = 5;

/** What an environment has under a name: a secret of its own, a shared one that is mapped in, or one that was deleted. */
export type SecretPageData =
  | ({ readonly kind: "secret" } & SecretOverview)
  | { readonly kind: "mapped"; readonly mapping: MappingMeta }
  | { readonly kind: "deleted"; readonly name: string; readonly changes: readonly ToldChange[] };

export interface SecretOverview {
  readonly scope: EnvironmentRef;
  readonly secret: SecretMeta;
  /** Whether its value has ended by itself, as far as it said when. */
  readonly isExpired: boolean;
  readonly versions: LatestVersions;
  /** Null: nobody said how it is rotated. */
  readonly rotation: SecretRotation | null;
  /** The environments of the project where it has the same value; null: not compared. */
  readonly sameAs: readonly string[] | null;
  /** What the project's manifest says of it; null: nothing. */
  readonly requirement: Requirement | null;
  readonly use: SecretUse;
  /** The newest ones, without reads: of those there are many more. */
  readonly changes: readonly ToldChange[];
  readonly may: SecretRights;
  /** Requests about it that wait, of those that the viewer may know of. */
  readonly waiting: readonly RequestMeta[];
}

/** What there is to see under a name of an environment. Throws `notFound`, to Members for whatever name. */
export async function loadSecretPage(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  name: string,
): Promise<SecretPageData> {
  const secret = await findSecretIfThere(ctx, { ...scope, secret: { name } });
  if (secret) return { kind: "secret", ...(await loadOverview(ctx, scope, secret)) };
  const mapping = mayEver(ctx, "mapping.list") ? await findMapping(ctx, scope, name) : null;
  if (mapping) return { kind: "mapped", mapping };
  const log = await readChanges(ctx, scope, name, { limit: 1 });
  return { kind: "deleted", name: log.name, changes: toldChanges(log) };
}

async function loadOverview(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  secret: SecretMeta,
): Promise<SecretOverview> {
  const target = { ...scope, secret: { id: secret.id } };
  const [versions, may, waiting, rotation, sameAs, requirement, use, log] = await Promise.all([
    findLatestVersions(ctx, target, VERSIONS_SHOWN),
    findRights(ctx, target),
    showRequestsFor(ctx, target),
    mayEver(ctx, "rotation.read") ? findRotationOf(ctx, target) : null,
    mayEver(ctx, "overview.read") ? findSameAs(ctx, scope, variableOf(secret.name)) : null,
    mayEver(ctx, "declaration.list") ? findRequirement(ctx, scope.project, secret.name) : null,
    loadSecretUse(ctx, target),
    readChanges(ctx, scope, secret.name, { limit: CHANGES_SHOWN, actions: AUDIT_KINDS.change.actions }),
  ]);
  const { expiresAt } = secret;
  return {
    ...{ scope, secret, versions, rotation, sameAs, requirement, use, may, waiting },
    changes: toldChanges(log),
    isExpired: expiresAt !== null && new Date(expiresAt) <= ctx.now(),
  };
}
