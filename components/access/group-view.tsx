import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { DialogLink } from "@/components/ui/dialog-link";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { TimeBy } from "@/components/ui/time-by";
import type { GroupPageData } from "@/lib/grants/groups/loaders";
import { GROUPS_PATH, type GroupMemberMeta, groupPath } from "@/lib/grants/groups/model";
import { PEOPLE_PATH } from "@/lib/people/model";
import { AccessCard } from "./access-card";
import { GroupDialogs } from "./group-dialogs";

/** A group: who is in it, and what it was granted. */
export function GroupView({ data }: { readonly data: GroupPageData }) {
  const { group, access, projects, mayWrite } = data;
  return (
    <PageBody>
      <BackLink href={GROUPS_PATH}>Groups</BackLink>
      <PageHeader
        title={group.name}
        description={<span className="font-mono">{group.slug}</span>}
        actions={
          mayWrite && (
            <DialogLink dialog="delete" tone="danger">
              Delete
            </DialogLink>
          )
        }
      />
      <Card
        title="People"
        description="What is granted to the group counts for those with the role Member."
        actions={
          mayWrite && (
            <DialogLink dialog="add" tone="secondary">
              Add person
            </DialogLink>
          )
        }
      >
        <Table
          label="People"
          columns={mayWrite ? [...COLUMNS, REMOVE] : COLUMNS}
          rows={group.people}
          rowKey={({ id }) => id}
          empty={<p className="text-muted">Nobody is in this group yet.</p>}
        />
      </Card>
      <AccessCard
        of="group"
        subject={{ holder: group.slug, label: group.name, projects }}
        page={access}
        mayGrant={mayWrite}
        pagePath={groupPath(group.slug)}
        description="What every Member in this group may see and do."
        empty="Nothing is granted to this group yet."
      />
      {mayWrite && <GroupDialogs group={group} />}
    </PageBody>
  );
}

const COLUMNS: readonly Column<GroupMemberMeta>[] = [
  {
    title: "Person",
    cell: ({ id, name, email }) => (
      <>
        <Link
          href={`${PEOPLE_PATH}/${encodeURIComponent(id)}`}
          className="font-medium wrap-anywhere text-accent-ink underline underline-offset-2"
        >
          {name}
        </Link>
        <span className="block text-sm wrap-anywhere text-muted">{email}</span>
      </>
    ),
  },
  {
    title: "Added",
    className: "text-sm",
    cell: ({ createdAt, createdBy }) => <TimeBy at={createdAt} by={createdBy} />,
  },
];

const REMOVE: Column<GroupMemberMeta> = {
  title: "Actions",
  kind: "actions",
  className: "w-12",
  cell: ({ email }) => (
    <DialogLink dialog="leave" needs={{ person: email }} tone="quiet">
      Remove<span className="sr-only"> {email}</span>
    </DialogLink>
  ),
};
