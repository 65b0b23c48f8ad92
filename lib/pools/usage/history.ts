import type { Ctx } from "@/lib/context";
import { DAYS_SHOWN, HOURS_SHOWN, type MemberUse, NO_COUNTS } from "../model";
import { countsBy, type UsedBucket } from "./store";
import type { MemberRef } from "./usage";

const HOUR_MS = 60 * 60 * 1_000;
const UNITS = {
  hour: { ms: HOUR_MS, count: HOURS_SHOWN },
  day: { ms: 24 * HOUR_MS, count: DAYS_SHOWN },
} as const;
type Unit = keyof typeof UNITS;

/** What became of each member of an environment's pools, in the last 24 hours and 30 days up to now. */
export async function usesIn(
  ctx: Pick<Ctx, "pool" | "now">,
  environmentId: string,
): Promise<(member: MemberRef) => MemberUse> {
  const now = ctx.now();
  const [hours, days] = await Promise.all(
    (["hour", "day"] as const).map(async (unit) => {
      const buckets = await countsBy(ctx.pool, environmentId, unit, firstOf(unit, now));
      return new Map(buckets.map((bucket) => [keyOf(bucket, bucket.from), bucket]));
    }),
  );
  const listed = (member: MemberRef, unit: Unit, known: ReadonlyMap<string, UsedBucket> | undefined) =>
    Array.from({ length: UNITS[unit].count }, (_, i) => {
      const from = new Date(firstOf(unit, now).getTime() + i * UNITS[unit].ms);
      const { taken, limited, refused } = known?.get(keyOf(member, from)) ?? NO_COUNTS;
      return { taken, limited, refused };
    });
  return (member) => ({ hours: listed(member, "hour", hours), days: listed(member, "day", days) });
}

function firstOf(unit: Unit, now: Date): Date {
  const { ms, count } = UNITS[unit];
  return new Date((Math.floor(now.getTime() / ms) - count + 1) * ms);
}

function keyOf({ poolId, secretId }: MemberRef, from: Date): string {
  return `${poolId}/${secretId}/${from.getTime()}`;
}
