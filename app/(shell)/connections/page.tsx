import type { Metadata } from "next";
import { OutcomeAlert } from "@/components/connections/outcome-alert";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { loadOutcome } from "@/lib/connections/loaders";
import { pageContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Connecting an app" };

interface ConnectingPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where a provider's answer leads that belongs to no app that is known. */
export default async function ConnectingPage({ searchParams }: ConnectingPageProps) {
  await pageContext();
  const { outcome = "unknown", name } = loadOutcome(await searchParams);
  return (
    <PageBody width="narrow">
      <PageHeader title="Connecting an app" help="connections" />
      <OutcomeAlert outcome={outcome} name={name} />
      <div>
        <ButtonLink href="/projects">Projects</ButtonLink>
      </div>
    </PageBody>
  );
}
