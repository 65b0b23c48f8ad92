import type { Metadata } from "next";
import { InstanceView } from "@/components/instance/instance-view";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { loadInstanceState } from "@/lib/instance-state/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Instance" };

/** How the program and its database are. */
export default async function InstancePage() {
  const state = await loadPage(loadInstanceState(await pageContext()));
  return (
    <PageBody>
      <BackLink href="/settings">Settings</BackLink>
      <PageHeader title="Instance" help="monitoring" description={`Strongroom ${state.version}`} />
      <InstanceView state={state} />
    </PageBody>
  );
}
