import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Activity, ActivityBucket } from "@/lib/audit/reading/model";
import { hrefWith } from "@/lib/audit/reading/view/address";
import type { AuditView } from "@/lib/audit/reading/view/model";
import { counted } from "@/lib/counted";
import { bucketLabel, bucketText, kindTotals, rangeInput, totalOf } from "./activity-labels";
import { Brush } from "./brush";
import { lookOf, SHOWN_KINDS } from "./kind-looks";

const HEIGHT = 100;
const STEP = 10;
const GAP = 1.5;

interface ActivityChartProps {
  readonly activity: Activity;
  readonly view: AuditView;
  /** Whether it has a frame of its own, unless it stands in one. */
  readonly isFramed?: boolean;
}

/** How much happened when: a bar for each hour, day or week, stacked by kind, that leads to what it counts. */
export function ActivityChart({ activity, view, isFramed = true }: ActivityChartProps) {
  const { buckets, unit, isCut, since } = activity;
  const [first, last] = [buckets[0], buckets.at(-1)];
  const most = Math.max(0, ...buckets.map(totalOf));
  if (!first || !last || first === last || most === 0) return null;
  return (
    <figure
      className={classNames(
        "flex flex-col gap-2",
        isFramed && "rounded-lg border border-line bg-surface p-4",
      )}
    >
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 text-sm text-muted">
        <span>
          Events per {unit}
          {isCut && ", last 60 weeks"}
          {since && (
            <>
              , counted since <Time value={since} />
            </>
          )}
        </span>
        <span>Tallest bar: {counted(most, "event")}</span>
      </figcaption>
      <Brush
        // Another chart begins without a choice.
        key={`${first.from} ${unit}`}
        bars={buckets.map((bucket) => ({ label: bucketLabel(bucket, unit), ...rangeInput(bucket, unit) }))}
        path={hrefWith(view, { from: undefined, to: undefined, time: undefined })}
      >
        <Bars activity={activity} view={view} most={most} />
      </Brush>
      <div className="flex justify-between gap-4 text-xs text-muted tabular-nums">
        <span>{bucketLabel(first, unit)}</span>
        <span className="text-right">{bucketLabel(last, unit)}</span>
      </div>
      <Legend activity={activity} view={view} />
      <details>
        <summary className="w-fit cursor-pointer text-sm text-muted hover:text-ink">Show as a table</summary>
        <ActivityTable activity={activity} view={view} />
      </details>
    </figure>
  );
}

/** For the eye and the mouse alone: the table has the same numbers and links. */
function Bars({ activity: { buckets, unit }, view, most }: ActivityChartProps & { readonly most: number }) {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${buckets.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-24 w-full"
    >
      {buckets.map((bucket, i) => (
        <Link
          key={bucket.from}
          href={hrefWith(view, rangeInput(bucket, unit))}
          tabIndex={-1}
          className="group"
        >
          <title>{bucketText(bucket, unit)}</title>
          <rect
            x={i * STEP}
            y={0}
            width={STEP}
            height={HEIGHT}
            className="fill-transparent group-hover:fill-hover"
          />
          <Stack bucket={bucket} x={i * STEP + GAP} most={most} />
        </Link>
      ))}
      <line x1={0} x2={buckets.length * STEP} y1={HEIGHT} y2={HEIGHT} className="stroke-line-strong" />
    </svg>
  );
}

interface StackProps {
  readonly bucket: ActivityBucket;
  readonly x: number;
  readonly most: number;
}

/** The kinds of one part on top of each other. What happened at all is at least a pixel high. */
function Stack({ bucket, x, most }: StackProps) {
  let top = HEIGHT;
  return SHOWN_KINDS.map((kind) => {
    const count = bucket.counts[kind] ?? 0;
    if (count === 0) return null;
    const height = Math.max(1, (count / most) * HEIGHT);
    top -= height;
    return (
      <rect key={kind} x={x} y={top} width={STEP - 2 * GAP} height={height} className={lookOf(kind).fill} />
    );
  });
}

function Legend({ activity, view }: ActivityChartProps) {
  return (
    <ul aria-label="Kinds" className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {kindTotals(activity).map(({ kind, total }) => {
        const { label, patch } = lookOf(kind);
        const text = `${label} ${total.toLocaleString("en")}`;
        return (
          <li key={kind} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-2.5 rounded-sm ${patch}`} />
            {kind === "other" ? (
              text
            ) : (
              <Link href={hrefWith(view, { kind })} className="hover:underline">
                {text}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function ActivityTable({ activity, view }: ActivityChartProps) {
  const { unit, buckets } = activity;
  const number = "text-right tabular-nums";
  const columns: Column<ActivityBucket>[] = [
    {
      title: "Time (UTC)",
      cell: (bucket) => (
        <Link href={hrefWith(view, rangeInput(bucket, unit))} className="text-accent-ink hover:underline">
          {bucketLabel(bucket, unit)}
        </Link>
      ),
    },
    ...kindTotals(activity).map(({ kind }) => ({
      title: lookOf(kind).label,
      className: number,
      cell: ({ counts }: ActivityBucket) => (counts[kind] ?? 0).toLocaleString("en"),
    })),
    { title: "All", className: number, cell: (bucket) => totalOf(bucket).toLocaleString("en") },
  ];
  const rows = buckets.filter((bucket) => totalOf(bucket) > 0).reverse();
  return (
    <Table
      label={`Events per ${unit}`}
      className="mt-2"
      columns={columns}
      rows={rows}
      rowKey={({ from }) => from}
    />
  );
}
