import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { ImportLine, ImportReport } from "@/lib/secrets/import/model";

const OUTCOMES: Readonly<
  Record<ImportLine["outcome"], { readonly label: string; readonly tone: BadgeTone }>
> = {
  create: { label: "New", tone: "success" },
  replace: { label: "New version", tone: "accent" },
  same: { label: "Unchanged", tone: "neutral" },
  mistake: { label: "Mistake", tone: "danger" },
};

/** What each line of an import will do, with the reason of those that cannot be stored. */
export function ImportLines({ report }: { readonly report: ImportReport }) {
  if (report.lines.length === 0) return <p className="text-muted">There is no NAME=value in this text.</p>;
  return (
    <section aria-label="What each line does" aria-live="polite" className="rounded-md border border-line">
      <ul className="max-h-64 overflow-y-auto">
        {report.lines.map(({ line, name, outcome, note, warnings }) => (
          <li
            key={line}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-b-0"
          >
            <span className="w-16 shrink-0 text-sm text-muted tabular-nums">Line {line}</span>
            <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].label}</Badge>
            {name !== null && <code className="min-w-0 font-mono text-sm break-all">{name}</code>}
            {warnings.length > 0 && <Badge tone="warning">Look again</Badge>}
            {note !== null && <span className="w-full text-sm text-muted">{note}</span>}
            {warnings.map((warning) => (
              <span key={warning} className="w-full text-sm text-muted">
                {warning}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
