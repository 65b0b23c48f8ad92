import type { Metadata } from "next";
import { ChannelsView } from "@/components/notices/channels-view";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { loadChannels } from "@/lib/notices/channels/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Notifications" };

/** Where notices of the organisation go, and what became of them. */
export default async function NotificationsPage() {
  const data = await loadPage(loadChannels(await pageContext()));
  return (
    <PageBody>
      <BackLink href="/settings">Settings</BackLink>
      <PageHeader
        title="Notifications"
        help="notifications"
        description="Where the organisation is told of changes. Everybody chooses their own mails on the account page."
      />
      <ChannelsView data={data} />
    </PageBody>
  );
}
