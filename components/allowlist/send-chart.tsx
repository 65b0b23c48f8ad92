import type { SendRecord } from "@/lib/allowlist/history/model";
import { isGood } from "./send-words";

const BARS_MAX = 60;
const WIDTH = 600;
const HEIGHT = 96;
const MARK = 8;
const GAP = 2;

/**
 * How long the last sends took, oldest on the left: a bar each; one that failed has a mark of its own above it, so that
 * colour is not all there is. The table beside it says the same in words.
 */
export function SendChart({ sends }: { readonly sends: readonly SendRecord[] }) {
  const shown = sends.slice(0, BARS_MAX).reverse();
  const longest = Math.max(1, ...shown.map(({ durationMs }) => durationMs ?? 0));
  const step = WIDTH / Math.max(shown.length, 20);
  const failed = shown.filter((send) => !isGood(send)).length;
  const label = `Time of the last ${shown.length} sends, up to ${Math.round(longest).toLocaleString("en")} ms; ${
    failed === 0 ? "none failed" : `${failed} failed`
  }.`;
  return (
    <figure className="flex flex-col gap-1">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="h-24 w-full"
        preserveAspectRatio="none"
      >
        <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="stroke-line-strong" />
        {shown.map((send, at) => {
          const height = Math.max(2, ((send.durationMs ?? 0) / longest) * (HEIGHT - 2 * MARK));
          const x = WIDTH - (shown.length - at) * step + GAP / 2;
          const width = step - GAP;
          const top = HEIGHT - height;
          const good = isGood(send);
          return (
            <g key={send.seq} className={good ? "fill-accent-ink" : "fill-danger-ink"}>
              <rect x={x} y={top} width={width} height={height} />
              {!good && <rect x={x} y={top - MARK} width={width} height={MARK / 2} />}
            </g>
          );
        })}
      </svg>
      <figcaption className="flex flex-wrap justify-between gap-x-4 text-sm text-muted">
        <span>Oldest</span>
        <span>
          Time of each send, up to {Math.round(longest).toLocaleString("en")} ms; failed ones have a mark
          above.
        </span>
        <span>Newest</span>
      </figcaption>
    </figure>
  );
}
