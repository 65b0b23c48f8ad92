import { setImmediate as nextTurn } from "node:timers/promises";
import { requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { databaseFailure } from "@/lib/db/errors";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { prepareCreation } from "../service";
import { type StoredSecret, untilSettled } from "../upsert/service";
import { sealVersion } from "../versions/service";
import type { ChangeResult, SecretChange, SecretCreation } from "../writing/model";
import { textOf, writeSecrets } from "../writing/service";
import { planImport, type Refusal, type Step } from "./plan";
import type { ImportBody } from "./schema";

/**
 * Stores many secrets: new names are created, known ones get a new version, values that are there already are left alone as far
 * as they may be compared. All of it or nothing, in a number of statements that does not depend on how many they are; with
 * `dryRun` nothing at all. Answers in the order of the secrets. Throws `forbidden`, `preconditionFailed` or `conflict` with
 * every secret that cannot be stored, as `secrets.3.name`.
 */
export async function importSecrets(
  ctx: Ctx,
  scope: EnvironmentRef,
  { secrets, dryRun }: ImportBody,
): Promise<StoredSecret[]> {
  return untilSettled(async () => {
    const { permit, steps } = await planImport(ctx, scope, secrets);
    if (steps.some(({ kind }) => kind === "refuse")) throw await refusal(ctx, steps);
    return dryRun ? steps.map(planned) : carryOut(ctx, permit, steps);
  });
}

const SEALED_PER_TURN = 50;

/** Does what was planned, in one transaction. Steps that are refused are left out of the answer. */
export async function carryOut(
  ctx: Ctx,
  permit: Permit<"secret.create">,
  steps: readonly Step[],
): Promise<StoredSecret[]> {
  const changes: SecretChange[] = [];
  const creations: SecretCreation[] = [];
  for (const [i, step] of steps.entries()) {
    // Sealing takes the processor: others get their turn in between.
    if (i % SEALED_PER_TURN === SEALED_PER_TURN - 1) await nextTurn();
    if (step.kind === "replace") changes.push(await changeOf(ctx, step));
    if (step.kind === "create") creations.push(await creationOf(ctx, permit, step));
  }
  const results = await writeSecrets(ctx, { creations, changes }).catch((error: unknown) => {
    throw databaseFailure(error).kind === "unique" ? changedMeanwhile() : error;
  });
  const changed = results.map(outcomeOf);
  return steps.flatMap((step): StoredSecret[] => {
    if (step.kind === "create") return [planned(step)];
    return step.kind === "replace" ? changed.splice(0, 1) : [];
  });
}

type StepOf<K extends Step["kind"]> = Step & { readonly kind: K };

async function changeOf(ctx: Ctx, { permit, item }: StepOf<"replace">): Promise<SecretChange> {
  const { name: _, value, expectedVersion: ifVersion, ...text } = item;
  const origin = { origin: "rotated", restoredFrom: null } as const;
  const version = await sealVersion(ctx, permit, Plaintext.of(value), origin);
  return { permit, text: textOf(text), version, sameValue: "leave", ifVersion };
}

function creationOf(ctx: Ctx, permit: Permit<"secret.create">, { item }: StepOf<"create">) {
  const { name, value, description = "", category = "custom", audience = "all" } = item;
  return prepareCreation(ctx, permit, { name, description, category, audience }, value);
}

function outcomeOf(result: ChangeResult): StoredSecret {
  if (result.kind !== "done") throw changedMeanwhile();
  const { name, version, isNewVersion, hasNewText } = result;
  return { name, version, outcome: isNewVersion || hasNewText ? "replaced" : "unchanged" };
}

/** What a step comes to unless the value turns out to be there already. */
function planned(step: Step): StoredSecret {
  if (step.kind !== "replace") return { name: step.item.name, version: 1, outcome: "created" };
  const { name, currentVersion } = step.permit.secret;
  return { name, version: currentVersion + 1, outcome: "replaced" };
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  forbidden: "This API key may not store some of these secrets. Nothing was stored.",
  preconditionFailed: "Some of these secrets are at another version. Nothing was stored.",
  conflict: "Some of these names are taken. Nothing was stored.",
};

/** One error for all that is refused, as the most severe of them; what a narrowed key may not do is on record. */
async function refusal(ctx: Ctx, steps: readonly Step[]): Promise<AppError> {
  const refused = steps.flatMap((step, i) => (step.kind === "refuse" ? [{ ...step, i }] : []));
  const code = (["forbidden", "preconditionFailed"] as const).find((one) =>
    refused.some((step) => step.code === one),
  );
  const fields = Object.fromEntries(refused.map(({ i, reason }) => [`secrets.${i}.name`, [reason]]));
  if (code === "forbidden") {
    await requireUnnarrowed(ctx, "secret.create").catch((error: unknown) => {
      throw isAppError(error) ? new AppError(error.code, error.detail, { ...error.context, fields }) : error;
    });
  }
  // Another try would not change it.
  const facts = { holder: null };
  return new AppError(code ?? "conflict", REFUSALS[code ?? "conflict"], { fields, facts });
}

function changedMeanwhile(): AppError {
  return new AppError(
    "conflict",
    "Someone changed one of these secrets at the same moment. Nothing was stored. Try again.",
  );
}
