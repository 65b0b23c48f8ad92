import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import { SetValueLink } from "@/components/secrets/set-value-link";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { connectionOf, type DeclarationTable as Declarations } from "@/lib/declarations/model";
import { connectionsPath } from "@/lib/projects/model";

type DeclaredRow = Declarations["names"][number];
type Environment = Declarations["environments"][number];

interface DeclarationTableProps {
  readonly project: string;
  readonly names: readonly DeclaredRow[];
  readonly environments: readonly Environment[];
  readonly mayCreate: boolean;
}

/** The names that a project needs against its environments: what is set where, and what is not. */
export function DeclarationTable({ project, names, environments, mayCreate }: DeclarationTableProps) {
  const columns: readonly Column<DeclaredRow>[] = [
    { title: "Name", cell: (row) => <DeclaredNameText row={row} /> },
    ...environments.map((environment) => ({
      title: environment.name,
      id: `in ${environment.slug}`,
      className: "w-48",
      cell: (row: DeclaredRow) => (
        <State row={row} environment={environment} project={project} mayCreate={mayCreate} />
      ),
    })),
  ];
  return (
    <Table
      label="Required secrets"
      columns={columns}
      rows={names}
      rowKey={({ name }) => name}
      empty={<p className="text-muted">Nothing is missing.</p>}
      className="overflow-x-auto"
    />
  );
}

function DeclaredNameText({ row: { name, requirement, mistake } }: { readonly row: DeclaredRow }) {
  return (
    <>
      <span className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 font-mono text-sm font-medium break-all">{name}</code>
        <Badge tone={requirement === "required" ? "accent" : "neutral"}>
          {requirement === "required" ? "Required" : "Optional"}
        </Badge>
      </span>
      {mistake && (
        <span className="mt-0.5 flex items-start gap-1.5 text-sm text-warning-ink">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          Invalid name. {mistake}
        </span>
      )}
    </>
  );
}

interface StateProps {
  readonly row: DeclaredRow;
  readonly environment: Environment;
  readonly project: string;
  readonly mayCreate: boolean;
}

function State({ row, environment, project, mayCreate }: StateProps) {
  const { icon: Icon, text, ink } = lookOf(row, environment.slug);
  const maySet = mayCreate && row.mistake === null && !row.setIn.includes(environment.slug);
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className={`inline-flex items-center gap-1.5 text-sm ${ink}`}>
        <Icon aria-hidden className="size-4 shrink-0" />
        {text}
      </span>
      {maySet &&
        (connectionOf(row.name) === null ? (
          <SetValueLink project={project} environment={environment} name={row.name} />
        ) : (
          <Link
            href={connectionsPath(project, environment.slug)}
            className="text-sm text-accent-ink underline underline-offset-2"
          >
            Connect<span className="sr-only"> {`${row.name} in ${environment.name}`}</span>
          </Link>
        ))}
    </span>
  );
}

function lookOf({ name, requirement, setIn, mistake }: DeclaredRow, environment: string) {
  if (setIn.includes(environment))
    return {
      icon: CircleCheck,
      text: connectionOf(name) === null ? "Set" : "Connected",
      ink: "text-success-ink",
    };
  if (mistake !== null) return { icon: CircleDashed, text: "Invalid name", ink: "text-muted" };
  if (requirement === "required") return { icon: CircleAlert, text: "Missing", ink: "text-danger-ink" };
  return { icon: CircleDashed, text: "Optional, not set", ink: "text-muted" };
}
