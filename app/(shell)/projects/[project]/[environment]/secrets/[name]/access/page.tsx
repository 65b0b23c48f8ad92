import { SecretAccess } from "@/components/access/secret-access";
import { PageBody } from "@/components/shell/page-body";
import { loadSecretAccess } from "@/lib/grants/reaching/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface SecretAccessPageProps {
  readonly params: Promise<{ project: string; environment: string; name: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: SecretAccessPageProps) {
  return { title: `Access to ${(await params).name}` };
}

/** Who and what reaches one secret. */
export default async function SecretAccessPage({ params, searchParams }: SecretAccessPageProps) {
  const { name, ...scope } = await params;
  const { grants, keys } = await searchParams;
  const data = await loadPage(loadSecretAccess(await pageContext(), scope, name, { grants, keys }));
  const begins = Object.entries({ grants, keys }).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return (
    <PageBody width="narrow">
      <SecretAccess data={data} params={new URLSearchParams(begins)} />
    </PageBody>
  );
}
