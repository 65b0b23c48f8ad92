import { authorize } from "@/lib/authorization/authorize";
import type { Permit } from "@/lib/authorization/permit";
import type { Extract, ExtractedSecret } from "@/lib/backup/extract";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { isAppError } from "@/lib/platform/app-error";
import { planImport, type Step } from "../import/plan";
import { IMPORT_SECRETS_MAX } from "../import/schema";
import { carryOut } from "../import/service";
import { secretUpsert } from "../upsert/schema";
import * as store from "./store";

/** What becomes of one secret: `changed` also where the value is too short to be compared. */
export interface Fate {
  readonly environment: string;
  readonly name: string;
  readonly state: "new" | "changed" | "same" | "refused";
  /** Why it is refused. */
  readonly reason: string | null;
}

interface Batch {
  readonly permit: Permit<"secret.create">;
  readonly steps: readonly Step[];
}

export interface BackupPlan {
  readonly fates: readonly Fate[];
  readonly batches: readonly Batch[];
}

/**
 * What storing the secrets of a backup in the project of that name will do, each in the environment that is called as its own was. Of
 * a secret that is there the value alone is replaced; a new one gets description, category and audience as they were.
 */
export async function planFromBackup(ctx: Ctx, project: string, { secrets }: Extract): Promise<BackupPlan> {
  await authorize(ctx, "backup.make", null);
  const fates: Fate[] = [];
  const batches: Batch[] = [];
  for (const environment of [...new Set(secrets.map((one) => one.environment))].sort()) {
    const all = secrets
      .filter((one) => one.environment === environment)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    for (let from = 0; from < all.length; from += IMPORT_SECRETS_MAX) {
      const some = all.slice(from, from + IMPORT_SECRETS_MAX);
      const { batch, found } = await planBatch(ctx, { project, environment }, some);
      if (batch) batches.push(batch);
      fates.push(...found);
    }
  }
  return { fates, batches };
}

/** Does what was planned, each batch in one transaction, and puts on record where it came from. */
export async function storeFromBackup(
  ctx: Ctx,
  project: string,
  { header }: Extract,
  { batches, fates }: BackupPlan,
): Promise<number> {
  await authorize(ctx, "backup.make", null);
  let count = 0;
  for (const { permit, steps } of batches) count += (await carryOut(ctx, permit, steps)).length;
  const refused = fates.filter(({ state }) => state === "refused").length;
  const detail = { madeAt: header.madeAt, secrets: count, refused };
  const target = { name: project };
  await ctx.audit.record(ctx, [{ action: "backup.partRestored", target, detail }]);
  return count;
}

async function planBatch(
  ctx: Ctx,
  scope: { readonly project: string; readonly environment: string },
  secrets: readonly ExtractedSecret[],
): Promise<{ readonly batch: Batch | null; readonly found: readonly Fate[] }> {
  const refusal = (name: string, reason: string): Fate => {
    return { environment: scope.environment, name, state: "refused", reason };
  };
  const parsed = secrets.map(({ environment: _, value, ...text }) => ({
    name: text.name,
    result: secretUpsert.safeParse({ ...text, value: value.reveal() }),
  }));
  const items = parsed.flatMap(({ result }) => (result.success ? [result.data] : []));
  const broken = parsed.flatMap(({ name, result }) =>
    result.success ? [] : [refusal(name, result.error.issues[0]?.message ?? "It breaks the rules of today.")],
  );
  try {
    const { permit, steps } = await planImport(ctx, scope, items);
    const same = await sameValues(ctx, permit, steps);
    const found = steps.map((step): Fate => {
      if (step.kind === "refuse") return refusal(step.item.name, step.reason);
      const state = step.kind === "create" ? "new" : same.has(step) ? "same" : "changed";
      return { environment: scope.environment, name: step.item.name, state, reason: null };
    });
    const wanted = steps.flatMap((step) => {
      if (step.kind === "refuse" || same.has(step)) return [];
      const { name, value } = step.item;
      return [step.kind === "replace" ? { ...step, item: { name, value } } : step];
    });
    return { batch: wanted.length > 0 ? { permit, steps: wanted } : null, found: [...found, ...broken] };
  } catch (error) {
    if (!isAppError(error) || error.code !== "notFound") throw error;
    const reason = `There is no ${scope.project}/${scope.environment} here: make it first.`;
    return { batch: null, found: secrets.map(({ name }) => refusal(name, reason)) };
  }
}

/** The steps whose secret has the value already. */
async function sameValues(
  ctx: Ctx,
  { environment }: Permit<"secret.create">,
  steps: readonly Step[],
): Promise<ReadonlySet<Step>> {
  const replacing = steps.flatMap((step) => (step.kind === "replace" ? [step] : []));
  const { projectId } = environment;
  const keys = await ctx.keys.project(projectId);
  const current = await store.currentFingerprints(
    ctx.pool,
    replacing.map(({ permit }) => permit),
  );
  const isSame = ({ permit, item }: (typeof replacing)[number]) => {
    const secretId = permit.secret.id;
    const sealed = keys.seal({ projectId, secretId, versionId: secretId }, Plaintext.of(item.value));
    const known = current.get(secretId) ?? null;
    return known !== null && [sealed.fingerprint, ...(sealed.earlierFingerprints ?? [])].includes(known);
  };
  return new Set(replacing.filter(isSame));
}
