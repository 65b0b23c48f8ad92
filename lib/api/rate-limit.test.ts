import { describe, expect, it } from "vitest";
import { FAILURES_MAX, openBuckets, openRateLimits } from "./rate-limit";

describe("a rate limit", () => {
  it("lets through as many as it says at once, then one by one, and tells how long to wait", () => {
    let now = 0;
    const limits = openRateLimits({ rateLimitKey: 60, rateLimitAddress: null }, () => now);
    const admitted = () => {
      try {
        limits.admitKey("a");
        return true;
      } catch (error) {
        return (error as { context: object }).context;
      }
    };
    for (let n = 0; n < 60; n += 1) expect(admitted()).toBe(true);
    expect(admitted()).toEqual({ retryAfterSeconds: 1 });
    limits.admitKey("b");
    now += 1_000;
    expect([admitted(), admitted()]).toEqual([true, { retryAfterSeconds: 1 }]);
    now += 3_600_000;
    for (let n = 0; n < 60; n += 1) expect(admitted()).toBe(true);
    expect(admitted()).not.toBe(true);
  });

  it("on wrong keys holds without any setting, and for a whole network of IPv6 addresses together", () => {
    const limits = openRateLimits({ rateLimitKey: null, rateLimitAddress: null }, () => 0);
    for (let n = 0; n < FAILURES_MAX; n += 1) limits.noteFailure(`2001:db8::${n.toString(16)}`);
    expect(() => limits.admitAddress("2001:db8::ffff")).toThrow(/wrong API keys/);
    expect(() => limits.admitAddress("192.0.2.1")).not.toThrow();
  });

  it("forgets the source that was silent longest when there are too many", () => {
    const buckets = openBuckets(1, () => 0);
    for (let n = 0; n <= 10_000; n += 1) buckets.take(String(n));
    expect([buckets.waitMs("0"), buckets.waitMs("1") > 0, buckets.waitMs("10000") > 0]).toEqual([
      0,
      true,
      true,
    ]);
  });
});
