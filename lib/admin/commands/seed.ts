import { randomBytes } from "node:crypto";
import { z } from "zod";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { counted } from "@/lib/counted";
import { Plaintext } from "@/lib/crypto/plaintext";
import { inTransaction } from "@/lib/db/transaction";
import type { ProjectKeys } from "@/lib/keys/keyring";
import { foldName, variableOf } from "@/lib/names/model";
import { newId } from "@/lib/platform/ids";
import { DEFAULT_PROJECT_SLUG, FIRST_ENVIRONMENTS } from "@/lib/projects/model";
import { searchTextOf } from "@/lib/secrets/search-text";
import { plausibleSecret } from "../seed-names";
import type { Answer } from "../shell";
import * as store from "../store";

const SECRETS_MAX = 999_999;
const BATCH = 1_000;
const LONGEST_AGO_MS = 2 * 365 * 24 * 60 * 60 * 1_000;

export const seedOptions = z.strictObject({
  secrets: z.coerce
    .number("Say how many, in digits.")
    .int("Say how many, in digits.")
    .min(1, "Make at least one.")
    .max(SECRETS_MAX, `Make at most ${SECRETS_MAX.toLocaleString("en")} at once.`),
  project: z.string().default(DEFAULT_PROJECT_SLUG),
  environment: z.string().default(FIRST_ENVIRONMENTS[0]?.slug ?? "production"),
});
export type SeedOptions = z.output<typeof seedOptions>;

/**
 * Makes plausible secrets with random values, for trials and benchmarks. Names end in a number and go on after the
 * highest there is. Each batch of a thousand is one transaction with one audit event.
 */
export async function seedSecrets(
  ctx: Ctx,
  options: SeedOptions,
  onProgress: (done: number) => void,
): Promise<Answer> {
  const { secrets: count, project, environment } = options;
  const permit = await authorize(ctx, "secret.create", { project, environment });
  const keys = await ctx.keys.project(permit.environment.projectId);
  const first = (await store.highestNumber(ctx.pool, permit)) + 1;
  for (let done = 0; done < count; done += BATCH) {
    const size = Math.min(BATCH, count - done);
    await insertBatch(ctx, permit, keys, { first: first + done, size });
    onProgress(done + size);
  }
  await store.vacuumAnalyze(ctx.pool);
  return {
    data: { project, environment, secrets: count, firstNumber: first },
    lines: [`Made ${counted(count, "secret")} in ${project}/${environment}.`],
  };
}

async function insertBatch(
  ctx: Ctx,
  permit: Permit<"secret.create">,
  keys: ProjectKeys,
  batch: { readonly first: number; readonly size: number },
): Promise<void> {
  const { id: environmentId, projectId } = permit.environment;
  const scope = { environmentId, projectId };
  const secrets = Array.from({ length: batch.size }, (_, i) => seal(ctx, scope, keys, batch.first + i));
  const target = { projectId, environmentId };
  const detail = { count: batch.size, first: secrets[0]?.name ?? "", last: secrets.at(-1)?.name ?? "" };
  await inTransaction(ctx, async (tx) => {
    await store.insertSecrets(tx, permit, secrets, actorLabel(ctx.actor));
    await ctx.audit.append(tx, ctx, [{ action: "secrets.seeded", target, detail }]);
  });
}

function seal(
  ctx: Ctx,
  { environmentId, projectId }: { readonly environmentId: string; readonly projectId: string },
  keys: ProjectKeys,
  number: number,
): store.SeededSecret {
  const { age, idle, ...text } = plausibleSecret(number);
  const now = ctx.now().getTime();
  const createdAt = new Date(now - age * LONGEST_AGO_MS);
  const updatedAt = new Date(now - idle * LONGEST_AGO_MS);
  const [id, versionId] = [newId(createdAt), newId(createdAt)];
  const value = Plaintext.of(randomBytes(24 + (number % 40)).toString("base64url"));
  const names = { nameFolded: foldName(text.name), variable: variableOf(text.name) };
  const sealed = keys.seal({ projectId, secretId: id, versionId }, value);
  const current = { currentVersion: 1, currentVersionId: versionId };
  const rowSeal = ctx.seals.of("secrets", { ...text, ...names, ...current, id, environmentId });
  const first = { id: versionId, secretId: id, number: 1, fingerprint: sealed.fingerprint, createdAt };
  return {
    ...text,
    ...names,
    ...sealed,
    valueGroup: keys.groupOf(names.variable, value),
    id,
    versionId,
    searchText: searchTextOf(text),
    seal: Buffer.from(rowSeal).toString("hex"),
    versionSeal: Buffer.from(ctx.seals.of("secret_versions", first)).toString("hex"),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
