import { isDeepStrictEqual } from "node:util";
import { actorLabel } from "@/lib/authorization/actor";
import { needsApproval } from "@/lib/authorization/approval";
import { authorize } from "@/lib/authorization/authorize";
import type { Permit, SecretTarget } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { areCertificates, databaseUrl } from "@/lib/databases/connection";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { credentialName, findCredential } from "@/lib/secrets/credentials/service";
import { livesElsewhere } from "@/lib/secrets/external/fresh";
import { secretTarget } from "@/lib/secrets/versions/service";
import type { SecretRotation } from "../model";
import { shownRotation } from "../running/shown";
import { listOfSecret } from "../running/store";
import { nextTime, nextTimes } from "../schedule";
import type { NewRotationPolicy, RotationPolicy, RotatorKind } from "../schema";
import * as store from "./store";

/**
 * Says how a secret is rotated, in place of what was said before. Throws `validation` for a credential that is not here, and
 * `conflict` for another rotator while a rotation is under way: it would end with another one than it began with.
 */
export async function putPolicy(ctx: Ctx, target: SecretTarget, input: NewRotationPolicy): Promise<void> {
  const permit = await authorize(ctx, "rotation.configure", target);
  if (await livesElsewhere(ctx.pool, permit.secret.id))
    throw new AppError("conflict", "The value lives in an external manager. Rotate it there.");
  const { credential, ...policy } = input;
  const credentialId = credential === null ? null : await otherCredential(ctx, permit, credential);
  requireCredential(policy, credential);
  await requireCallable(ctx, policy);
  const before = await store.findPolicy(ctx, permit.secret.id);
  const isOtherRotator =
    before !== null &&
    !(isDeepStrictEqual(before.rotator, policy.rotator) && before.credentialId === credentialId);
  if (isOtherRotator) await requireNoneRunning(ctx, permit);
  if (needsApproval(ctx, permit.environment))
    await ctx.hold.other(ctx, {
      ...{ kind: "rotation", environment: permit.environment, change: { target, input } },
      ...{ title: `Change how ${permit.secret.name} is rotated`, secretIds: [permit.secret.id] },
    });
  const now = ctx.now();
  await inSqlTransaction(ctx, async (sql) => {
    const nextAt = await nextTimeOf(sql, permit, policy, now);
    const stamp = { nextAt, updatedAt: now, updatedBy: actorLabel(ctx.actor) };
    await store.savePolicy(sql, ctx, permit, policy, { credentialId, ...stamp });
    const detail = {
      rotator: policy.rotator.kind,
      ...scheduleDetail(policy),
      ...(credential && { credential }),
    };
    await ctx.audit.append(sql, ctx, [
      { action: "rotationPolicy.set", target: secretTarget(permit), detail },
    ]);
  });
}

/** The secret is rotated by hand again. Throws `notFound` without a policy, and `conflict` while a rotation is under way. */
export async function removePolicy(ctx: Ctx, target: SecretTarget): Promise<void> {
  const permit = await authorize(ctx, "rotation.configure", target);
  await requireNoneRunning(ctx, permit);
  const isRemoved = await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.deletePolicy(sql, permit))) return false;
    await ctx.audit.append(sql, ctx, [{ action: "rotationPolicy.removed", target: secretTarget(permit) }]);
    return true;
  });
  if (!isRemoved) throw noPolicy();
}

/** How a secret is rotated, and the rotation that is under way or was last; null when nothing was said. */
export async function findRotationOf(ctx: Ctx, target: SecretTarget): Promise<SecretRotation | null> {
  const permit = await authorize(ctx, "rotation.read", target);
  const [policy, [last]] = await Promise.all([
    store.findPolicy(ctx, permit.secret.id),
    listOfSecret(ctx.pool, permit, 1),
  ]);
  if (!policy) return null;
  const { credentialId, nextAt, updatedAt, ...rest } = policy;
  const next = nextAt && (await movedBy(ctx, permit, policy));
  return {
    ...rest,
    credential: credentialId && (await credentialName(ctx, permit.environment, credentialId)),
    nextAt: next?.toISOString() ?? null,
    isOverdue: next !== null && next <= ctx.now(),
    updatedAt: updatedAt.toISOString(),
    last: last ? shownRotation(last) : null,
    publicKey:
      last?.toVersion === permit.secret.currentVersion ? String(last.facts.publicKey ?? "") || null : null,
  };
}

const TIMES_SHOWN = 3;

