import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { isNameIntact } from "@/lib/names/intact";
import { foldName } from "@/lib/names/model";
import { AppError } from "@/lib/platform/app-error";
import { freshened } from "@/lib/secrets/external/fresh";
import { openVersion } from "@/lib/secrets/reveal/open";
import { memberTarget } from "../event";
import { poolNameIssue, stateOf } from "../model";
import { nameOf, type StoredMember, type StoredPool } from "../rows";
import type { TakeOptions } from "../schema";
import { noPool } from "../service";
import { seenMembers } from "../shown";
import { hourOf } from "../usage/usage";
import * as store from "./store";

/** A member on its way out, already on record as disclosed. */
export interface TakenMember {
  readonly member: string;
  readonly version: number;
  readonly value: Plaintext;
}

/**
 * Gives out the value of one member, after the audit log has it that this was done. The strategy picks among those that the key
 * could see by itself and that can be taken. Throws `notFound`, and `poolExhausted` with the time when a member comes back.
 */
export async function takeMember(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  { stickyKey }: TakeOptions = {},
): Promise<TakenMember> {
  const permit = await authorize(ctx, "pool.use", scope);
  const pool = poolNameIssue(name) === null ? await findPool(ctx, permit, foldName(name)) : null;
  if (!pool) throw await noPool(ctx, "pool.use");
  const seen = seenMembers(ctx, pool);
  const { value, ...picked } = await openPicked(ctx, permit, pool, {
    seen,
    caller: stickyKey ?? callerOf(ctx),
  });
  const { member, secretId, version } = picked;
  const target = memberTarget(permit.environment, picked.stored);
  await ctx.audit.record(ctx, [{ action: "pool.taken", target, detail: { pool: pool.name, version } }]);
  if (ctx.actor.kind === "apiKey") ctx.usage.noteReads(ctx.actor.id, [{ secretId, version }], ctx.now());
  ctx.pools.count({ poolId: pool.id, secretId }, "taken", ctx.now());
  return { member, version, value };
}

/** A member that is about to be sent somewhere. */
export interface DrawnMember extends TakenMember {
  readonly pool: StoredPool;
  readonly stored: StoredMember;
  readonly secretId: string;
  readonly versionId: string;
}

/**
 * The member whose turn it is, for a sender who does not see it: any that can be taken. The caller has authorised, and puts on
 * record that it is used before it leaves. Throws `conflict` without the pool, and `poolExhausted`.
 */
export async function drawMember(
  ctx: Ctx,
  permit: Permit<"allowlist.send">,
  name: string,
): Promise<DrawnMember> {
  const pool = await store.findPool(ctx.pool, ctx.seals, permit, foldName(name), hourOf(ctx.now()));
  if (!pool) throw new AppError("conflict", "A pool that this endpoint draws from is not here any more.");
  const drawn = await openPicked(ctx, permit, pool, { seen: pool.members, caller: callerOf(ctx) });
  ctx.pools.count({ poolId: pool.id, secretId: drawn.secretId }, "taken", ctx.now());
  return { ...drawn, pool };
}

async function openPicked(
  ctx: Ctx,
  permit: store.DrawPermit,
  pool: StoredPool,
  who: { readonly seen: readonly StoredMember[]; readonly caller: string },
): Promise<Omit<DrawnMember, "pool">> {
  const stored = await asItIsThere(ctx, permit, pool, pickMember(ctx, permit.environment, pool, who));
  const { secretId, projectId, projectKeyId, currentVersion: version } = stored;
  const value = stored.value ?? (await store.findValue(ctx.pool, permit, stored));
  if (value === null) throw new AppError("conflict", "A secret was changed at this very moment. Ask again.");
  const versionId = stored.currentVersionId ?? "";
  const opened = await openVersion(ctx, { projectId, secretId, versionId, value, projectKeyId });
  return { stored, secretId, versionId, version, member: nameOf(stored), value: opened };
}

/** The member, with its value as it is in the manager that it lives in, if it lives in one. */
async function asItIsThere(
  ctx: Ctx,
  permit: store.DrawPermit,
  { name }: StoredPool,
  picked: StoredMember,
): Promise<StoredMember> {
  const { secretId, isExternal = false } = picked;
  const { isChanged } = await freshened(ctx, [{ secretId, isExternal }]);
  if (!isChanged) return picked;
  const pool = await store.findPool(ctx.pool, ctx.seals, permit, foldName(name), hourOf(ctx.now()));
  const member = pool?.members.find((one) => one.secretId === secretId);
  if (member && isNameIntact(ctx.seals, permit.environment.id, member)) return member;
  throw new AppError("conflict", "A secret was changed at this very moment. Ask again.");
}

function findPool(ctx: Ctx, permit: Permit<"pool.use">, nameFolded: string): Promise<StoredPool | null> {
  const prefetched = ctx.prefetched?.pool?.(permit, nameFolded);
  return prefetched ?? store.findPool(ctx.pool, ctx.seals, permit, nameFolded, hourOf(ctx.now()));
}

/** The member whose turn it is. One that is not as the program wrote it, or not mapped here any more, is passed over. */
function pickMember(
  ctx: Ctx,
  { id: environmentId }: Pick<EnvironmentRow, "id">,
  pool: StoredPool,
  { seen, caller }: { readonly seen: readonly StoredMember[]; readonly caller: string },
): StoredMember {
  const now = ctx.now();
  let left = seen.filter((member) => stateOf(member, now) === "on");
  for (;;) {
    const picked = ctx.pools.pick({ pool, caller, now }, left);
    if (!picked) throw exhausted(pool, seen, now);
    if (isNameIntact(ctx.seals, environmentId, picked)) return picked;
    left = left.filter((member) => member !== picked);
  }
}

function callerOf({ actor }: Ctx): string {
  return "id" in actor ? actor.id : actor.kind;
}

function exhausted({ name }: StoredPool, seen: readonly StoredMember[], now: Date): AppError {
  const states = seen.map((member) => stateOf(member, now));
  const times = seen.flatMap((member, i) =>
    states[i] === "limited" && member.outUntil ? [member.outUntil.getTime()] : [],
  );
  if (seen.length === 0)
    return new AppError("poolExhausted", `The pool ${name} has no member that this API key may use.`);
  const count = (state: string, words: string) => {
    const number = states.filter((one) => one === state).length;
    return number > 0 ? [`${number} ${words}`] : [];
  };
  const why = [...count("limited", "limited"), ...count("refused", "refused"), ...count("off", "turned off")];
  const back = times.length > 0 ? Math.max(1, Math.ceil((Math.min(...times) - now.getTime()) / 1_000)) : null;
  const when = back === null ? "" : ` The next one comes back in ${back} s.`;
  const because = why.length > 0 ? `: ${why.join(", ")}` : "";
  const detail = `No member of the pool ${name} can be used now${because}.${when}`;
  return new AppError("poolExhausted", detail, back === null ? {} : { retryAfterSeconds: back });
}
