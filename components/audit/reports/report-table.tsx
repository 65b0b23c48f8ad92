import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { auditHref } from "@/lib/audit/reading/view/address";
import { REPORTS, type ReportId, type ReportRow } from "@/lib/audit/reports/model";

interface ReportTableProps {
  readonly report: ReportId;
  readonly rows: readonly ReportRow[];
}

type Cells = Readonly<Record<string, string | number | null>>;
type Numbered = ReportRow & { readonly number: number };

/** The rows of a report, each with the way to the events behind it. */
export function ReportTable({ report, rows }: ReportTableProps) {
  const { title, columns } = REPORTS[report];
  const fields = Object.entries(columns).map(
    ([field, heading]): Column<Numbered> => ({
      title: heading,
      id: field,
      className: CLASS_NAMES[field] ?? "break-words",
      cell: (row) => <Cell field={field} cells={row.cells} />,
    }),
  );
  const events: Column<Numbered> = {
    title: "Events",
    kind: "actions",
    className: "print:hidden",
    cell: (row) => (
      <Link href={auditHref(row.events)} className="text-accent-ink hover:underline">
        Events
      </Link>
    ),
  };
  return (
    <Table
      label={title}
      columns={[...fields, events]}
      rows={rows.map((row, number) => ({ ...row, number }))}
      rowKey={({ number }) => number}
    />
  );
}

const NUMBER = "tabular-nums text-right";
/** Breaks anywhere; other words stay whole beside it. */
const NAME = "wrap-anywhere";
const CLASS_NAMES: Readonly<Record<string, string>> = {
  key: NAME,
  secret: NAME,
  person: NAME,
  caller: NAME,
  createdBy: NAME,
  replacedBy: NAME,
  days: NUMBER,
  times: NUMBER,
  created: NUMBER,
  replaced: NUMBER,
  deleted: NUMBER,
  others: NUMBER,
  changes: NUMBER,
  secondFactors: NUMBER,
};

function Cell({ field, cells }: { readonly field: string; readonly cells: Cells }) {
  const value = cells[field] ?? null;
  if (value === null) return <span className="text-muted">{EMPTY[field] ?? "–"}</span>;
  if (typeof value === "number") return value.toLocaleString("en");
  if (field === "since" || field.endsWith("At")) return <UtcTime at={value} />;
  return <span className={classNames(field === "secret" && "font-mono text-sm")}>{value}</span>;
}

/** What an empty field says. */
const EMPTY: Readonly<Record<string, string>> = {
  lastUsedAt: "Never",
  lastReadAt: "Never",
  project: "None",
};

function UtcTime({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={at} className="tabular-nums">
      <span className="whitespace-nowrap">{at.slice(0, 10)}</span>{" "}
      <span className="whitespace-nowrap">{at.slice(11, 16)}</span>
    </time>
  );
}

/** `2026-11-25 10:17`, which reads the same on paper. */
export function utcText(at: string): string {
  return at.slice(0, 16).replace("T", " ");
}