/** The next three times at which a schedule would rotate a secret, as ISO 8601 in UTC; none without one. */
export async function nextTimesOf(
  ctx: Ctx,
  target: SecretTarget,
  schedule: RotationPolicy["schedule"],
): Promise<string[]> {
  const permit = await authorize(ctx, "rotation.read", target);
  if (!schedule) return [];
  const storedAt = await store.valueStoredAt(sqlOn(ctx.pool), permit);
  const times = { secretId: permit.secret.id, storedAt, now: ctx.now() };
  return nextTimes(schedule, times, TIMES_SHOWN).map((time) => time.toISOString());
}

export function noPolicy(): AppError {
  return new AppError("notFound", "Nobody said yet how this secret is rotated.");
}

/** When a policy is due; null for one that is paused or has no schedule. */
async function nextTimeOf(
  sql: Sql,
  permit: Permit<"rotation.configure">,
  { schedule, paused }: RotationPolicy,
  now: Date,
): Promise<Date | null> {
  if (paused || !schedule) return null;
  const storedAt = await store.valueStoredAt(sql, permit);
  return nextTime(schedule, { secretId: permit.secret.id, storedAt, now });
}

/** The time of a policy, or a later one where the value was replaced by hand meanwhile. */
async function movedBy(
  ctx: Ctx,
  permit: Permit<"rotation.read">,
  { schedule, nextAt }: Pick<store.PolicyRow, "schedule" | "nextAt">,
): Promise<Date | null> {
  if (!nextAt || !schedule || !("everyDays" in schedule)) return nextAt;
  const storedAt = await store.valueStoredAt(sqlOn(ctx.pool), permit);
  const times = { secretId: permit.secret.id, storedAt, now: new Date(0) };
  const byAge = nextTime(schedule, times);
  return byAge && byAge > nextAt ? byAge : nextAt;
}

function scheduleDetail({ schedule, graceSeconds, paused }: RotationPolicy) {
  const when =
    schedule === null ? {} : "cron" in schedule ? pickCron(schedule) : { everyDays: schedule.everyDays };
  return { ...when, graceSeconds, ...(paused && { paused }) };
}

function pickCron({ cron, timeZone }: { readonly cron: string; readonly timeZone: string }) {
  return { cron, timeZone };
}

async function otherCredential(
  ctx: Ctx,
  { environment, secret }: Permit<"rotation.configure">,
  name: string,
): Promise<string> {
  const id = await findCredential(ctx, environment, name, "rotation.configure");
  if (id === secret.id) throw fieldError("credential", "A secret cannot be what it is rotated with.");
  return id;
}

/** What the kinds that have to sign in elsewhere need a credential for. */
const NEEDS_CREDENTIAL: Readonly<Partial<Record<RotatorKind, string>>> = {
  webhook: "Name the secret that signs the calls.",
  postgres: "Name the secret with the user and password of an admin.",
  mysql: "Name the secret with the user and password of an admin.",
};
/** Kinds that may do without: then the value itself is what they sign in with. */
const TAKES_CREDENTIAL: readonly RotatorKind[] = ["http"];

function requireCredential({ rotator }: RotationPolicy, credential: string | null): void {
  const lacking = NEEDS_CREDENTIAL[rotator.kind];
  if (lacking !== undefined && credential === null) throw fieldError("credential", lacking);
  if (lacking === undefined && credential !== null && !TAKES_CREDENTIAL.includes(rotator.kind))
    throw fieldError("credential", "This rotator needs no credential.");
}

async function requireCallable(ctx: Ctx, { rotator }: RotationPolicy): Promise<void> {
  if ("host" in rotator) {
    const callable = await callableUrl(ctx, databaseUrl(rotator));
    if ("issue" in callable) throw fieldError("rotator.host", callable.issue);
    if (!areCertificates(rotator.ca)) throw fieldError("rotator.ca", "Enter certificates in PEM.");
  }
  if (!("url" in rotator)) return;
  const callable = await callableUrl(ctx, rotator.url);
  if ("issue" in callable) throw fieldError("rotator.url", callable.issue);
}

async function requireNoneRunning(ctx: Ctx, permit: Permit<"rotation.configure">): Promise<void> {
  const [last] = await listOfSecret(ctx.pool, permit, 1);
  if (last && last.endedAt === null)
    throw new AppError(
      "conflict",
      "A rotation is under way. Change this when it has ended, or cancel it first.",
    );
}
