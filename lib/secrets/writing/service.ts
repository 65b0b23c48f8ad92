import type { NewAuditEvent } from "@/lib/audit/model";
import { actorLabel } from "@/lib/authorization/actor";
import type { EnvironmentRow, Grant, SecretRow } from "@/lib/authorization/grant";
import { canSee } from "@/lib/authorization/key-policy";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { type Sql, sqlIn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import type { SealedValue } from "@/lib/keys/keyring";
import { type Comparison, compareValues } from "../comparison/store";
import { nameConflict } from "../conflict";
import { comparedEvent, textEvents, versionEvent } from "./events";
import * as store from "./store";

/** A value that is sealed for a secret, and where it comes from. */
export interface SealedVersion {
  readonly id: string;
  readonly sealed: SealedValue;
  readonly origin: "rotated" | "restored";
  readonly restoredFrom: number | null;
}

/** What to do to one secret that is there. */
export interface SecretChange {
  readonly grant: Grant<"secret.update"> | Grant<"secret.rotate"> | Grant<"secret.restore">;
  /** What is left out stays as it is. */
  readonly text?: Partial<store.SecretText> | undefined;
  readonly version?: SealedVersion | undefined;
  /** Whether the value that the secret has already makes a version too. */
  readonly sameValue: "add" | "leave";
  /** Only if nobody changed anything since. */
  readonly ifRevision?: number | undefined;
  /** Only if this is the current version. */
  readonly ifVersion?: number | undefined;
}

export type ChangeResult =
  | { readonly kind: "gone" }
  /** Changed since the revision or version that was expected. Carries the secret as it is. */
  | { readonly kind: "changed"; readonly secret: SecretRow }
  | {
      readonly kind: "done";
      readonly name: string;
      /** The current version. */
      readonly version: number;
      readonly isNewVersion: boolean;
      readonly hasNewText: boolean;
      /** The oldest version with the same value, as far as it was compared. */
      readonly sameValueAs: number | null;
    };

export interface Changes {
  /** In the order of what was to be done. Unless all of them are `done`, nothing was written. */
  readonly results: readonly ChangeResult[];
  /** To be appended in the same transaction. */
  readonly events: readonly NewAuditEvent[];
}

/**
 * Changes secrets of one environment in the caller's transaction: all of them or, when one is gone or not as expected, none.
 * A handful of statements for any number. New values are compared with the secret's own, as far as its limit allows.
 */
export async function changeSecrets(
  tx: Tx,
  ctx: Ctx,
  environment: EnvironmentRow,
  changes: readonly SecretChange[],
): Promise<Changes> {
  const sql = sqlIn(tx);
  const ids = changes.map(({ grant }) => grant.secret.id);
  const rows = new Map(
    (await store.lockSecrets(sql, ctx.seals, environment, ids)).map((row) => [row.id, row]),
  );
  const checked = changes.map((change) => check(ctx, change, rows.get(change.grant.secret.id)));
  const steps = checked.filter((step): step is Step => !("kind" in step));
  if (steps.length < changes.length) {
    return { results: checked.map((step) => ("kind" in step ? step : doneNothing(step))), events: [] };
  }
  const compared = await compare(sql, ctx, steps);
  const planned = steps.map((step) => withVersion(step, compared.get(step.row.id)));
  await write(sql, ctx, planned);
  return {
    results: planned.map(resultOf),
    events: planned.flatMap((step) => eventsOf(environment, step)),
  };
}

/** Changes one secret in a transaction of its own. Throws `conflict` when the name that it should get is taken. */
export async function changeSecret(ctx: Ctx, change: SecretChange): Promise<ChangeResult> {
  const { environment } = change.grant;
  const done = await inTransaction(ctx, async (tx) => {
    const { results, events } = await changeSecrets(tx, ctx, environment, [change]);
    await ctx.audit.append(tx, ctx, events);
    return results;
  }).catch(async (error: unknown) => {
    throw await nameConflict(ctx, environment, change.text?.name ?? change.grant.secret.name, error);
  });
  return done[0] ?? { kind: "gone" };
}

/** The parts of a text that were given. */
export function textOf({ name, description, category, audience }: InputText): Partial<store.SecretText> {
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(category !== undefined && { category }),
    ...(audience !== undefined && { audience }),
  };
}

