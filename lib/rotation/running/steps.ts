import type { NewAuditEvent } from "@/lib/audit/model";
import { authorize } from "@/lib/authorization/authorize";
import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import type { Sql } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { openCredential } from "@/lib/secrets/credentials/service";
import { dropPending, keepPending, openPending, promotePending } from "@/lib/secrets/pending/service";
import { openVersion, sealVersion, secretTarget } from "@/lib/secrets/versions/service";
import { changeSecretIn } from "@/lib/secrets/writing/service";
import type { RotationPhase } from "../model";
import { findPolicy, type PolicyRow } from "../policy/store";
import { rotatorOf } from "../rotators/registry";
import type { RotationStep, Rotator } from "../rotators/rotator";
import { scrubbed } from "./scrubbed";
import * as store from "./store";

/** How long a phase may take; then others may try it. */
export const CLAIM_MS = 2 * 60_000;

/** Everything that a phase works with. */
interface Work {
  readonly ctx: Ctx;
  readonly rotation: store.RunningRotation;
  readonly permit: Permit<"secret.rotate">;
  readonly policy: PolicyRow;
  readonly rotator: Rotator;
}

/**
 * Does the next phase of a rotation. Returns it as it is then; null when it has ended, waits, or somebody else decided about it
 * meanwhile. Throws what made the phase fail.
 */
export async function runPhase(
  ctx: Ctx,
  rotation: store.RunningRotation,
): Promise<store.RunningRotation | null> {
  const { project, environment, secretId } = rotation;
  const permit = await authorize(ctx, "secret.rotate", { project, environment, secret: { id: secretId } });
  const policy = await findPolicy(ctx, secretId);
  if (!policy) throw new AppError("conflict", "How this secret is rotated was taken away.");
  return PHASES[rotation.phase]({ ctx, rotation, permit, policy, rotator: rotatorOf(policy.rotator) });
}

const PHASES: Readonly<Record<RotationPhase, (work: Work) => Promise<store.RunningRotation | null>>> = {
  prepare,
  set: (work) => outside(work, "set", "rotation.set"),
  test: (work) => outside(work, "test", "rotation.tested"),
  finish,
  wait,
  revoke,
  revert,
};

async function prepare(work: Work): Promise<store.RunningRotation | null> {
  const { ctx, permit, rotator } = work;
  const step = await stepOf(work);
  const { value, facts = {} } = await told(step, () => rotator.prepare(step));
  const version = await sealVersion(ctx, permit, value, { origin: "rotated", restoredFrom: null });
  const next = (["set", "test"] as const).find((phase) => rotator[phase]) ?? "finish";
  return moveOn(work, { phase: next, facts }, [eventOf(work, "rotation.prepared")], (sql) =>
    keepPending(sql, ctx, permit, version),
  );
}

/** A phase in which the rotator alone has something to do. */
async function outside(
  work: Work,
  phase: "set" | "test",
  action: "rotation.set" | "rotation.tested",
): Promise<store.RunningRotation | null> {
  const { rotator } = work;
  await act(work, phase, await requirePending(work));
  const next = phase === "set" && rotator.test ? "test" : "finish";
  return moveOn(work, { phase: next }, [eventOf(work, action)]);
}

/** The new value becomes the current one, unless somebody replaced the old one meanwhile. */
async function finish(work: Work): Promise<store.RunningRotation | null> {
  const { ctx, permit, rotation, policy } = work;
  const toVersion = rotation.fromVersion + 1;
  const graceSeconds = rotation.trigger === "emergency" ? 0 : policy.graceSeconds;
  const graceEndsAt = new Date(ctx.now().getTime() + graceSeconds * 1_000);
  const to = { phase: "wait", toVersion, graceEndsAt, dueAt: graceEndsAt } as const;
  return moveOn(work, to, [eventOf(work, "rotation.finished", { version: toVersion })], async (sql) => {
    if (!(await promotePending(sql, ctx, permit, rotation.fromVersion))) throw replacedMeanwhile();
  });
}

/** The grace time is over. */
async function wait(work: Work): Promise<store.RunningRotation | null> {
  const { revoke, revokeByHand } = work.rotator;
  const byHand = revokeByHand?.(work.rotation.facts) ?? null;
  if (byHand !== null) return leaveToPerson(work, "revoke", byHand);
  return revoke ? moveOn(work, { phase: "revoke" }, []) : endAs(work, "done", []);
}

async function revoke(work: Work): Promise<null> {
  const { ctx, permit, rotation } = work;
  await act(work, "revoke", await openVersion(ctx, permit, rotation.toVersion ?? rotation.fromVersion));
  return endAs(work, "done", [eventOf(work, "rotation.revoked", { version: rotation.fromVersion })]);
}

/** Back to the old value, unless somebody stored another one in the grace time: where it is current no more, it becomes so again as a new version. */
async function revert(work: Work): Promise<null> {
  const { ctx, permit, rotation } = work;
  const { fromVersion, toVersion } = rotation;
  if (toVersion === null) {
    const fresh = await openPending(ctx, permit);
    if (fresh) await act(work, "revert", fresh);
    return endAs(work, "cancelled", [eventOf(work, "rotation.reverted")], (sql) =>
      dropPending(sql, permit.secret.id),
    );
  }
  if (permit.secret.currentVersion !== toVersion) throw replacedSince();
  await act(work, "revert", await openVersion(ctx, permit, toVersion));
  const version = await sealVersion(ctx, permit, await openVersion(ctx, permit, fromVersion), {
    origin: "restored",
    restoredFrom: fromVersion,
  });
  const change = { permit, version, sameValue: "add", ifVersion: toVersion } as const;
  const event = eventOf(work, "rotation.reverted", { version: toVersion + 1 });
  return endAs(work, "undone", [event], async (sql) => {
    if ((await changeSecretIn(sql, ctx, change)).kind !== "done") throw replacedSince();
  });
}

