import type { ComponentProps } from "react";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { secretPath } from "@/lib/projects/model";
import type { KnownValue } from "@/lib/secrets/known-values/model";

interface KnownValuesTableProps extends Pick<ComponentProps<typeof Table>, "empty" | "footer"> {
  readonly values: readonly KnownValue[];
  /** Whether one person knows all of them, who needs no column. */
  readonly isOfOne?: boolean;
}

/** Secrets by who knows their current value. */
export function KnownValuesTable({ values, isOfOne = false, ...rest }: KnownValuesTableProps) {
  const columns = isOfOne ? COLUMNS.filter((column) => column !== WHO) : COLUMNS;
  return (
    <Table {...rest} label="Secrets" columns={columns} rows={values} rowKey={({ by, id }) => `${by} ${id}`} />
  );
}

const WHO: Column<KnownValue> = {
  title: "Known to",
  className: "text-sm wrap-anywhere",
  cell: ({ by }) => by,
};

const COLUMNS: readonly Column<KnownValue>[] = [
  {
    title: "Name",
    cell: ({ project, environment, name }) => (
      <Link
        href={secretPath(project, environment, name)}
        className="font-mono text-sm font-medium wrap-anywhere text-accent-ink underline underline-offset-2"
      >
        {name}
      </Link>
    ),
  },
  { title: "Scope", className: "text-sm", cell: ({ project, environment }) => `${project} / ${environment}` },
  WHO,
  { title: "Since", className: "text-sm", cell: ({ since }) => <Time value={since} /> },
];
