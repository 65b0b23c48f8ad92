import { createHmac } from "node:crypto";
import type { Ctx } from "@/lib/context";
import type { Db, Tx } from "@/lib/db/client";
import { addressScope } from "@/lib/net/address-scope";
import { AppError } from "@/lib/platform/app-error";
import { findKnownDevice } from "../known-device/service";
import type { Lane } from "../semaphore";
import {
  anyBlocked,
  type Bound,
  clearTries,
  clearTriesUnder,
  countTry,
  uncountTry,
  waitsUnder,
} from "./store";

/** Failures of one account from one address, or in one session or known device of it, before it has to wait. */
export const PAIR_FAILURES_MAX = 5;
/** Failures from one address, for whatever accounts: beyond it, a password alone is not enough. */
export const ADDRESS_FAILURES_MAX = 100;
/** Failures of one account, from wherever. Wide: it must take many addresses to keep a person out. */
export const ACCOUNT_FAILURES_MAX = 100;
/** Wrong second factors of one account, from wherever: whoever tries them knows the password already. */
export const FACTOR_FAILURES_MAX = 20;
export const WAIT_SECONDS = 15 * 60;

/** What is guessed. The right password does not clear what was counted for the second factor. */
export type Guessed = "password" | "factor";

type ThrottleCtx = Pick<Ctx, "actor" | "db" | "pool" | "keys" | "now" | "request">;

/** A limit, and what becomes of its count when a try turns out to be right. */
interface Limit extends Bound {
  readonly whenRight: "forget" | "takeBack";
}

/**
 * Checks a password or a second factor under the limits on guessing. `check` answers null for a wrong one, which counts;
 * any other answer, or an error that is not about it, does not. Throws `throttled` without checking while a limit is
 * reached, with two exceptions, so that whoever guesses cannot keep others out:
 *
 * - A session of the account, and a browser that was signed in to it before, have a limit of their own and no other.
 * - While too many passwords from the address were wrong, `check` is called with the lane `suspect`: it must then accept
 *   only who has to show a second factor next. A refusal is `throttled`, whatever the reason.
 *
 * The pair is counted first: whoever waits for it cannot use up the wider limits of others.
 */
export async function withinBounds<T>(
  ctx: ThrottleCtx,
  email: string,
  check: (lane: Lane) => Promise<T | null>,
  guessed: Guessed = "password",
): Promise<T | null> {
  const own = await ownLimit(ctx, email, guessed);
  const limits = own ? [own] : accountLimits(ctx, email, guessed);
  await countAll(ctx, limits);
  if (own) return settle(ctx, limits, () => check("known"));
  // Whoever guesses second factors knows the password already: how many others guess at the address says nothing more.
  if (guessed === "factor") return settle(ctx, limits, () => check("unknown"));
  return withAddressLimit(ctx, "password", limits, check);
}

/**
 * Checks what nobody can guess, a passkey or a recovery code of an account: only failures wait, a right one is accepted
 * although the limits on second factors are reached. A wrong one counts against them, and is `throttled` while they are.
 */
export async function countingFailures<T>(
  ctx: ThrottleCtx,
  email: string,
  check: () => Promise<T | null>,
): Promise<T | null> {
  const answer = await check();
  if (answer !== null) return answer;
  const own = await ownLimit(ctx, email, "factor");
  await countAll(ctx, own ? [own] : accountLimits(ctx, email, "factor"));
  return null;
}

/**
 * The same for what says itself whose it is: only the address is known. `check` is told in the lane `suspect` when too
 * many from there were wrong; a refusal is then `throttled`. What was counted for passwords and codes stays counted.
 */
export function withinAddressBound<T>(
  ctx: ThrottleCtx,
  kind: "passkey" | "sso" | "link",
  check: (lane: Lane) => Promise<T | null>,
): Promise<T | null> {
  return withAddressLimit(ctx, kind, [], check);
}

/** Codes that a person may type wrongly within the window, and sign-ins of machines that one address may begin. */
const TYPED_FAILURES_MAX = 5;
const ASKED_MAX = 60;

/**
 * Looks up a code that a signed-in person typed, under a limit of their own: `check` answers null for a wrong one, which counts. A right
 * one in between clears nothing, since anybody can make one.
 */
export async function withinTypedBound<T>(
  ctx: ThrottleCtx,
  personId: string,
  check: () => Promise<T | null>,
): Promise<T | null> {
  const key = counterKey(ctx, "own", `typed:${personId}`);
  const limit = {
    key,
    failuresMax: TYPED_FAILURES_MAX,
    windowSeconds: WAIT_SECONDS,
    whenRight: "takeBack",
  } as const;
  await countAll(ctx, [limit]);
  return settle(ctx, [limit], check);
}

/** Counts what anybody may ask for, by address. Throws `throttled`. */
export async function withinAskedBound(ctx: ThrottleCtx): Promise<void> {
  const key = counterKey(ctx, "address", `asked:${addressScope(ctx.request.ip)}`);
  await countAll(ctx, [{ key, failuresMax: ASKED_MAX, windowSeconds: WAIT_SECONDS, whenRight: "takeBack" }]);
}

async function withAddressLimit<T>(
  ctx: ThrottleCtx,
  kind: "password" | "passkey" | "sso" | "link",
  counted: readonly Limit[],
  check: (lane: Lane) => Promise<T | null>,
): Promise<T | null> {
  const limit = addressLimit(ctx, kind);
  const waitUntil = await countTry(ctx.pool, limit, ctx.now());
  if (!waitUntil) return settle(ctx, [...counted, limit], () => check("unknown"));
  const answer = await settle(ctx, counted, () => check("suspect"));
  if (answer === null) throw throttled(waitUntil, ctx.now());
  return answer;
}

