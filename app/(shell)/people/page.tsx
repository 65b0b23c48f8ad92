import type { Metadata } from "next";
import { PeopleView } from "@/components/people/people-view";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { GROUPS_PATH } from "@/lib/grants/groups/model";
import { loadPeople } from "@/lib/people/list/loaders";
import { KNOWN_VALUES_PATH } from "@/lib/secrets/known-values/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "People" };

interface PeoplePageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Who has an account, and who was invited. */
export default async function PeoplePage({ searchParams }: PeoplePageProps) {
  const ctx = await pageContext();
  const data = await loadPage(loadPeople(ctx, await searchParams));
  return (
    <PageBody>
      <PageHeader
        title="People"
        help="people"
        actions={
          <>
            <ButtonLink href={KNOWN_VALUES_PATH}>Values to replace</ButtonLink>
            <ButtonLink href={GROUPS_PATH}>Groups</ButtonLink>
            <DialogLink dialog="invite" tone="primary" data-shortcut="n">
              Invite person
            </DialogLink>
          </>
        }
      />
      <PeopleView data={data} />
    </PageBody>
  );
}
