import { SearchX, Trash2 } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { PageLinks } from "@/components/ui/page-links";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { secretChangesPath } from "@/lib/projects/model";
import type { DeletedPageData } from "@/lib/secrets/deleted/loaders";
import type { DeletedSecret } from "@/lib/secrets/deleted/model";

interface DeletedTableProps {
  readonly scope: EnvironmentRef;
  readonly data: DeletedPageData;
}

/** Deleted secrets, each with the way to its change log. */
export function DeletedTable({ scope, data: { environmentName, query, page } }: DeletedTableProps) {
  const { search, before } = query;
  const params = new URLSearchParams({
    ...(search !== "" && { search }),
    ...(before !== undefined && { before: String(before) }),
  });
  const next = page.next === null ? null : String(page.next);
  return (
    <Table
      label="Deleted secrets"
      columns={columnsOf(scope)}
      rows={page.items}
      rowKey={({ id }) => id}
      footer={<PageLinks label="deleted secrets" params={params} next={next} name="before" />}
      empty={
        search === "" ? (
          <EmptyState icon={Trash2} title={`No secrets deleted in ${environmentName}`}>
            Deleted secrets are listed here with their change logs.
          </EmptyState>
        ) : (
          <EmptyState icon={SearchX} title={`No deleted secret matches “${search}”`}>
            Searched the last names of deleted secrets.
          </EmptyState>
        )
      }
    />
  );
}

function columnsOf({ project, environment }: EnvironmentRef): readonly Column<DeletedSecret>[] {
  return [
    {
      title: "Name",
      // The name may be another secret's by now: the id says which one is meant.
      cell: ({ id, name }) => (
        <Link
          href={`${secretChangesPath(project, environment, name)}?${new URLSearchParams({ deleted: id })}`}
          className="font-mono text-sm font-medium break-all hover:underline"
        >
          {name}
        </Link>
      ),
    },
    { title: "Deleted", className: "w-40 text-sm", cell: ({ at }) => <Time value={at} /> },
    { title: "By", className: "w-56 text-sm text-muted wrap-anywhere", cell: ({ by }) => by },
    {
      title: "Versions",
      className: "w-36 text-sm tabular-nums",
      cell: ({ versions }) => versions ?? "Not on record",
    },
  ];
}
