import { describe, expect, it } from "vitest";
import { FAILURES_MAX, openBuckets, openRateLimits } from "./rate-limit";

describe("a rate limit", () => {
  it("lets through as many as it says at once, then one by one, and tells how long to wait", () => {
    let now = 0;
    const limits = openRateLimits({ rateLimitKey: 60, rateLimitAddress: null }, () => now);
    const admitted = () => {
      try {
        limits.admit(null, "a");
        return true;
      } catch (error) {
        return (error as { context: object }).context;
      }
    };
    for (let n = 0; n < 60; n += 1) expect(admitted()).toBe(true);
    expect(admitted()).toEqual({ retryAfterSeconds: 1 });
    limits.admit(null, "b");
    now += 1_000;
    expect([admitted(), admitted()]).toEqual([true, { retryAfterSeconds: 1 }]);
    now += 3_600_000;
    for (let n = 0; n < 60; n += 1) expect(admitted()).toBe(true);
    expect(admitted()).not.toBe(true);
  });

  it("on wrong keys holds without any setting, and for a whole network of IPv6 addresses together", () => {
    const limits = openRateLimits({ rateLimitKey: null, rateLimitAddress: null }, () => 0);
    for (let n = 0; n < FAILURES_MAX; n += 1) limits.noteBad(`2001:db8::${n.toString(16)}`, "wrong");
    expect(() => limits.noteBad("2001:db8::ffff", "wrong")).toThrow(/wrong API keys/);
    expect(() => limits.noteBad("192.0.2.1", "wrong")).not.toThrow();
  });

  it("on wrong keys spares the lookup of a key that was just found bad, and of no other", () => {
    let now = 0;
    const limits = openRateLimits({ rateLimitKey: null, rateLimitAddress: null }, () => now);
    expect(() => limits.refuseKnownBad(null, "wrong")).not.toThrow();
    for (let n = 0; n < FAILURES_MAX; n += 1) limits.noteBad(null, "wrong");
    expect(() => limits.refuseKnownBad(null, "wrong")).toThrow(/wrong API keys/);
    expect(() => limits.refuseKnownBad(null, "good")).not.toThrow();
    expect(() => limits.refuseKnownBad("192.0.2.1", "wrong")).not.toThrow();
    now += 6_000;
    for (let n = 0; n < FAILURES_MAX; n += 1) {
      try {
        limits.noteBad(null, "another");
      } catch {}
    }
    // Looked up again every few seconds, so that a restored key is not refused for long.
    expect(() => limits.refuseKnownBad(null, "wrong")).not.toThrow();
  });

  it("on wrong keys makes nobody wait longer because they went on while they had to wait", () => {
    const limits = openRateLimits({ rateLimitKey: null, rateLimitAddress: null }, () => 0);
    const outcomes = Array.from({ length: 10_000 }, () => {
      try {
        limits.noteBad(null, "wrong");
        return null;
      } catch (error) {
        return (error as { context: object }).context;
      }
    });
    expect(outcomes.filter((one) => one === null)).toHaveLength(FAILURES_MAX);
    expect(outcomes.at(-1)).toEqual({ retryAfterSeconds: 1 });
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
