import { addressScope } from "@/lib/auth/throttle/address-scope";
import { AppError } from "@/lib/platform/app-error";
import type { Settings } from "@/lib/platform/settings";

/** Wrong API keys from one address, a minute. */
export const FAILURES_MAX = 100;
const MINUTE_MS = 60_000;
/** How many sources are remembered; those that were silent longest are forgotten first. */
const SOURCES_MAX = 10_000;

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

export interface RateLimits {
  /** Before a key is looked at. Throws `throttled`. */
  admitAddress(ip: string | null): void;
  /** A request whose key was not good. */
  noteFailure(ip: string | null): void;
  /** Once the key is known. Throws `throttled`. */
  admitKey(keyId: string): void;
}

/** The limits of this instance. Those on wrong keys always hold, the others where they are set. */
export function openRateLimits(
  { rateLimitKey, rateLimitAddress }: Pick<Settings, "rateLimitKey" | "rateLimitAddress">,
  now: () => number = () => performance.now(),
): RateLimits {
  const failures = openBuckets(FAILURES_MAX, now);
  const addresses = rateLimitAddress === null ? null : openBuckets(rateLimitAddress, now);
  const keys = rateLimitKey === null ? null : openBuckets(rateLimitKey, now);
  return {
    admitAddress: (ip) => {
      const source = addressScope(ip);
      refuseFor(failures.waitMs(source), "Too many requests with wrong API keys came from this address.");
      if (!addresses) return;
      refuseFor(addresses.waitMs(source), "Too many requests came from this address.");
      addresses.take(source);
    },
    noteFailure: (ip) => failures.take(addressScope(ip)),
    admitKey: (keyId) => {
      if (!keys) return;
      refuseFor(keys.waitMs(keyId), "Too many requests came with this API key.");
      keys.take(keyId);
    },
  };
}

function refuseFor(waitMs: number, detail: string): void {
  if (waitMs === 0) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  throw new AppError("throttled", `${detail} Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
}
