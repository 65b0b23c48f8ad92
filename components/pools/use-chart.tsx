import { counted } from "@/lib/counted";
import { type MemberCounts, sumOf } from "@/lib/pools/model";

const STEP = 10;
const GAP = 1.5;
const HEIGHT = 40;
const MARK = 6;

interface UseChartProps {
  /** The oldest first. */
  readonly counts: readonly MemberCounts[];
  /** What the tallest bar stands for, the same for all that are compared. */
  readonly most: number;
  /** What a bar is, and how many there are: "the last 24 hours". */
  readonly span: string;
}

/**
 * How often a member was taken: a bar for each hour or day. One in which it was limited or refused has a mark of its own above it, so
 * that colour is not all there is.
 */
export function UseChart({ counts, most, span }: UseChartProps) {
  const width = counts.length * STEP;
  return (
    <svg
      role="img"
      aria-label={textOfUse(counts, span)}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-10 w-full max-w-60"
    >
      <line x1={0} x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="stroke-line-strong" />
      {counts.map(({ taken, limited, refused }, i) => {
        const isBad = limited + refused > 0;
        if (taken === 0 && !isBad) return null;
        const height = Math.max(1, (taken / Math.max(1, most)) * (HEIGHT - MARK));
        const bar = { x: i * STEP + GAP, width: STEP - 2 * GAP };
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
          <g key={i}>
            <rect {...bar} y={HEIGHT - height} height={height} className="fill-accent-ink" />
            {isBad && (
              <rect {...bar} y={HEIGHT - height - MARK + 1} height={MARK - 2} className="fill-danger-ink" />
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** The same in words. */
export function textOfUse(counts: readonly MemberCounts[], span: string): string {
  const { taken, limited, refused } = sumOf(counts);
  const bad = [
    limited > 0 && `limited ${counted(limited, "time")}`,
    refused > 0 && `refused ${counted(refused, "time")}`,
  ];
  return [`Taken ${counted(taken, "time")} in ${span}`, ...bad.filter((one) => one !== false)].join(", ");
}
