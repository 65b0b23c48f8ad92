import { authorize, authorizeEach } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import { canSee } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { variableOf } from "@/lib/names/model";
import { otherVersion } from "../conflict";
import { AUDIENCE_REFUSAL, reachesAudience } from "../upsert/service";
import type { ImportItem } from "./schema";
import * as store from "./store";

/** What will become of one item. */
export type Step =
  | { readonly kind: "create"; readonly item: ImportItem }
  | { readonly kind: "replace"; readonly item: ImportItem; readonly permit: Permit<"secret.rotate"> }
  | { readonly kind: "refuse"; readonly item: ImportItem; readonly code: Refusal; readonly reason: string };

export type Refusal = "forbidden" | "preconditionFailed" | "conflict";

export interface Plan {
  readonly permit: Permit<"secret.create">;
  /** In the order of the items. */
  readonly steps: readonly Step[];
}

const EXTERNAL = "Its value lives in an external manager. Replace it there.";
const MAPPED = "This name is a shared secret. Change its value in Platform.";

/**
 * Decides what an import will do, from the names alone: no value is compared with a stored one. A secret that is spelled otherwise
 * but becomes the same variable is the one that is meant. One query for any number of items.
 */
export async function planImport(
  ctx: Ctx,
  scope: EnvironmentRef,
  items: readonly ImportItem[],
): Promise<Plan> {
  const permit = await authorize(ctx, "secret.create", scope);
  const found = await store.findHolders(
    ctx.pool,
    permit,
    items.map(({ name }) => variableOf(name)),
  );
  const permits = await authorizeEach(ctx, "secret.rotate", permit, found);
  const holders = new Map(
    found.map((holder, i) => [holder.variable, { holder, permit: permits[i] ?? null }]),
  );
  const steps = items.map((item) => stepOf(ctx, item, holders.get(variableOf(item.name))));
  return { permit, steps };
}

interface Found {
  readonly holder: store.Holder;
  readonly permit: Permit<"secret.rotate"> | null;
}

function stepOf(ctx: Ctx, item: ImportItem, found: Found | undefined): Step {
  const refuse = (code: Refusal, reason: string) => ({ kind: "refuse", item, code, reason }) as const;
  const { audience, expectedVersion } = item;
  if (!reachesAudience(ctx, audience)) return refuse("forbidden", AUDIENCE_REFUSAL);
  if (found?.permit && !found.holder.isMapping) {
    const { currentVersion } = found.permit.secret;
    const isExpected = expectedVersion === undefined || expectedVersion === currentVersion;
    if (!isExpected)
      return refuse("preconditionFailed", otherVersion(currentVersion, expectedVersion).detail);
    if (found.holder.isExternal) return refuse("conflict", EXTERNAL);
    return { kind: "replace", item, permit: found.permit };
  }
  // Whether the name is taken is nothing that a narrowed key learns.
  if (isNarrowed(ctx)) return refuse("forbidden", "A narrowed key makes no new secrets.");
  if (found) return refuse("conflict", canSee(ctx.actor, found.holder) ? MAPPED : "This name is taken here.");
  if (expectedVersion) return refuse("preconditionFailed", otherVersion(0, expectedVersion).detail);
  return { kind: "create", item };
}

function isNarrowed({ actor }: Ctx): boolean {
  return actor.kind === "apiKey" && actor.allowedSecretIds !== null;
}
