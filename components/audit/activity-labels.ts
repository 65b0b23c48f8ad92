import type { Activity, ActivityBucket } from "@/lib/audit/reading/model";
import { clockOf, dayOf } from "./event-labels";
import { lookOf, SHOWN_KINDS, type ShownKind } from "./kind-looks";

/** How many events a part has. */
export function totalOf({ counts }: ActivityBucket): number {
  return SHOWN_KINDS.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
}

/** The kinds that occur at all, each with its number. */
export function kindTotals({ buckets }: Activity): { readonly kind: ShownKind; readonly total: number }[] {
  return SHOWN_KINDS.map((kind) => ({
    kind,
    total: buckets.reduce((sum, { counts }) => sum + (counts[kind] ?? 0), 0),
  })).filter(({ total }) => total > 0);
}

/** `25 Nov 2026, 10:00`, `25 Nov 2026` or `Week of 23 Nov 2026`; UTC. */
export function bucketLabel({ from }: ActivityBucket, unit: Activity["unit"]): string {
  if (unit === "hour") return `${dayOf(from)}, ${clockOf(from).slice(0, 5)}`;
  return unit === "week" ? `Week of ${dayOf(from)}` : dayOf(from);
}

/** What a part holds, in words. */
export function bucketText(bucket: ActivityBucket, unit: Activity["unit"]): string {
  const parts = SHOWN_KINDS.flatMap((kind) => {
    const count = bucket.counts[kind] ?? 0;
    return count === 0 ? [] : [`${lookOf(kind).label} ${count.toLocaleString("en")}`];
  });
  return `${bucketLabel(bucket, unit)}: ${parts.join(", ") || "no events"}`;
}

/** What narrows a view to a part: days where it is made of whole days, else moments. */
export function rangeInput({ from, to }: ActivityBucket, unit: Activity["unit"]) {
  return unit === "hour" ? { from, to } : { from: from.slice(0, 10), to: to.slice(0, 10) };
}
