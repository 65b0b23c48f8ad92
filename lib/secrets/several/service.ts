import { createHash } from "node:crypto";
import type { NewAuditEvent } from "@/lib/audit/model";
import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { databaseFailure } from "@/lib/db/errors";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { prepareCreation } from "../service";
import { sealVersion, secretTarget } from "../versions/service";
import type { SecretChange, SecretCreation, SecretWrites } from "../writing/model";
import { textOf, writeSecrets } from "../writing/service";
import type { DeletionRow } from "../writing/store";
import { affected, deletionPhrase, type SeveralReport } from "./model";
import { type Plan, planSeveral, type Step } from "./plan";
import type { SeveralForm } from "./schema";
import { openCurrent } from "./values";

/**
 * Copies, moves, classifies or deletes several secrets of a project, in one transaction: all that the preview said, or nothing.
 * With `step: "preview"` it only tells what would be done; so it does when that is no longer what the preview showed. What is
 * in conflict is left alone. Throws `notFound`, `conflict`, `forbidden` and `confirmationNeeded`.
 */
export async function changeSeveral(ctx: Ctx, form: SeveralForm): Promise<SeveralReport> {
  const plan = await planSeveral(ctx, form);
  const preview = reportOf(form, plan);
  if (form.step === "preview") return preview;
  if (form.seen === undefined) throw fieldError("seen", "Look at the preview first.");
  if (form.seen !== preview.seen) return { ...preview, isOutdated: true };
  if (form.kind === "delete") requirePhrase(form, affected(preview));
  const writes = await writesOf(ctx, form, plan);
  const results = await writeSecrets(ctx, writes).catch((error: unknown) => {
    throw ["unique", "referenced"].includes(databaseFailure(error).kind) ? changedMeanwhile() : error;
  });
  if (results.some(({ kind }) => kind !== "done")) throw changedMeanwhile();
  return { ...preview, isDone: true };
}

function reportOf({ kind }: SeveralForm, plan: Plan): SeveralReport {
  const items = plan.steps.map(({ row, environment, outcome, note }) => ({
    ...{ id: row.id, name: row.name, category: row.category, audience: row.audience },
    ...{ environment: environment.name, outcome, note },
  }));
  const to = plan.target?.environment.name ?? null;
  return { kind, isDone: false, isOutdated: false, to, items, seen: digestOf(kind, plan) };
}

/** Changes with whatever would make the preview another one. */
function digestOf(kind: SeveralForm["kind"], { steps, target }: Plan): string {
  const lines = steps.map(({ row, replace, outcome, note }) => [
    // What is set is chosen after the preview.
    ...[row.id, row.revision, kind === "classify" ? null : outcome, note],
    ...[replace?.secret.id, replace?.secret.revision],
  ]);
  return createHash("sha256")
    .update(JSON.stringify([kind, target?.environment.id, lines]))
    .digest("hex");
}

function requirePhrase({ confirmation }: SeveralForm, count: number): void {
  const phrase = deletionPhrase(count);
  if (confirmation !== phrase) throw fieldError("confirmation", `Type “${phrase}” exactly.`);
}

async function writesOf(ctx: Ctx, form: SeveralForm, { steps, target }: Plan): Promise<SecretWrites> {
  const active = steps.filter(({ outcome }) => outcome !== "conflict");
  const deletions = active.flatMap(({ remove, row }): DeletionRow[] =>
    remove ? [{ permit: remove, ifVersion: row.currentVersion }] : [],
  );
  if (target) return { ...(await copiesOf(ctx, target, active, form.kind)), deletions };
  const changes = active.flatMap(({ update: permit, outcome, row }): SecretChange[] =>
    permit && outcome === "changed"
      ? [{ permit, text: textOf(form), sameValue: "add", ifRevision: row.revision }]
      : [],
  );
  return { creations: [], changes, deletions };
}

/** A value that was thought to be there already is compared under the lock: what a list shows decides nothing. */
async function copiesOf(
  ctx: Ctx,
  target: Permit<"secret.create">,
  steps: readonly Step[],
  kind: SeveralForm["kind"],
): Promise<SecretWrites> {
  const copies = steps.flatMap(({ copy, replace }) => (copy ? [{ copy, replace }] : []));
  const values = await openCurrent(
    ctx,
    copies.map(({ copy }) => copy),
  );
  const creations: SecretCreation[] = [];
  const changes: SecretChange[] = [];
  const events: NewAuditEvent[] = [];
  for (const { copy, replace } of copies) {
    const value = values.get(copy.secret.id)?.value;
    if (!value) throw new AppError("notFound", `The value of ${copy.secret.name} cannot be read.`);
    if (replace) changes.push(await changeOf(ctx, copy, replace, value));
    else creations.push(await creationOf(ctx, copy, target, value));
    const isMoved = kind === "move";
    const detail = { version: copy.secret.currentVersion, to: target.environment.slug };
    events.push({
      ...{ action: "secret.copied", target: secretTarget(copy) },
      detail: { ...detail, ...(isMoved && { isMoved }) },
    });
  }
  return { creations, changes, events };
}

async function creationOf(
  ctx: Ctx,
  { environment, secret }: Permit<"secret.copy">,
  target: Permit<"secret.create">,
  value: Plaintext,
): Promise<SecretCreation> {
  const { name, description, category, audience } = secret;
  const text = { name, description, category, audience };
  return { ...(await prepareCreation(ctx, target, text, value.reveal())), copiedFrom: environment.slug };
}

async function changeOf(
  ctx: Ctx,
  { environment }: Permit<"secret.copy">,
  permit: Permit<"secret.rotate">,
  value: Plaintext,
): Promise<SecretChange> {
  const sealed = await sealVersion(ctx, permit, value, { origin: "rotated", restoredFrom: null });
  const version = { ...sealed, copiedFrom: environment.slug };
  return { permit, version, sameValue: "leave", ifVersion: permit.secret.currentVersion };
}

function changedMeanwhile(): AppError {
  const detail = "Someone changed one of these secrets at the same moment. Nothing was changed. Try again.";
  return new AppError("conflict", detail);
}