/** Counts one try under each limit. Throws `throttled`, with nothing counted, when one of them is reached. */
async function countAll(ctx: ThrottleCtx, limits: readonly Limit[]): Promise<void> {
  const counted: Limit[] = [];
  for (const limit of limits) {
    const waitUntil = await countTry(ctx.pool, limit, ctx.now());
    if (waitUntil) {
      await takeBack(ctx, counted);
      throw throttled(waitUntil, ctx.now());
    }
    counted.push(limit);
  }
}

/** Makes a try that was counted. Takes back what was counted when it turns out to be right, or could not be made. */
async function settle<T>(
  ctx: ThrottleCtx,
  counted: readonly Limit[],
  check: () => Promise<T | null>,
): Promise<T | null> {
  const answer = await check().catch(async (error: unknown) => {
    await takeBack(ctx, counted);
    throw error;
  });
  if (answer === null) return null;
  const forgotten = counted.filter(({ whenRight }) => whenRight === "forget");
  await Promise.all([
    ...forgotten.map(({ key }) => clearTries(ctx.pool, key)),
    takeBack(
      ctx,
      counted.filter((limit) => !forgotten.includes(limit)),
    ),
  ]);
  return answer;
}

async function takeBack(ctx: ThrottleCtx, limits: readonly Limit[]): Promise<void> {
  await Promise.all(limits.map((limit) => uncountTry(ctx.pool, limit)));
}

/** Forgets every failed try for an account, from wherever. */
export async function clearBoundsOf(ctx: Pick<Ctx, "keys">, db: Db | Tx, email: string): Promise<void> {
  for (const kind of ["account", "factor"] as const) await clearTriesUnder(db, counterKey(ctx, kind, email));
}

/** Whether anybody has to wait at all, whoever that is: mostly nobody. */
export function isAnybodyWaiting({ pool, now }: Pick<Ctx, "pool" | "now">): Promise<boolean> {
  return anyBlocked(pool, now());
}

/** Until when accounts have to wait, from wherever they are tried, by address; those that need not are left out. */
export async function waitsOf(
  ctx: Pick<Ctx, "pool" | "keys" | "now">,
  emails: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const kinds = ["account", "factor"] as const;
  const prefixes = emails.flatMap((email) => kinds.map((kind) => counterKey(ctx, kind, email)));
  const waits = new Map<string, Date>();
  for (const { index, until } of await waitsUnder(ctx.pool, prefixes, ctx.now(), WAIT_SECONDS)) {
    const email = emails[Math.floor(index / kinds.length)];
    const known = email && waits.get(email);
    if (email && (!known || known < until)) waits.set(email, until);
  }
  return waits;
}

/** The limit of a session or known device of the account; null for anybody else. */
async function ownLimit(ctx: ThrottleCtx, email: string, guessed: Guessed): Promise<Limit | null> {
  const { actor } = ctx;
  const isOwn = actor.kind === "user" && !actor.personalKey && !actor.valueLink && actor.email === email;
  const device = isOwn ? null : await findKnownDevice(ctx, email);
  if (!isOwn && device === null) return null;
  const own = isOwn ? `session:${actor.sessionId}` : `device:${device}`;
  const key = Buffer.concat([accountKey(ctx, email, guessed), counterKey(ctx, "own", own)]);
  return { key, failuresMax: PAIR_FAILURES_MAX, windowSeconds: WAIT_SECONDS, whenRight: "forget" };
}

/** The limits of the account at this address, and from wherever. */
function accountLimits(ctx: ThrottleCtx, email: string, guessed: Guessed): readonly Limit[] {
  const key = accountKey(ctx, email, guessed);
  const pairKey = Buffer.concat([key, counterKey(ctx, "address", addressScope(ctx.request.ip))]);
  const failuresMax = guessed === "factor" ? FACTOR_FAILURES_MAX : ACCOUNT_FAILURES_MAX;
  return [
    { key: pairKey, failuresMax: PAIR_FAILURES_MAX, windowSeconds: WAIT_SECONDS, whenRight: "forget" },
    { key, failuresMax, windowSeconds: WAIT_SECONDS, whenRight: "takeBack" },
  ];
}

function addressLimit(ctx: ThrottleCtx, kind: "password" | "passkey" | "sso" | "link"): Limit {
  const scope = addressScope(ctx.request.ip);
  const key = counterKey(ctx, "address", kind === "password" ? scope : `${kind}:${scope}`);
  return { key, failuresMax: ADDRESS_FAILURES_MAX, windowSeconds: WAIT_SECONDS, whenRight: "takeBack" };
}

/** All that is counted for an account begins with it, so that it can be found again. */
function accountKey(ctx: Pick<Ctx, "keys">, email: string, guessed: Guessed): Buffer {
  return counterKey(ctx, guessed === "factor" ? "factor" : "account", email);
}

function counterKey(
  ctx: Pick<Ctx, "keys">,
  kind: "address" | "account" | "factor" | "own",
  counted: string,
): Buffer {
  return createHmac("sha256", ctx.keys.derive("throttle"))
    .update(`${kind}:${counted}`)
    .digest()
    .subarray(0, 16);
}

function throttled(until: Date, now: Date): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  const minutes = Math.ceil(retryAfterSeconds / 60);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return new AppError("throttled", `Too many attempts. Try again in ${wait}.`, { retryAfterSeconds });
}