type InputText = { readonly [Part in keyof store.SecretText]?: store.SecretText[Part] | undefined };

/** A change, and its secret as it is under the lock. */
interface Step {
  readonly change: SecretChange;
  readonly row: store.LockedSecret;
  readonly text: store.SecretText;
}

interface PlannedStep extends Step {
  readonly comparison: Comparison | undefined;
  /** Null when there is no new value. */
  readonly version: store.VersionRow | null;
}

function check(ctx: Ctx, change: SecretChange, row: store.LockedSecret | undefined): Step | ChangeResult {
  if (!row || !canSee(ctx.actor, row)) return { kind: "gone" };
  const { ifRevision = row.revision, ifVersion = row.currentVersion, text = {} } = change;
  if (ifRevision !== row.revision || ifVersion !== row.currentVersion)
    return { kind: "changed", secret: row };
  const { name, description, category, audience } = row;
  return { change, row, text: { name, description, category, audience, ...text } };
}

async function compare(sql: Sql, ctx: Ctx, steps: readonly Step[]): Promise<Map<string, Comparison>> {
  const input = steps.flatMap(({ row, change: { version } }) => {
    const fingerprint = version?.sealed.fingerprint;
    return fingerprint ? [{ secretId: row.id, fingerprint }] : [];
  });
  if (input.length === 0) return new Map();
  return new Map((await compareValues(sql, input, ctx.now())).map((one) => [one.secretId, one]));
}

/** What was not compared keeps no fingerprint: it would be compared by whoever sees two of them, or restores the version. */
function withVersion(step: Step, comparison: Comparison | undefined): PlannedStep {
  const { change, row } = step;
  if (!change.version || (comparison?.isCurrent && change.sameValue === "leave")) {
    return { ...step, comparison, version: null };
  }
  const { sealed, ...rest } = change.version;
  const version = {
    ...rest,
    secretId: row.id,
    number: row.currentVersion + 1,
    sealed: comparison ? sealed : { ...sealed, fingerprint: null },
  };
  return { ...step, comparison, version };
}

async function write(sql: Sql, ctx: Ctx, steps: readonly PlannedStep[]): Promise<void> {
  const stamp = { now: ctx.now(), by: actorLabel(ctx.actor) };
  const seal = ({ change, row, text }: PlannedStep, version?: store.VersionRow) =>
    store.sealOf(ctx.seals, change.grant.environment, {
      ...{ ...text, id: row.id },
      currentVersion: version?.number ?? row.currentVersion,
      currentVersionId: version?.id ?? row.currentVersionId,
    });
  const texts = steps.filter(hasNewText).map((step) => ({ ...step.text, id: step.row.id, seal: seal(step) }));
  const versions = steps.flatMap((step) =>
    step.version ? [{ ...step.version, seal: seal(step, step.version) }] : [],
  );
  if (texts.length > 0) await store.updateTexts(sql, texts, stamp);
  if (versions.length === 0) return;
  await store.makeCurrent(sql, versions, stamp);
  await store.insertVersions(sql, ctx.seals, versions, stamp);
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

function eventsOf(environment: EnvironmentRow, { row, text, version, comparison }: PlannedStep) {
  const target = {
    projectId: environment.projectId,
    environmentId: environment.id,
    secretId: row.id,
    name: text.name,
  };
  const events = textEvents(target, row, text);
  if (version) events.push(versionEvent(target, version, comparison));
  else if (comparison) events.push(comparedEvent(target, row.currentVersion));
  return events;
}
