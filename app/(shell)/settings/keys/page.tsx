import type { Metadata } from "next";
import { KeysView } from "@/components/keys/keys-view";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { loadKeys } from "@/lib/organisation/keys/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Keys" };

/** Which keys there are, and rotating them. */
export default async function KeysPage() {
  const data = await loadPage(loadKeys(await pageContext()));
  return (
    <PageBody>
      <BackLink href="/settings">Settings</BackLink>
      <PageHeader
        title="Keys"
        help="master-key"
        description="What values are sealed by. Keys themselves are never shown, only what they are called."
      />
      <KeysView data={data} />
    </PageBody>
  );
}
