import { hash } from "node:crypto";
import { addressScope } from "@/lib/net/address-scope";
import { AppError } from "@/lib/platform/app-error";
import type { Settings } from "@/lib/platform/settings";

/** Wrong API keys from one address, a minute. */
export const FAILURES_MAX = 100;
const MINUTE_MS = 60_000;
/** How many sources are remembered; those that were silent longest are forgotten first. */
const SOURCES_MAX = 10_000;
/** How long a key that was looked up and found bad is not looked up again for who has to wait. */
const BAD_KEY_MS = 5_000;
const BAD_KEYS_MAX = 10_000;

/** A bucket of requests for each source, full at first, that refills evenly within a minute. */
export interface Buckets {
  /** Milliseconds until the source may go on; 0 when it may. */
  waitMs(source: string): number;
  /** Counts one request of the source. */
  take(source: string): void;
}

export function openBuckets(perMinute: number, now: () => number): Buckets {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();
  const leftOf = (source: string): number => {
    const bucket = buckets.get(source);
    if (!bucket) return perMinute;
    return Math.min(perMinute, bucket.left + ((now() - bucket.at) / MINUTE_MS) * perMinute);
  };
  return {
    waitMs: (source) => Math.max(0, Math.ceil(((1 - leftOf(source)) / perMinute) * MINUTE_MS)),
    take: (source) => {
      const left = leftOf(source) - 1;
      buckets.delete(source);
      buckets.set(source, { left, at: now() });
      const [oldest] = buckets.size > SOURCES_MAX ? buckets.keys() : [];
      if (oldest !== undefined) buckets.delete(oldest);
    },
  };
}

/** The limits of this instance. Those on wrong keys always hold, the others where they are set. */
export interface RateLimits {
  /**
   * Spares the database the lookup of a key that was bad a moment ago, for an address that has to wait. Throws `throttled`.
   * Any other key is looked up however many wrong ones came from there: a good one is always answered.
   */
  refuseKnownBad(ip: string | null, keyText: string): void;
  /** Counts a request whose key was not good. Throws `throttled` when there were too many from this address. */
  noteBad(ip: string | null, keyText: string | null): void;
  /** Counts a request whose key is good. Throws `throttled`. */
  admit(ip: string | null, keyId: string): void;
}

export function openRateLimits(
  { rateLimitKey, rateLimitAddress }: Pick<Settings, "rateLimitKey" | "rateLimitAddress">,
  now: () => number = () => performance.now(),
): RateLimits {
  const failures = openBuckets(FAILURES_MAX, now);
  const badKeys = openBadKeys(now);
  const addresses = rateLimitAddress === null ? null : openBuckets(rateLimitAddress, now);
  const keys = rateLimitKey === null ? null : openBuckets(rateLimitKey, now);
  const refuseBad = (source: string) =>
    refuseFor(failures.waitMs(source), "Too many requests with wrong API keys came from this address.");
  return {
    refuseKnownBad: (ip, keyText) => {
      const source = addressScope(ip);
      if (failures.waitMs(source) > 0 && badKeys.has(keyText)) refuseBad(source);
    },
    noteBad: (ip, keyText) => {
      const source = addressScope(ip);
      if (keyText !== null) badKeys.add(keyText);
      refuseBad(source);
      failures.take(source);
    },
    admit: (ip, keyId) => {
      const source = addressScope(ip);
      if (keys) refuseFor(keys.waitMs(keyId), "Too many requests came with this API key.");
      if (addresses) refuseFor(addresses.waitMs(source), "Too many requests came from this address.");
      keys?.take(keyId);
      addresses?.take(source);
    },
  };
}

/** Keys that were found bad within the last seconds, by the hash of their text. */
function openBadKeys(now: () => number) {
  const until = new Map<string, number>();
  const fingerprintOf = (keyText: string) => hash("sha256", keyText);
  return {
    has: (keyText: string) => (until.get(fingerprintOf(keyText)) ?? 0) > now(),
    add: (keyText: string) => {
      const fingerprint = fingerprintOf(keyText);
      until.delete(fingerprint);
      until.set(fingerprint, now() + BAD_KEY_MS);
      const [oldest] = until.size > BAD_KEYS_MAX ? until.keys() : [];
      if (oldest !== undefined) until.delete(oldest);
    },
  };
}

function refuseFor(waitMs: number, detail: string): void {
  if (waitMs === 0) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  throw new AppError("throttled", `${detail} Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
}
