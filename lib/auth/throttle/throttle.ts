import { createHmac } from "node:crypto";
import type { Ctx } from "@/lib/context";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/platform/app-error";
import { addressScope } from "./address-scope";
import {
  type Bound,
  clearTries,
  clearTriesUnder,
  countTry,
  pruneTries,
  uncountTry,
  waitsUnder,
} from "./store";

/** Failures of one account from one address before it has to wait. */
export const PAIR_FAILURES_MAX = 5;
/** Failures from one address, for whatever accounts. */
export const ADDRESS_FAILURES_MAX = 100;
/** Failures of one account, from wherever. Wide: it must take many addresses to keep a person out. */
export const ACCOUNT_FAILURES_MAX = 100;
/** Wrong second factors of one account, from wherever: whoever tries them knows the password already. */
export const FACTOR_FAILURES_MAX = 20;
export const WAIT_SECONDS = 15 * 60;

/** What is guessed. The right password does not clear what was counted for the second factor. */
export type Guessed = "password" | "factor";

type ThrottleCtx = Pick<Ctx, "pool" | "keys" | "now" | "request">;

/**
 * Checks a password or a second factor under the bounds on guessing. `check` answers null for a wrong one, which
 * counts; any other answer, or an error that is not about it, does not. Throws `throttled` without checking while a bound
 * is reached. The pair is counted first: whoever waits for it cannot use up the wider bounds of others.
 */
export async function withinBounds<T>(
  ctx: ThrottleCtx,
  email: string,
  check: () => Promise<T | null>,
  guessed: Guessed = "password",
): Promise<T | null> {
  const [pair, ...wider] = boundsOf(ctx, email, guessed);
  const answer = await counting(ctx, [pair, ...wider], check);
  if (answer !== null) await Promise.all([clearTries(ctx.pool, pair.key), uncount(ctx, wider)]);
  return answer;
}

/**
 * The same for what says itself whose it is, such as a passkey: only the address is known before it is checked. What
 * was counted for passwords and codes stays counted.
 */
export async function withinAddressBound<T>(
  ctx: ThrottleCtx,
  check: () => Promise<T | null>,
): Promise<T | null> {
  const bound = addressBound(ctx);
  const answer = await counting(ctx, [bound], check);
  if (answer !== null) await uncount(ctx, [bound]);
  return answer;
}

/** Counts one try under each bound, then makes it. Takes back what it counted when the try is not made, or breaks. */
async function counting<T>(
  ctx: ThrottleCtx,
  bounds: readonly Bound[],
  check: () => Promise<T | null>,
): Promise<T | null> {
  const counted: Bound[] = [];
  for (const bound of bounds) {
    const waitUntil = await countTry(ctx.pool, bound, ctx.now());
    if (waitUntil) {
      await uncount(ctx, counted);
      throw throttled(waitUntil, ctx.now());
    }
    counted.push(bound);
  }
  const answer = await check().catch(async (error: unknown) => {
    await uncount(ctx, counted);
    throw error;
  });
  if (answer === null) await pruneTries(ctx.pool, ctx.now());
  return answer;
}

/** Forgets every failed try for an account, from wherever. */
export async function clearBoundsOf(ctx: Pick<Ctx, "keys">, db: Db | Tx, email: string): Promise<void> {
  for (const kind of ["account", "factor"] as const) await clearTriesUnder(db, counterKey(ctx, kind, email));
}

/** Until when accounts have to wait, from wherever they are tried, by address; those that need not are left out. */
export async function waitsOf(
  ctx: Pick<Ctx, "pool" | "keys" | "now">,
  emails: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const kinds = ["account", "factor"] as const;
  const prefixes = emails.flatMap((email) => kinds.map((kind) => counterKey(ctx, kind, email)));
  const waits = new Map<string, Date>();
  for (const { index, until } of await waitsUnder(ctx.pool, prefixes, ctx.now())) {
    const email = emails[Math.floor(index / kinds.length)];
    const known = email && waits.get(email);
    if (email && (!known || known < until)) waits.set(email, until);
  }
  return waits;
}

function boundsOf(ctx: ThrottleCtx, email: string, guessed: Guessed): readonly [Bound, ...Bound[]] {
  const perAddress = addressBound(ctx);
  const isFactor = guessed === "factor";
  const perAccount = counterKey(ctx, isFactor ? "factor" : "account", email);
  const accountMax = isFactor ? FACTOR_FAILURES_MAX : ACCOUNT_FAILURES_MAX;
  // A pair's key begins with its account's, so that all of an account's can be found again.
  const perPair = Buffer.concat([perAccount, perAddress.key]);
  return [
    { key: perPair, failuresMax: PAIR_FAILURES_MAX, windowSeconds: WAIT_SECONDS },
    perAddress,
    { key: perAccount, failuresMax: accountMax, windowSeconds: WAIT_SECONDS },
  ];
}

function addressBound(ctx: ThrottleCtx): Bound {
  const key = counterKey(ctx, "address", addressScope(ctx.request.ip));
  return { key, failuresMax: ADDRESS_FAILURES_MAX, windowSeconds: WAIT_SECONDS };
}

function counterKey(ctx: Pick<Ctx, "keys">, kind: "address" | "account" | "factor", counted: string): Buffer {
  return createHmac("sha256", ctx.keys.derive("throttle"))
    .update(`${kind}:${counted}`)
    .digest()
    .subarray(0, 16);
}

async function uncount(ctx: ThrottleCtx, bounds: readonly Bound[]): Promise<void> {
  await Promise.all(bounds.map((bound) => uncountTry(ctx.pool, bound)));
}

function throttled(until: Date, now: Date): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  const minutes = Math.ceil(retryAfterSeconds / 60);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return new AppError("throttled", `Too many failed tries. Try again in ${wait}.`, { retryAfterSeconds });
}
