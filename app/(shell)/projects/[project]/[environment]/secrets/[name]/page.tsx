import { DeletedSecret, MappedSecret } from "@/components/secrets/secret-elsewhere";
import { SecretOverview } from "@/components/secrets/secret-overview";
import { PageBody } from "@/components/shell/page-body";
import { loadSecretPage } from "@/lib/secrets/page/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface SecretPageProps {
  readonly params: Promise<{ project: string; environment: string; name: string }>;
}

export async function generateMetadata({ params }: SecretPageProps) {
  return { title: (await params).name };
}

/** One secret: what is known of it, who uses it, and what can be done to it. */
export default async function SecretPage({ params }: SecretPageProps) {
  const { name, ...scope } = await params;
  const data = await loadPage(loadSecretPage(await pageContext(), scope, name));
  return (
    <PageBody width="narrow">
      {data.kind === "secret" && <SecretOverview data={data} />}
      {data.kind === "mapped" && <MappedSecret scope={scope} mapping={data.mapping} />}
      {data.kind === "deleted" && <DeletedSecret scope={scope} name={data.name} changes={data.changes} />}
    </PageBody>
  );
}
