import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { ImportLine, ImportReport } from "@/lib/secrets/import/model";
import { hasRemark, summaryOf } from "./import-summary";

const OUTCOMES: Readonly<
  Record<ImportLine["outcome"], { readonly label: string; readonly tone: BadgeTone }>
> = {
  create: { label: "New", tone: "success" },
  replace: { label: "New version", tone: "accent" },
  same: { label: "Unchanged", tone: "neutral" },
  error: { label: "Error", tone: "danger" },
};

/** What each line of an import does, with errors and warnings; those lines come first. */
export function ImportLines({ report }: { readonly report: ImportReport }) {
  const { lines } = report;
  const ordered = [...lines.filter(hasRemark), ...lines.filter((line) => !hasRemark(line))];
  return (
    <section aria-label="What each line does" aria-live="polite" className="flex flex-col gap-2">
      <p className="text-sm text-muted">{summaryOf(report)}</p>
      {lines.length > 0 && (
        <ul className="max-h-64 overflow-y-auto rounded-md border border-line">
          {ordered.map((line) => (
            <ImportLineItem key={line.line} {...line} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ImportLineItem({ line, name, outcome, note, warnings }: ImportLine) {
  const { label, tone } = OUTCOMES[outcome];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-b-0">
      <span className="w-16 shrink-0 text-sm text-muted tabular-nums">Line {line}</span>
      <Badge tone={tone}>{label}</Badge>
      {warnings.length > 0 && <Badge tone="warning">Warning</Badge>}
      {name !== null && <code className="min-w-0 font-mono text-sm break-all">{name}</code>}
      {[...(note === null ? [] : [note]), ...warnings].map((text) => (
        <span key={text} className="w-full text-sm text-muted">
          {text}
        </span>
      ))}
    </li>
  );
}
