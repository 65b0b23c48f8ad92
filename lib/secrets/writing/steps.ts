import type { NewAuditEvent } from "@/lib/audit/model";
import { actorLabel } from "@/lib/authorization/actor";
import { isVisible, visibilityIn } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import type { Sql } from "@/lib/db/sql";
import { variableOf } from "@/lib/names/model";
import { AppError } from "@/lib/platform/app-error";
import type { RowSeals } from "@/lib/seals/seals";
import { type Comparison, compareValues, fingerprintsOf } from "../comparison/store";
import { comparedEvent, createdEvent, deletedEvent, textEvents, versionEvent } from "./events";
import { type Grouped, type KeptGroup, limitGroups } from "./groups";
import type { ChangeResult, ChangeResults, SecretChange, SecretWrites } from "./model";
import * as store from "./store";

/** What one caller writes. */
export interface Call {
  readonly ctx: Ctx;
  readonly writes: SecretWrites;
}

/**
 * Writes what the calls ask for, and their events, in the caller's transaction: a handful of statements for any number. Of a
 * call whose secrets are not as it expects nothing is written; no two may change the same secret. Secrets that somebody else
 * holds just now are waited for; with `skip`, the answer of a call that changes one is null, and nothing of it is written.
 */
export async function writeCalls(
  sql: Sql,
  { seals, audit, now }: Pick<Ctx, "seals" | "audit" | "now">,
  calls: readonly Call[],
  held: "wait" | "skip",
): Promise<(ChangeResults | null)[]> {
  const ids = calls.flatMap(({ writes }) => writes.changes.map(({ permit }) => permit.secret.id));
  const locked = await store.lockSecrets(sql, seals, ids, held);
  const rows = new Map(locked.map((row) => [row.id, row]));
  const checked = calls.map(({ ctx, writes }) =>
    writes.changes.map((change) => check(ctx, change, rows.get(change.permit.secret.id))),
  );
  const accepted = calls.filter((_, i) => checked[i]?.every(isStep));
  const steps = checked.flatMap((ofCall) => (ofCall.every(isStep) ? ofCall : []));
  const planned = new Map((await plan(sql, steps, now())).map((step) => [step.change, step]));
  const plannedOf = ({ writes }: Call) => writes.changes.flatMap((change) => planned.get(change) ?? []);
  const groups = await limitGroups(sql, groupedOf(accepted, [...planned.values()]), now());
  await writeSteps(sql, seals, [...planned.values()], groups);
  await create(sql, seals, accepted, groups);
  await remove(sql, accepted);
  for (const { writes } of accepted) await writes.alongside?.(sql);
  const audited = accepted.map(({ ctx, writes }) => ({
    ctx,
    events: allEventsOf(plannedOf({ ctx, writes }), writes).map((event) => ofRequest(ctx, event)),
  }));
  await audit.appendAll(sql, audited);
  return calls.map((call, i) => {
    const found = checked[i] ?? [];
    // It may be held, or gone: that shows when it is written alone.
    if (held === "skip" && call.writes.changes.some(({ permit }) => !rows.has(permit.secret.id))) return null;
    return found.every(isStep)
      ? plannedOf(call).map(resultOf)
      : found.map((one) => (isStep(one) ? doneNothing(one) : one));
  });
}

/** Names the approved change request that an event comes of. */
function ofRequest({ approvedRequest: request }: Ctx, event: NewAuditEvent): NewAuditEvent {
  return request ? { ...event, detail: { ...event.detail, request } } : event;
}

function allEventsOf(steps: readonly PlannedStep[], writes: SecretWrites): NewAuditEvent[] {
  const { creations, deletions = [], events = [] } = writes;
  return [
    ...steps.flatMap(eventsOf),
    ...creations.map(createdEvent),
    ...events,
    ...deletions.map(deletedEvent),
  ];
}

/** All values that are about to be stored. */
function groupedOf(calls: readonly Call[], steps: readonly PlannedStep[]): Grouped[] {
  const creations = calls.flatMap(({ writes }) => writes.creations);
  return [
    ...creations.map(({ permit: { environment }, secret: { name }, version: { valueGroup } }) => ({
      ...{ environment, name, valueGroup },
    })),
    ...steps.flatMap((step) => (step.version ? [groupedIn(step, step.version)] : [])),
  ];
}

function groupedIn({ change, text }: Step, { valueGroup }: store.VersionRow): Grouped {
  return { environment: change.permit.environment, name: text.name, valueGroup };
}

/** Deletes what the calls ask for, all of it: throws `conflict` when one of them is not as it is expected. */
async function remove(sql: Sql, calls: readonly Call[]): Promise<void> {
  const deletions = calls.flatMap(({ writes }) => writes.deletions ?? []);
  const deleted = await store.deleteSecrets(sql, deletions);
  if (deletions.every(({ permit }) => deleted.has(permit.secret.id))) return;
  throw new AppError(
    "conflict",
    "Someone changed one of these secrets at the same moment. Nothing was changed.",
  );
}

async function create(sql: Sql, seals: RowSeals, calls: readonly Call[], groups: KeptGroup): Promise<void> {
  const created = calls.flatMap(({ ctx, writes }) => {
    const stamp = stampOf(ctx);
    return writes.creations.map((creation) => ({ ...creation, stamp }));
  });
  await store.insertSecrets(
    sql,
    seals,
    created.map(({ permit, secret, version, stamp }) => {
      const { environment } = permit;
      const valueGroup = groups({ environment, name: secret.name, valueGroup: version.valueGroup });
      return { ...secret, permit, versionId: version.id, valueGroup, stamp };
    }),
  );
  await store.insertVersions(
    sql,
    seals,
    created.map(({ version, stamp }) => ({ ...version, stamp })),
  );
}

