import { useState } from "react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { ImportLine, ImportReport } from "@/lib/secrets/import/model";
import { hasRemark, shapeText, summaryOf, writtenLines } from "./import-summary";

const OUTCOMES: Readonly<
  Record<ImportLine["outcome"], { readonly label: string; readonly tone: BadgeTone }>
> = {
  create: { label: "New", tone: "success" },
  replace: { label: "New version", tone: "accent" },
  same: { label: "Unchanged", tone: "neutral" },
  error: { label: "Error", tone: "danger" },
  left: { label: "Left out", tone: "neutral" },
};

/** More of them than anybody reads through; the rest is a click away. */
const SHOWN_MAX = 200;

interface Picking {
  /** What was sent, as it stands in the browser. */
  readonly text: string;
  /** The lines that are not to be imported. */
  readonly without: ReadonlySet<number>;
  readonly onChange: (without: ReadonlySet<number>) => void;
}

interface ImportLinesProps {
  readonly report: ImportReport;
  /** Null where there is nothing to pick any more. */
  readonly picking: Picking | null;
}

/** What each line of an import does: those with errors first, then those with warnings. */
export function ImportLines({ report, picking }: ImportLinesProps) {
  const { lines } = report;
  const [isWhole, setWhole] = useState(false);
  const rankOf = (line: ImportLine) => (line.outcome === "error" ? 0 : hasRemark(line) ? 1 : 2);
  const ordered = lines.toSorted((a, b) => rankOf(a) - rankOf(b));
  const shown = isWhole ? ordered : ordered.slice(0, SHOWN_MAX);
  return (
    <section aria-label="What each line does" aria-live="polite" className="flex flex-col gap-2">
      <p className="text-sm text-muted">{summaryOf(report)}</p>
      {lines.length > 0 && (
        <ul className="max-h-80 overflow-y-auto rounded-md border border-line">
          {shown.map((line) => (
            <ImportLineItem key={line.line} line={line} picking={picking} all={lines} />
          ))}
        </ul>
      )}
      {shown.length < lines.length && (
        <Button tone="quiet" size="small" onClick={() => setWhole(true)}>
          {`Show all ${lines.length.toLocaleString("en")} lines`}
        </Button>
      )}
    </section>
  );
}

interface ImportLineItemProps {
  readonly line: ImportLine;
  readonly picking: Picking | null;
  readonly all: readonly ImportLine[];
}

function ImportLineItem({ line: told, picking, all }: ImportLineItemProps) {
  const { line, name, outcome, note, warnings } = told;
  const { label, tone } = OUTCOMES[outcome];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-b-0">
      {picking && outcome !== "error" && <Pick line={told} picking={picking} />}
      <span className="w-16 shrink-0 text-sm text-muted tabular-nums">Line {line}</span>
      <Badge tone={tone}>{label}</Badge>
      {warnings.length > 0 && <Badge tone="warning">Warning</Badge>}
      {name !== null && <code className="min-w-0 font-mono text-sm wrap-anywhere">{name}</code>}
      {[...(note === null ? [] : [note]), ...warnings].map((text) => (
        <span key={text} className="w-full text-sm text-muted">
          {text}
        </span>
      ))}
      {picking && <Written text={picking.text} line={told} all={all} />}
    </li>
  );
}

function Pick({ line: { line, name }, picking }: { readonly line: ImportLine; readonly picking: Picking }) {
  const { without, onChange } = picking;
  return (
    <input
      type="checkbox"
      aria-label={`Import ${name ?? `line ${line}`}`}
      className="size-4 shrink-0"
      checked={!without.has(line)}
      onChange={(event) => {
        const next = new Set(without);
        if (event.target.checked) next.delete(line);
        else next.add(line);
        onChange(next);
      }}
    />
  );
}

/** What is told of a value, and the lines as they stand in the browser, on demand. The server never sends a value back. */
function Written({
  text,
  line,
  all,
}: {
  readonly text: string;
  readonly line: ImportLine;
  readonly all: readonly ImportLine[];
}) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="w-full text-sm text-muted">
      {line.shape && <span className="mr-3">{shapeText(line.shape)}</span>}
      <button
        type="button"
        aria-expanded={isShown}
        className="underline underline-offset-2 hover:text-ink"
        onClick={() => setShown(!isShown)}
      >
        {isShown ? "Hide value" : "Show value"}
      </button>
      {isShown && (
        <pre className="mt-1 max-h-40 overflow-auto rounded-sm bg-sunken px-2 py-1 font-mono text-sm text-ink">
          {writtenLines(text, line, all)}
        </pre>
      )}
    </div>
  );
}
