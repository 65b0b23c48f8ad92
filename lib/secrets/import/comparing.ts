import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { inSqlTransaction } from "@/lib/db/transaction";
import { compareValues, fingerprintsOf } from "../comparison/store";
import { sealVersion, secretTarget } from "../versions/service";
import { comparedEvent } from "../writing/events";
import { lockSecrets } from "../writing/store";
import type { Step } from "./plan";

type Replacement = Step & { readonly kind: "replace" };

/**
 * Whether secrets have the value already which a step would give them, by their ids. Each comparison is on record and counts, as one
 * that comes with storing does; what is over the limit of its secret, or too short, is not compared and left out.
 */
export async function compareSteps(ctx: Ctx, steps: readonly Step[]): Promise<ReadonlyMap<string, boolean>> {
  const replacements = new Map(
    steps.flatMap((step) => (step.kind === "replace" ? [[step.permit.secret.id, step] as const] : [])),
  );
  const fingerprints = new Map<string, readonly string[]>();
  for (const [secretId, step] of replacements) {
    const own = await fingerprintsFor(ctx, step);
    if (own.length > 0) fingerprints.set(secretId, own);
  }
  if (fingerprints.size === 0) return new Map();
  return inSqlTransaction(ctx, async (sql) => {
    const locked = await lockSecrets(sql, ctx.seals, [...fingerprints.keys()], "wait");
    const input = locked.map(({ id }) => ({ secretId: id, fingerprints: fingerprints.get(id) ?? [] }));
    const compared = await compareValues(sql, input, ctx.now());
    const versions = new Map(locked.map(({ id, currentVersion }) => [id, currentVersion]));
    const events = compared.flatMap(({ secretId, isCurrent }) => {
      const permit = replacements.get(secretId)?.permit;
      return permit ? [comparedEvent(secretTarget(permit), versions.get(secretId) ?? 1, isCurrent)] : [];
    });
    await ctx.audit.append(sql, ctx, events);
    return new Map(compared.map(({ secretId, isCurrent }) => [secretId, isCurrent]));
  });
}

async function fingerprintsFor(ctx: Ctx, { permit, item }: Replacement): Promise<readonly string[]> {
  const origin = { origin: "rotated", restoredFrom: null } as const;
  return fingerprintsOf((await sealVersion(ctx, permit, Plaintext.of(item.value), origin)).sealed);
}
