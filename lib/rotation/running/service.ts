import { actorLabel } from "@/lib/authorization/actor";
import { needsApproval } from "@/lib/authorization/approval";
import { authorize } from "@/lib/authorization/authorize";
import type { Permit, SecretTarget } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { databaseFailure } from "@/lib/db/errors";
import type { Sql } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import { enqueue } from "@/lib/jobs/job";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { isId, newId } from "@/lib/platform/ids";
import { dropPending, keepPending } from "@/lib/secrets/pending/service";
import { sealVersion } from "@/lib/secrets/versions/service";
import type { SealedVersion } from "@/lib/secrets/writing/model";
import { possibleSteps, type RotationMeta } from "../model";
import { noPolicy } from "../policy/service";
import { findPolicy } from "../policy/store";
import { RUN_JOB } from "./job-name";
import { shownRotation } from "./shown";
import { eventOf, replacedSince } from "./steps";
import * as store from "./store";

export interface RotationStart {
  /** `emergency`: without grace time. */
  readonly trigger: "person" | "emergency";
  /** The new value, where people get it by hand. */
  readonly value?: string | undefined;
}

/**
 * Begins to rotate a secret at once. Throws `notFound` without a policy, `conflict` when a rotation is under way, and `validation`
 * without a value where a person has to give it, or with one where none is asked for.
 */
export async function startRotation(
  ctx: Ctx,
  target: SecretTarget,
  { trigger, value }: RotationStart,
): Promise<{ readonly id: string }> {
  const permit = await authorize(ctx, "rotation.run", target);
  const policy = await findPolicy(ctx, permit.secret.id);
  if (!policy) throw noPolicy();
  const version = await sealInput(ctx, permit, policy.rotator.kind === "manual", value);
  const now = ctx.now();
  const { id: secretId, currentVersion: fromVersion } = permit.secret;
  const id = newId(now);
  const phase = version ? "finish" : "prepare";
  const row = {
    id,
    secretId,
    environmentId: permit.environment.id,
    fromVersion,
    trigger,
    phase,
    now,
  } as const;
  const rotation = { id };
  await inSqlTransaction(ctx, async (sql) => {
    await store.insertRotations(sql, [{ ...row, by: actorLabel(ctx.actor) }]);
    if (version) await keepPending(sql, ctx, permit, version);
    await enqueue(sql, RUN_JOB, {});
    await ctx.audit.append(sql, ctx, [
      eventOf({ permit, rotation }, "rotation.started", { trigger }),
      ...(version ? [eventOf({ permit, rotation }, "rotation.prepared")] : []),
    ]);
  }).catch((error: unknown) => {
    throw databaseFailure(error).kind === "unique"
      ? new AppError("conflict", "A rotation of this secret is under way already.")
      : error;
  });
  return { id };
}

/** Seals a value that a person gave; null where none is asked for. */
async function sealInput(
  ctx: Ctx,
  permit: Permit<"rotation.run">,
  isByHand: boolean,
  value: string | undefined,
): Promise<SealedVersion | null> {
  if (!isByHand && value === undefined) return null;
  if (!isByHand) throw fieldError("value", "The rotator makes the new value itself.");
  if (value === undefined) throw fieldError("value", "Give the new value: people get it by hand.");
  if (needsApproval(ctx, permit.environment))
    throw fieldError("value", "Values need approval here. Replace the value of the secret instead.");
  return sealVersion(ctx, permit, Plaintext.of(value), { origin: "rotated", restoredFrom: null });
}

/** One rotation. Throws `notFound` also for what the actor may not know of. */
export async function findRotationById(ctx: Ctx, id: string): Promise<RotationMeta> {
  return shownRotation((await found(ctx, id, "rotation.read")).record);
}

/** Tries the phase that failed once more. Throws `conflict` when nothing failed. */
export function retryRotation(ctx: Ctx, id: string): Promise<void> {
  return step(ctx, id, "retry", "It did not fail.", ({ phase }) => phase);
}

