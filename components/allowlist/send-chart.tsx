import type { SendHistory } from "@/lib/allowlist/history/model";
import { chartCaption, drawnSends, isGood } from "./send-labels";

const WIDTH = 600;
const HEIGHT = 96;
const MARK = 8;
const GAP = 2;

/**
 * How long the last sends took, oldest on the left: a bar each; one that failed has a mark of its own above it, so that
 * colour is not all there is. Full height is the longest of all that the figures count. The table beside it says the same
 * in words.
 */
export function SendChart({ history }: { readonly history: SendHistory }) {
  const shown = drawnSends(history).reverse();
  if (shown.length === 0) return null;
  const longest = Math.max(1, history.latency?.max ?? 0);
  const step = WIDTH / Math.max(shown.length, 20);
  const caption = chartCaption(history);
  return (
    <figure className="flex flex-col gap-1">
      <svg
        role="img"
        aria-label={caption}
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
      <figcaption className="flex flex-col gap-1 text-sm text-muted">
        <span aria-hidden className="flex justify-between gap-4">
          <span>Older</span>
          <span>Newest</span>
        </span>
        <span>{caption}</span>
      </figcaption>
    </figure>
  );
}
