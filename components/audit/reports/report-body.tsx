import { FileText } from "lucide-react";
import { Alert } from "@/components/ui/alert";
import { ChipLink } from "@/components/ui/chip-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PACK_PATH } from "@/lib/audit/pack/model";
import type { ReportPageData } from "@/lib/audit/reports/loaders";
import { fieldsOf, REPORTS, REPORTS_PATH, type ReportId } from "@/lib/audit/reports/model";
import { ReportForm } from "./report-form";
import { ReportTable, utcText } from "./report-table";

interface ReportBodyProps {
  readonly data: ReportPageData;
  /** Who makes the report. */
  readonly by: string;
}

/** One report: which it is, what it is narrowed to, and its rows. */
export function ReportBody({ data, by }: ReportBodyProps) {
  const { view, rows, isCut, read, keptSince, madeAt } = data;
  const { title, about } = REPORTS[view.report];
  const wrong = fieldsOf(view.report).flatMap(([field, label]) => (view.errors[field] ? [label] : []));
  return (
    <>
      <nav aria-label="Reports" className="flex flex-wrap gap-2">
        {(Object.keys(REPORTS) as ReportId[]).map((report) => (
          <ChipLink key={report} href={`${REPORTS_PATH}?report=${report}`} isOn={report === view.report}>
            {REPORTS[report].title}
          </ChipLink>
        ))}
        <ChipLink href={PACK_PATH} isOn={false}>
          Evidence pack
        </ChipLink>
      </nav>
      <ReportForm view={view} />
      {wrong.length > 0 && (
        <Alert tone="warning" role="alert" title={`Not used: ${new Intl.ListFormat("en").format(wrong)}.`}>
          Correct what is marked above. The report uses the default instead.
        </Alert>
      )}
      <section aria-labelledby="report" className="flex flex-col gap-3">
        <div>
          <h2 id="report" className="text-lg font-semibold">
            {title}
            {rangeText(data)}
          </h2>
          <p className="text-muted">{about}</p>
          <p className="text-sm text-muted">
            Made {utcText(madeAt)} UTC by {by}.
          </p>
        </div>
        {isCut && <p className="font-medium">The first {rows.length} rows. Files have up to 100,000.</p>}
        {keptSince && (
          <Alert tone="info" title="Older events have left the log.">
            Retention keeps those since {utcText(keptSince)} UTC. What came before may not be counted.
          </Alert>
        )}
        {read && (
          <Alert tone="warning" title="There are more events than a report reads.">
            It is made of the newest {read.events.toLocaleString("en")}
            {read.since && `, since ${utcText(read.since)} UTC`}. Choose a shorter period for all of them.
          </Alert>
        )}
        {rows.length > 0 ? (
          <ReportTable report={view.report} rows={rows} />
        ) : (
          <EmptyState icon={FileText} title="Nothing to report">
            No rows for what was asked.
          </EmptyState>
        )}
      </section>
    </>
  );
}

function rangeText({ view: { report, days, from, to } }: ReportPageData): string {
  switch (REPORTS[report].takes) {
    case "days":
      return ` for ${days} ${days === 1 ? "day" : "days"}`;
    case "date":
      return `, ${utcText(to.toISOString())} UTC`;
    case "period":
      return `, ${utcText(from.toISOString())} to ${utcText(to.toISOString())} UTC`;
  }
}
