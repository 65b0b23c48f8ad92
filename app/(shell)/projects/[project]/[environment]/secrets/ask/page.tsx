import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { AskForm } from "@/components/value-links/ask-form";
import { LinkTable } from "@/components/value-links/link-table";
import { askPath, secretPath, secretsPath } from "@/lib/projects/model";
import { loadAskPage } from "@/lib/value-links/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata = { title: "Ask for a value" };

interface AskPageProps {
  readonly params: Promise<{ project: string; environment: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Asks somebody without an account for a value, and lists the links that are open. */
export default async function AskPage({ params, searchParams }: AskPageProps) {
  const scope = await params;
  const { name } = await searchParams;
  const data = await loadPage(loadAskPage(await pageContext(), scope, name));
  const { project, environment } = scope;
  const { secret, links } = data;
  return (
    <PageBody width="narrow">
      <BackLink href={secret ? secretPath(project, environment, secret) : secretsPath(project, environment)}>
        {secret ?? "Secrets"}
      </BackLink>
      <PageHeader
        title={secret ? `Ask for a value of ${secret}` : "Ask for a value"}
        help="secrets"
        description={
          secret
            ? "Whoever you ask gives it by a link, without an account. It becomes the next version."
            : "Whoever you ask gives it by a link, without an account. It becomes a new secret."
        }
      />
      <Card>
        <AskForm key={secret ?? ""} data={data} />
      </Card>
      <Card title="Open links">
        <LinkTable links={links} path={askPath(project, environment, secret ?? undefined)} />
      </Card>
    </PageBody>
  );
}
