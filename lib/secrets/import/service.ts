import type { NewAuditEvent } from "@/lib/audit/model";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { Grant } from "@/lib/authorization/grant";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { AppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { variableOf } from "../model";
import { insertSecret } from "../store";
import { addVersion, sealVersion } from "../versions/service";
import { ENTRIES_MAX, type ImportEntry, type ImportLine, type ImportReport, readImport } from "./model";
import type { ImportForm } from "./schema";
import * as store from "./store";

/** Writes one entry inside the import's transaction and says what happened. */
type Step = (tx: Tx) => Promise<NewAuditEvent>;

const MAPPED = "A shared secret has this name here. Its value is replaced in its own project.";

interface Plan {
  readonly line: ImportLine;
  /** Null for an entry that has that value already, or cannot be stored. Sealed when called, not before. */
  readonly prepare: (() => Promise<Step>) | null;
}

/**
 * Stores the entries of a `.env`: new names are created, known ones get a new version, equal values are left alone. All
 * of it or nothing; with `step: "preview"` nothing at all. Any mistake stops it unless mistakes are to be skipped.
 */
export async function importSecrets(ctx: Ctx, input: ImportForm): Promise<ImportReport> {
  const { project, environment, text, step, skipMistakes } = input;
  const grant = await authorize(ctx, "secret.create", { project, environment });
  const { entries, mistakes } = readImport(text);
  if (entries.length > ENTRIES_MAX) {
    const count = entries.length.toLocaleString("en");
    throw new AppError("validation", `At most ${ENTRIES_MAX} secrets at once. These are ${count}.`);
  }
  const plans = await plan(ctx, grant, entries);
  const lines = [...mistakes, ...plans.map(({ line }) => line)].sort((a, b) => a.line - b.line);
  const mayGoOn = lines.every(({ outcome }) => outcome !== "mistake") || skipMistakes === "on";
  if (step === "preview" || !mayGoOn) return { isDone: false, lines };
  await carryOut(ctx, plans);
  return { isDone: true, lines };
}

async function carryOut(ctx: Ctx, plans: readonly Plan[]): Promise<void> {
  const steps: Step[] = [];
  for (const { prepare } of plans) if (prepare) steps.push(await prepare());
  if (steps.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    const events: NewAuditEvent[] = [];
    for (const step of steps) events.push(await step(tx));
    await ctx.audit.append(tx, ctx, events);
  }).catch((error: unknown) => {
    throw databaseFailure(error).kind === "unique" ? changedMeanwhile() : error;
  });
}

async function plan(
  ctx: Ctx,
  grant: Grant<"secret.create">,
  entries: readonly ImportEntry[],
): Promise<Plan[]> {
  const keys = await ctx.keys.project(grant.environment.projectId);
  const variables = entries.map((entry) => variableOf(entry.name));
  const found = await store.findHolders(ctx.pool, grant, variables);
  const holders = new Map(found.map((holder) => [holder.variable, holder]));
  const mapped = new Set(await store.findMapped(ctx.pool, grant, variables));
  return entries.map((entry) => {
    const { line, name, warnings } = entry;
    if (mapped.has(variableOf(name)))
      return { line: { line, name, outcome: "mistake", note: MAPPED, warnings }, prepare: null };
    const value = Plaintext.of(entry.value);
    const holder = holders.get(variableOf(name));
    if (!holder) {
      const prepare = () => creation(ctx, grant, name, value);
      return { line: { line, name, outcome: "create", note: null, warnings }, prepare };
    }
    const note = holder.name === name ? null : `Stored as ${holder.name}.`;
    if (keys.fingerprint(holder.id, value) === holder.fingerprint) {
      return { line: { line, name, outcome: "same", note, warnings }, prepare: null };
    }
    return {
      line: { line, name, outcome: "replace", note, warnings },
      prepare: () => rotation(ctx, grant, holder, value),
    };
  });
}

async function creation(
  ctx: Ctx,
  grant: Grant<"secret.create">,
  name: string,
  value: Plaintext,
): Promise<Step> {
  const { projectId, id: environmentId } = grant.environment;
  const now = ctx.now();
  const text = { name, description: "", category: "custom", audience: "all" } as const;
  const secret = { ...text, id: newId(now), versionId: newId(now) };
  const keys = await ctx.keys.project(projectId);
  const sealed = keys.seal({ projectId, secretId: secret.id, versionId: secret.versionId }, value);
  return async (tx) => {
    await insertSecret(tx, grant, secret, sealed, { now, by: actorLabel(ctx.actor) });
    const target = { projectId, environmentId, secretId: secret.id, name };
    const { category, audience } = secret;
    return { action: "secret.created", target, detail: { version: 1, category, audience } };
  };
}

async function rotation(
  ctx: Ctx,
  { environment }: Grant<"secret.create">,
  holder: store.Holder,
  value: Plaintext,
): Promise<Step> {
  const place = { project: environment.projectSlug, environment: environment.slug };
  const grant = await authorize(ctx, "secret.rotate", { ...place, secret: { id: holder.id } });
  const version = await sealVersion(ctx, grant, value, { origin: "rotated", restoredFrom: null });
  return async (tx) => {
    const added = await addVersion(tx, ctx, grant, version, holder.revision);
    if (!added) throw changedMeanwhile();
    return added.event;
  };
}

function changedMeanwhile(): AppError {
  return new AppError(
    "conflict",
    "Someone changed one of these secrets at the same moment. Nothing was imported. Look at the preview again.",
  );
}
