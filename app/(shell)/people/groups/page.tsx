import type { Metadata } from "next";
import { GroupsView } from "@/components/access/groups-view";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { DialogLink } from "@/components/ui/dialog-link";
import { loadGroups } from "@/lib/grants/groups/loaders";
import { PEOPLE_PATH } from "@/lib/people/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Groups" };

/** People who are granted access together. */
export default async function GroupsPage() {
  const data = await loadPage(loadGroups(await pageContext()));
  return (
    <PageBody>
      <BackLink href={PEOPLE_PATH}>People</BackLink>
      <PageHeader
        title="Groups"
        help="access"
        description="Members of a group have what is granted to it."
        actions={
          data.mayWrite && (
            <DialogLink dialog="create" tone="primary" data-shortcut="n">
              New group
            </DialogLink>
          )
        }
      />
      <GroupsView data={data} />
    </PageBody>
  );
}
