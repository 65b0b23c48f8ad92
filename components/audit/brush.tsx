"use client";

import { useRouter } from "next/navigation";
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  startTransition,
  useRef,
  useState,
} from "react";

interface Bar {
  readonly label: string;
  /** From when to when, as the address has it. */
  readonly from: string;
  readonly to: string;
}

interface BrushProps {
  readonly bars: readonly Bar[];
  /** The page that a stretch of time is added to. */
  readonly path: string;
  readonly children: ReactNode;
}

/** Indexes of bars: where it was begun, and where it is now. */
interface Stretch {
  readonly anchor: number;
  readonly end: number;
}

/**
 * Dragging across the bars narrows the log to the time from the first to the last of them, and so do arrow keys with Shift and
 * Enter. Escape takes it back. A click or a tap is left to the bar's own link.
 */
export function Brush({ bars, path, children }: BrushProps) {
  const { push } = useRouter();
  const [stretch, setStretch] = useState<Stretch | null>(null);
  const show = () => {
    const [first, last] = stretch ? endsOf(stretch).map((at) => bars[at]) : [];
    if (!first || !last) return;
    startTransition(() => {
      push(
        `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams({ from: first.from, to: last.to })}`,
      );
      setStretch(null);
    });
  };
  const dragging = useDragging(bars.length, setStretch, show);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") dragging.onPointerCancel();
    if (event.key === "Enter") show();
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    setStretch(moved(stretch, event, bars.length));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: no element stands for a stretch of time
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys choose within it
      tabIndex={0}
      aria-label="Choose a time: arrow keys move, with Shift they extend, Enter applies"
      className="relative touch-pan-y select-none"
      {...dragging}
      onDragStart={(event) => event.preventDefault()}
      onKeyDown={onKeyDown}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || dragging.onPointerCancel()}
    >
      {children}
      <Chosen stretch={stretch} bars={bars} />
    </div>
  );
}

/** The handlers of a drag over so many bars. `choose` is told of each step, and `finish` of its end. */
function useDragging(count: number, choose: (stretch: Stretch | null) => void, finish: () => void) {
  const anchor = useRef<number | null>(null);
  const hasDragged = useRef(false);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      hasDragged.current = false;
      const isPlain =
        event.isPrimary && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      anchor.current = isPlain ? barAt(event, count) : null;
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const end = barAt(event, count);
      const isStill = end === anchor.current && !hasDragged.current;
      if (anchor.current === null || event.buttons === 0 || isStill) return;
      choose({ anchor: anchor.current, end });
      if (hasDragged.current) return;
      hasDragged.current = true;
      // From here on the links under the pointer hear nothing of it, and Escape is heard here.
      event.currentTarget.setPointerCapture(event.pointerId);
      event.currentTarget.focus();
    },
    onPointerUp: () => {
      if (anchor.current !== null && hasDragged.current) finish();
      anchor.current = null;
    },
    onPointerCancel: () => {
      anchor.current = null;
      choose(null);
    },
    onClickCapture: (event: MouseEvent) => {
      if (hasDragged.current) event.preventDefault();
    },
  };
}

function Chosen({ stretch, bars }: { readonly stretch: Stretch | null; readonly bars: readonly Bar[] }) {
  const [first = 0, last = 0] = stretch ? endsOf(stretch) : [];
  const labels = first === last ? [bars[first]?.label] : [bars[first]?.label, bars[last]?.label];
  const percent = 100 / bars.length;
  return (
    <>
      {stretch && (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-y-0 border-x-2 border-accent bg-accent/20"
          style={{ left: `${first * percent}%`, width: `${(last - first + 1) * percent}%` }}
        />
      )}
      <p
        role="status"
        className="pointer-events-none absolute inset-x-0 top-0 mx-auto w-fit rounded-sm bg-surface px-1.5 text-center text-xs tabular-nums"
      >
        {stretch && labels.join(" to ")}
      </p>
    </>
  );
}

function endsOf({ anchor, end }: Stretch): [number, number] {
  return [Math.min(anchor, end), Math.max(anchor, end)];
}

function barAt({ currentTarget, clientX }: PointerEvent<HTMLElement>, count: number): number {
  const { left, width } = currentTarget.getBoundingClientRect();
  return within(Math.floor(((clientX - left) / width) * count), count);
}

/** What an arrow key makes of it; the first one begins at the end that it comes from. */
function moved(stretch: Stretch | null, { key, shiftKey }: KeyboardEvent, count: number): Stretch {
  const step = key === "ArrowRight" ? 1 : -1;
  const end = within((stretch?.end ?? (step === 1 ? -1 : count)) + step, count);
  return { anchor: shiftKey ? (stretch?.anchor ?? end) : end, end };
}

function within(at: number, count: number): number {
  return Math.min(count - 1, Math.max(0, at));
}
