import { requireEndpoint } from "@/lib/allowlist/require-endpoint";
import type { NewAuditEvent } from "@/lib/audit/model";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize, authorizeIfThere, mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow, Permit, ProjectTarget } from "@/lib/authorization/permit";
import type { Action } from "@/lib/authorization/policy";
import type { Ctx } from "@/lib/context";
import { databaseFailure } from "@/lib/db/errors";
import { inSqlTransaction } from "@/lib/db/transaction";
import { AppError, fieldError, isAppError, withFieldNames } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { findRotationOf } from "@/lib/rotation/policy/service";
import type { SealedFields } from "@/lib/seals/tables";
import { findCredential } from "@/lib/secrets/credentials/service";
import { triggerTarget } from "../event";
import { noTrigger, requireTrigger } from "../found";
import type { DeclaredTrigger, NewTrigger, TriggerAction, TriggerConfiguration } from "../schema";
import { deleteTrigger, listTriggers, saveTrigger, type TriggerRow } from "../store";

/** The same for a trigger that is not there yet. Throws `validation` when its name is taken. */
export async function createTrigger(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  input: NewTrigger,
): Promise<void> {
  await authorize(ctx, "trigger.configure", scope);
  const [before] = await listTriggers(ctx, { project: scope.project, name });
  if (before) throw nameTaken();
  await putTrigger(ctx, scope, name, input);
}

/**
 * Says which webhooks a trigger takes and what follows, in place of what was said under the name before. Throws `validation` for
 * secrets or an endpoint that are not there, and for a name that another environment of the project has.
 */
export async function putTrigger(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  input: NewTrigger,
): Promise<void> {
  const permit = await authorize(ctx, "trigger.configure", scope);
  const [before] = await listTriggers(ctx, { project: scope.project, name });
  if (before && before.environmentId !== permit.environment.id) throw nameTaken();
  const [secretId, rotatedId] = await withAllErrors(
    signingSecret(ctx, permit.environment, input.secret, "trigger.configure"),
    requireAction(ctx, scope, input.action),
  );
  const { scheme, hmac, action, paused } = input;
  const stored = action.kind === "rotate" ? { kind: action.kind } : action;
  const configuration: TriggerConfiguration = { scheme, ...(hmac && { hmac }), action: stored };
  await save(ctx, permit, {
    ...{ before, name, configuration, secretId, rotatedId, isPaused: paused },
    names: { secret: input.secret, rotates: action.kind === "rotate" ? action.secret : null },
  });
}

/** Has a trigger take nothing until it is resumed, or resumes it. */
export async function pauseTrigger(
  ctx: Ctx,
  target: ProjectTarget,
  name: string,
  isPaused: boolean,
): Promise<void> {
  const { permit, trigger } = await requireTrigger(ctx, "trigger.configure", target, name);
  const { configuration, secretId, rotatedId, secret, rotated } = trigger;
  await save(ctx, permit, {
    ...{ before: trigger, name, configuration, secretId, rotatedId, isPaused },
    names: { secret, rotates: rotated },
  });
}

/** Takes a trigger away, with its deliveries. Throws `notFound`. */
export async function removeTrigger(ctx: Ctx, target: ProjectTarget, name: string): Promise<void> {
  const { permit, trigger } = await requireTrigger(ctx, "trigger.configure", target, name);
  await inSqlTransaction(ctx, async (sql) => {
    if (!(await deleteTrigger(sql, permit, trigger.id))) throw noTrigger();
    await ctx.audit.append(sql, ctx, [{ action: "trigger.removed", target: triggerTarget(trigger) }]);
  });
}

/**
 * Makes and changes the triggers that a manifest declares, all of them or none; says how many were. What a manifest no longer has
 * is left as it is. Throws `validation` for a secret that is not there, and `conflict` for a trigger that an admin had do more than
 * tell subscribers.
 */
export async function declareTriggers(
  ctx: Ctx,
  scope: EnvironmentRef,
  declared: readonly DeclaredTrigger[],
): Promise<number> {
  const permit = await authorize(ctx, "declaration.write", { project: scope.project });
  const { environment } = await authorize(ctx, "secret.list", scope);
  const changes: Change[] = [];
  for (const [index, { name, secretEnv, scheme, hmac }] of declared.entries()) {
    const [before] = await listTriggers(ctx, { project: scope.project, name });
    const field = `triggers.${index}`;
    if (before && before.environmentId !== environment.id) throw fieldError(`${field}.name`, NAME_TAKEN);
    const secretId = await signingSecret(ctx, environment, secretEnv, "declaration.write").catch((error) => {
      throw withFieldNames(error, { secret: `${field}.secretEnv` });
    });
    const configuration = { scheme, ...(hmac && { hmac }), action: { kind: "event" } } as const;
    if (before && isSame(before, configuration, secretId)) continue;
    if (before && before.configuration.action.kind !== "event")
      throw new AppError("conflict", `An admin decided what follows the trigger ${name}. Change it there.`);
    const isPaused = before?.isPaused ?? false;
    const names = { secret: secretEnv, rotates: null };
    changes.push({ before, name, configuration, secretId, rotatedId: null, isPaused, names });
  }
  await saveAll(ctx, { ...permit, environment }, changes);
  return changes.length;
}