/** Goes back to the old value, which is still current. Throws `conflict` when the new one is current already. */
export function cancelRotation(ctx: Ctx, id: string): Promise<void> {
  return step(ctx, id, "cancel", "The new value is current already.", () => "revert");
}

/** Makes the old value current again. Throws `conflict` unless it is within the grace time. */
export function undoRotation(ctx: Ctx, id: string): Promise<void> {
  return step(ctx, id, "undo", "It is not in its grace time.", () => "revert");
}

/** Ends the grace time at once. Throws `conflict` unless it is within it. */
export function endGrace(ctx: Ctx, id: string): Promise<void> {
  return step(ctx, id, "revoke", "It is not in its grace time.", ({ phase }) => phase);
}

/**
 * Ends a rotation whose old value somebody revoked by hand, or whose way back somebody went by hand as far as it was wanted: the
 * value that is current stays. Throws `conflict` unless it waits for that.
 */
export async function confirmByHand(ctx: Ctx, id: string): Promise<void> {
  const { permit, record } = await found(ctx, id, "rotation.run");
  if (!possibleSteps(shownRotation(record)).confirm)
    throw new AppError("conflict", "It does not wait for anything that is done by hand.");
  const { phase, fromVersion, toVersion } = record;
  const action = phase === "revoke" ? "rotation.revoked" : "rotation.reverted";
  const detail = { ...(phase === "revoke" && { version: fromVersion }), byHand: true };
  const isDone = await inSqlTransaction(ctx, async (sql) => {
    const state = toVersion === null ? "cancelled" : "done";
    if (!(await store.end(sql, record, state, ctx.now()))) return false;
    await dropPending(sql, permit.secret.id);
    await ctx.audit.append(sql, ctx, [eventOf({ permit, rotation: record }, action, detail)]);
    return true;
  });
  if (!isDone) throw movedOn();
}

/** What somebody has a rotation do next. */
async function step(
  ctx: Ctx,
  id: string,
  name: Exclude<keyof ReturnType<typeof possibleSteps>, "confirm">,
  otherwise: string,
  next: (rotation: RotationMeta) => RotationMeta["phase"],
): Promise<void> {
  const { permit, record } = await found(ctx, id, "rotation.run");
  const rotation = shownRotation(record);
  if (!possibleSteps(rotation)[name]) throw new AppError("conflict", otherwise);
  if (name === "undo" && permit.secret.currentVersion !== record.toVersion) throw replacedSince();
  const isDone = await inSqlTransaction(ctx, async (sql: Sql) => {
    // Whoever works at it now ends that first.
    if (!(await store.advance(sql, record, { phase: next(rotation), dueAt: ctx.now() }))) return false;
    await enqueue(sql, RUN_JOB, {});
    const detail = { step: name, phase: record.phase };
    await ctx.audit.append(sql, ctx, [eventOf({ permit, rotation }, "rotation.decided", detail)]);
    return true;
  });
  if (!isDone) throw movedOn();
}

function movedOn(): AppError {
  return new AppError("conflict", "It moved on at this very moment. Look again.");
}

async function found<A extends "rotation.read" | "rotation.run">(
  ctx: Ctx,
  id: string,
  action: A,
): Promise<{ readonly permit: Permit<A>; readonly record: store.RotationRecord }> {
  const record = isId(id) ? await store.findRotation(ctx.pool, id) : null;
  const { project, environment, secretId } = record ?? NOWHERE;
  const permit = await authorize<"rotation.read" | "rotation.run">(ctx, action, {
    ...{ project, environment },
    secret: { id: secretId },
  });
  if (!record) throw new AppError("notFound", "There is no such rotation.");
  return { permit: permit as Permit<A>, record };
}

/** Asked for in place of what is not there: the answer is the one to what is hidden. */
const NOWHERE = { project: "-", environment: "-", secretId: "-" };