/** Thrown to leave a transaction when somebody else decided about the rotation meanwhile. */
const SUPERSEDED = Symbol("superseded");

type Target = Pick<store.Advance, "phase"> & Partial<Omit<store.Advance, "phase" | "claimedUntil">>;

/** Moves the rotation on, with what belongs to that and its events, all of it or nothing. */
async function moveOn(
  work: Work,
  { dueAt = work.ctx.now(), ...to }: Target,
  events: readonly NewAuditEvent[],
  alongside: (sql: Sql) => Promise<void> = async () => {},
): Promise<store.RunningRotation | null> {
  const { ctx, rotation } = work;
  const now = ctx.now();
  const isDue = dueAt <= now;
  const claimedUntil = isDue ? new Date(now.getTime() + CLAIM_MS) : null;
  const isMine = await decided(work, events, async (sql) => {
    if (!(await store.advance(sql, rotation, { ...to, dueAt, claimedUntil }))) return false;
    await alongside(sql);
    return true;
  });
  if (!isMine || !isDue) return null;
  const { phase, facts = rotation.facts, toVersion = rotation.toVersion } = to;
  return { ...rotation, phase, facts, toVersion, claimedUntil, attempts: 0 };
}

/** Goes on to a phase that a person does, and confirms. */
async function leaveToPerson(work: Work, phase: RotationPhase, what: string): Promise<null> {
  const { ctx, rotation } = work;
  await decided(work, [], async (sql) => {
    const isMine = await store.advance(sql, rotation, { phase, dueAt: ctx.now(), claimedUntil: null });
    return isMine && store.fail(sql, { ...rotation, phase }, { error: what, dueAt: null });
  });
  return null;
}

async function endAs(
  work: Work,
  state: "done" | "cancelled" | "undone",
  events: readonly NewAuditEvent[],
  alongside: (sql: Sql) => Promise<void> = async () => {},
): Promise<null> {
  await decided(work, events, async (sql) => {
    if (!(await store.end(sql, work.rotation, state, work.ctx.now()))) return false;
    await alongside(sql);
    return true;
  });
  return null;
}

async function decided(
  { ctx }: Work,
  events: readonly NewAuditEvent[],
  write: (sql: Sql) => Promise<boolean>,
): Promise<boolean> {
  try {
    await inSqlTransaction(ctx, async (sql) => {
      if (!(await write(sql))) throw SUPERSEDED;
      if (events.length > 0) await ctx.audit.append(sql, ctx, events);
    });
    return true;
  } catch (error) {
    if (error === SUPERSEDED) return false;
    throw error;
  }
}

async function stepOf({ ctx, rotation, permit, policy }: Work): Promise<RotationStep> {
  const { project, environment, id: rotationId, facts } = rotation;
  const use = { purpose: "rotation", of: permit.secret.name } as const;
  return {
    ...{ ctx, rotationId, facts },
    config: policy.rotator,
    secret: { project, environment, name: permit.secret.name },
    old: await openVersion(ctx, permit, rotation.fromVersion),
    oldLabel: rotation.toVersion === null ? "current" : "previous",
    credential:
      policy.credentialId === null
        ? null
        : await openCredential(ctx, permit.environment, policy.credentialId, use),
  };
}

/** Has the rotator do its part of a phase, if it has one. */
async function act(work: Work, phase: "set" | "test" | "revoke" | "revert", fresh: Plaintext): Promise<void> {
  const { rotator } = work;
  if (!rotator[phase]) return;
  const step = { ...(await stepOf(work)), fresh };
  await told(step, async () => rotator[phase]?.(step));
}

/** Takes the values out of what a rotator says of its failure. */
async function told<T>(
  step: RotationStep & { readonly fresh?: Plaintext },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isAppError(error)) throw error;
    const values = [step.old, step.fresh, step.credential].flatMap((value) => value ?? []);
    throw new AppError(error.code, scrubbed(error.detail, values));
  }
}

async function requirePending({ ctx, permit }: Work): Promise<Plaintext> {
  const value = await openPending(ctx, permit);
  if (!value)
    throw new AppError("conflict", "The new value is not there any more. Go back, and rotate again.");
  return value;
}

function replacedMeanwhile(): AppError {
  return new AppError("conflict", "Somebody replaced the value meanwhile. Go back, and rotate again.");
}

export function replacedSince(): AppError {
  return new AppError("conflict", "Somebody replaced the value since, so there is nothing to undo.");
}

/** An event about the rotation's secret. */
export function eventOf(
  {
    permit,
    rotation,
  }: {
    readonly permit: Permit<"secret.rotate"> | Permit<"rotation.run">;
    readonly rotation: Pick<store.RunningRotation, "id">;
  },
  action: NewAuditEvent["action"],
  detail: NewAuditEvent["detail"] = {},
): NewAuditEvent {
  return { action, target: secretTarget(permit), detail: { rotation: rotation.id, ...detail } };
}