/** The same but for what follows, which a manifest does not say. */
function isSame(before: TriggerRow, configuration: TriggerConfiguration, secretId: string): boolean {
  const textOf = ({ scheme, hmac }: TriggerConfiguration) => {
    const { header, algorithm, encoding, prefix, timestampHeader } = hmac ?? {};
    return JSON.stringify([scheme, header, algorithm, encoding, prefix, timestampHeader]);
  };
  return before.secretId === secretId && textOf(before.configuration) === textOf(configuration);
}

const NAME_TAKEN = "Another trigger of this project has this name.";

function nameTaken(): AppError {
  return fieldError("name", NAME_TAKEN);
}

async function signingSecret(ctx: Ctx, environment: EnvironmentRow, name: string, wanted: Action) {
  try {
    return await findCredential(ctx, environment, name, wanted);
  } catch (error) {
    throw withFieldNames(error, { credential: "secret" });
  }
}

/** What both come to. Throws the errors of both in one, or else what is no error of a field. */
async function withAllErrors<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b]);
  if (first.status === "fulfilled" && second.status === "fulfilled") return [first.value, second.value];
  const errors: unknown[] = [first, second].flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  const fields = errors.map((error) => (isAppError(error) ? error.context.fields : undefined));
  const other = fields.findIndex((one) => one === undefined);
  if (other >= 0) throw errors[other];
  throw new AppError("validation", "Check the highlighted fields.", { fields: Object.assign({}, ...fields) });
}

/** The id of the secret that is rotated, or null. An API key makes no trigger do what it may not do itself. */
async function requireAction(ctx: Ctx, scope: EnvironmentRef, action: TriggerAction): Promise<string | null> {
  if (action.kind === "event") return null;
  const wanted = action.kind === "forward" ? "allowlist.send" : "rotation.run";
  if (!mayEver(ctx, wanted)) {
    ctx.audit.refuse(ctx, { action: "access.refused", detail: { wanted } });
    const needed = action.kind === "forward" ? "allowlist:send" : "secrets:rotate";
    throw new AppError("forbidden", `An API key has a trigger do what it may do itself: it needs ${needed}.`);
  }
  if (action.kind === "forward") {
    const permit = await authorize(ctx, "allowlist.list", scope);
    await requireEndpoint(ctx, permit, action.endpoint).catch(absentAt("endpoint", "endpoint"));
    return null;
  }
  const target = { ...scope, secret: { name: action.secret } };
  const permit = await authorizeIfThere(ctx, "rotation.run", target);
  if (!permit) throw fieldError("action.secret", "There is no such secret here.");
  if (!(await findRotationOf(ctx, target)))
    throw fieldError("action.secret", "Say first how this secret is rotated.");
  return permit.secret.id;
}

function absentAt(field: string, what: string): (error: unknown) => never {
  return (error) => {
    if (!isAppError(error) || error.code !== "notFound") throw error;
    throw fieldError(`action.${field}`, `There is no such ${what} here.`);
  };
}

interface Change {
  readonly before: TriggerRow | undefined;
  readonly name: string;
  readonly configuration: TriggerConfiguration;
  readonly secretId: string;
  readonly rotatedId: string | null;
  readonly isPaused: boolean;
  readonly names: { readonly secret: string | null; readonly rotates: string | null };
}

type SavePermit =
  | Permit<"trigger.configure">
  | (Permit<"declaration.write"> & { readonly environment: EnvironmentRow });

function save(ctx: Ctx, permit: SavePermit, change: Change): Promise<void> {
  return saveAll(ctx, permit, [change]);
}

async function saveAll(ctx: Ctx, permit: SavePermit, changes: readonly Change[]): Promise<void> {
  const stamp = { updatedAt: ctx.now(), updatedBy: actorLabel(ctx.actor) };
  const rows = changes.map((change) => ({ change, row: rowOf(permit, change, newId(ctx.now())) }));
  await inSqlTransaction(ctx, async (sql) => {
    for (const { row } of rows) await saveTrigger(sql, ctx, permit, row, stamp);
    await ctx.audit.append(sql, ctx, rows.map(setEvent));
  }).catch((error: unknown) => {
    throw databaseFailure(error).kind === "unique" ? nameTaken() : error;
  });
}

function rowOf(
  { environment }: SavePermit,
  { before, name, configuration, secretId, rotatedId, isPaused }: Change,
  newRowId: string,
): SealedFields<"triggers"> {
  const { id: environmentId, projectId } = environment;
  const id = before?.id ?? newRowId;
  return { id, projectId, environmentId, name, configuration, secretId, rotatedId, isPaused };
}

function setEvent({
  change,
  row,
}: {
  readonly change: Change;
  readonly row: SealedFields<"triggers">;
}): NewAuditEvent {
  const { configuration, names, isPaused } = change;
  const { scheme, action } = configuration;
  const detail = {
    ...{ scheme, secret: names.secret, action: action.kind, paused: isPaused },
    ...(action.kind === "forward" && { endpoint: action.endpoint }),
    ...(names.rotates !== null && { rotates: names.rotates }),
  };
  return { action: "trigger.set", target: triggerTarget(row), detail };
}
