"use client";

import { Users } from "lucide-react";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { TimeBy } from "@/components/ui/time-by";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { GroupsPageData } from "@/lib/grants/groups/loaders";
import { type GroupMeta, groupPath } from "@/lib/grants/groups/model";
import { CreateGroupDialog } from "./create-group-dialog";

const NO_NEEDS: readonly string[] = [];

/** All groups, and the dialog that makes one. */
export function GroupsView({ data: { groups, mayWrite } }: { readonly data: GroupsPageData }) {
  const { name, close } = useDialogParam(NO_NEEDS);
  return (
    <>
      {groups.length === 0 ? (
        <EmptyState
          icon={Users}
          title="No groups yet"
          actions={
            mayWrite && (
              <DialogLink dialog="create" tone="primary">
                New group
              </DialogLink>
            )
          }
        >
          Grant access to a group once, and add people to it as they come and go.
        </EmptyState>
      ) : (
        <Table label="Groups" columns={COLUMNS} rows={groups} rowKey={({ id }) => id} />
      )}
      {name === "create" && mayWrite && <CreateGroupDialog onClose={close} />}
    </>
  );
}

const COLUMNS: readonly Column<GroupMeta>[] = [
  {
    title: "Name",
    cell: ({ slug, name }) => (
      <>
        <Link
          href={groupPath(slug)}
          className="font-medium wrap-anywhere text-accent-ink underline underline-offset-2"
        >
          {name}
        </Link>
        <span className="block font-mono text-sm text-muted">{slug}</span>
      </>
    ),
  },
  { title: "People", className: "text-sm", cell: ({ members }) => members.toLocaleString("en") },
  { title: "Grants", className: "text-sm", cell: ({ grants }) => grants.toLocaleString("en") },
  {
    title: "Created",
    className: "text-sm",
    cell: ({ createdAt, createdBy }) => <TimeBy at={createdAt} by={createdBy} />,
  },
];