/** A change, and its secret as it is under the lock. */
interface Step {
  readonly ctx: Ctx;
  readonly change: SecretChange;
  readonly row: store.LockedSecret;
  readonly text: store.SecretText;
}

interface PlannedStep extends Step {
  readonly comparison: Comparison | undefined;
  /** Null when there is no new value. */
  readonly version: store.VersionRow | null;
}

/** Whether a change can be made to its secret as it is now; if not, why. */
function check(ctx: Ctx, change: SecretChange, row: store.LockedSecret | undefined): Step | ChangeResult {
  const isHere = row?.environmentId === change.permit.environment.id;
  if (!row || !isHere || !isVisible(visibilityIn(ctx.actor, change.permit.environment), row))
    return { kind: "gone" };
  const { ifRevision = row.revision, ifVersion = row.currentVersion, text = {} } = change;
  if (ifRevision !== row.revision || ifVersion !== row.currentVersion)
    return { kind: "changed", secret: row };
  // What is made here would be gone with the next look at the manager.
  if (change.version && row.isExternal && change.version.origin !== "external")
    throw livesElsewhere(row.name);
  const { name, description, category, audience } = row;
  return { ctx, change, row, text: { name, description, category, audience, ...text } };
}

function livesElsewhere(name: string): AppError {
  return new AppError("conflict", `The value of ${name} lives in an external manager. Replace it there.`);
}

function isStep(checked: Step | ChangeResult): checked is Step {
  return !("kind" in checked);
}

/** Gives each step its new version. Values are compared with those of their secret, as far as its limit allows. */
async function plan(sql: Sql, steps: readonly Step[], now: Date): Promise<PlannedStep[]> {
  const input = steps.flatMap(({ row, change: { version } }) => {
    const fingerprints = version ? fingerprintsOf(version.sealed) : [];
    return fingerprints.length > 0 ? [{ secretId: row.id, fingerprints }] : [];
  });
  const compared = input.length === 0 ? [] : await compareValues(sql, input, now);
  const comparisons = new Map(compared.map((one) => [one.secretId, one]));
  return steps.map((step) => withVersion(step, comparisons.get(step.row.id)));
}

/** What was not compared keeps no fingerprint: it would be compared by whoever sees two of them, or restores the version. */
function withVersion(step: Step, comparison: Comparison | undefined): PlannedStep {
  const { change, row, text } = step;
  if (!change.version || (comparison?.isCurrent && change.sameValue === "leave")) {
    return { ...step, comparison, version: null };
  }
  const { sealed, valueGroup, shape, ...rest } = change.version;
  const hasVariable = variableOf(text.name) === variableOf(row.name);
  const version = {
    ...rest,
    secretId: row.id,
    number: row.currentVersion + 1,
    valueGroup: comparison ? (hasVariable ? valueGroup : null) : "",
    shape: comparison || !shape ? shape : { kind: shape.kind, length: shape.length },
    sealed: comparison ? sealed : { ...sealed, fingerprint: null },
  };
  return { ...step, comparison, version };
}

/** Writes what was planned. */
async function writeSteps(
  sql: Sql,
  seals: RowSeals,
  steps: readonly PlannedStep[],
  groups: KeptGroup,
): Promise<void> {
  const seal = ({ change, row, text }: PlannedStep, version?: store.VersionRow) =>
    store.sealOf(seals, change.permit.environment, {
      ...{ ...text, id: row.id },
      currentVersion: version?.number ?? row.currentVersion,
      currentVersionId: version?.id ?? row.currentVersionId,
    });
  const texts = steps
    .filter(hasNewText)
    .map((step) => ({ ...step.text, id: step.row.id, seal: seal(step), stamp: stampOf(step.ctx) }));
  const versions = steps.flatMap((step) => {
    if (!step.version) return [];
    const valueGroup = groups(groupedIn(step, step.version));
    return [{ ...step.version, valueGroup, seal: seal(step, step.version), stamp: stampOf(step.ctx) }];
  });
  await store.updateTexts(sql, texts);
  await store.makeCurrent(sql, versions);
  await store.insertVersions(sql, seals, versions);
}

function stampOf(ctx: Ctx): store.Stamp {
  return { now: ctx.now(), by: actorLabel(ctx.actor) };
}

function hasNewText({ row, text }: Step): boolean {
  return (["name", "description", "category", "audience"] as const).some((part) => text[part] !== row[part]);
}

function resultOf(step: PlannedStep): ChangeResult {
  const { row, text, version, comparison } = step;
  return {
    kind: "done",
    name: text.name,
    version: version?.number ?? row.currentVersion,
    isNewVersion: version !== null,
    hasNewText: hasNewText(step),
    sameValueAs: comparison?.sameValueAs ?? null,
  };
}

/** The result of a step whose call came to nothing. */
function doneNothing({ row }: Step): ChangeResult {
  return {
    kind: "done",
    name: row.name,
    version: row.currentVersion,
    isNewVersion: false,
    hasNewText: false,
    sameValueAs: null,
  };
}

function eventsOf({ change, row, text, version, comparison }: PlannedStep): NewAuditEvent[] {
  const { environment } = change.permit;
  const target = {
    projectId: environment.projectId,
    environmentId: environment.id,
    secretId: row.id,
    name: text.name,
  };
  const events = textEvents(target, row, text);
  if (version) events.push(versionEvent(target, version, comparison));
  else if (comparison) events.push(comparedEvent(target, row.currentVersion, true));
  return events;
}
