import type { Metadata } from "next";
import { KeyView } from "@/components/api-keys/key-view";
import { PageBody } from "@/components/shell/page-body";
import { loadApiKeyPage } from "@/lib/api-keys/reads/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "API key" };

interface ApiKeyPageProps {
  readonly params: Promise<{ project: string; key: string }>;
}

/** One API key: what it may do, what it reaches, and what it has read. */
export default async function ApiKeyPage({ params }: ApiKeyPageProps) {
  const { project, key } = await params;
  const data = await loadPage(loadApiKeyPage(await pageContext(), project, key));
  return (
    <PageBody width="narrow">
      <KeyView data={data} />
    </PageBody>
  );
}
