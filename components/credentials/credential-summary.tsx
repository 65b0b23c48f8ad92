import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { CREDENTIALS_COUNTED_MAX, type CredentialCounts } from "@/lib/credentials/model";
import { CREDENTIALS } from "./credential-tabs";

interface CredentialSummaryProps {
  readonly project: string;
  readonly counts: readonly CredentialCounts[];
}

/** How many credentials of each kind a project has, how many end soon, and how many were never used. */
export function CredentialSummary({ project, counts }: CredentialSummaryProps) {
  const columns: readonly Column<CredentialCounts>[] = [
    {
      title: "Kind",
      cell: ({ kind }) => (
        <Link
          href={CREDENTIALS[kind].path(project)}
          className="font-medium text-accent-ink underline underline-offset-2"
        >
          {CREDENTIALS[kind].label}
        </Link>
      ),
    },
    { title: "Count", className: "w-28 tabular-nums", cell: ({ count }) => countText(count) },
    {
      title: "Ends soon",
      className: "w-32 tabular-nums",
      cell: (row) => <Part {...partOf("endsSoon", row)} />,
    },
    {
      title: "Never used",
      className: "w-32 tabular-nums",
      cell: (row) => <Part {...partOf("neverUsed", row)} />,
    },
  ];
  return <Table label="Credentials" columns={columns} rows={counts} rowKey={({ kind }) => kind} />;

  function partOf(part: "endsSoon" | "neverUsed", row: CredentialCounts): PartProps {
    const { label, path, [part]: address } = CREDENTIALS[row.kind];
    return { count: row[part], label, href: address === undefined ? null : `${path(project)}${address}` };
  }
}

function countText(count: number): string {
  return `${count.toLocaleString("en")}${count >= CREDENTIALS_COUNTED_MAX ? "+" : ""}`;
}

interface PartProps {
  /** Null: those of this kind have no such thing. */
  readonly count: number | null;
  readonly label: string;
  /** The list of just those, where there is one. */
  readonly href: string | null;
}

function Part({ count, label, href }: PartProps) {
  if (count === null || count === 0) return <span className="text-muted">{count ?? "–"}</span>;
  if (href === null) return countText(count);
  return (
    <Link href={href} className="text-accent-ink underline underline-offset-2">
      {countText(count)}
      <span className="sr-only"> {label}</span>
    </Link>
  );
}
