import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Markdown } from "@/components/docs/markdown";
import { isDocsPage } from "@/lib/docs/model";
import { readDocs } from "@/lib/docs/pages";

interface DocsPageProps {
  readonly params: Promise<{ readonly page: string }>;
}

export async function generateMetadata({ params }: DocsPageProps): Promise<Metadata> {
  const { page } = await params;
  return { title: isDocsPage(page) ? (await readDocs(page)).title : "Documentation" };
}

/** One page of the documentation. */
export default async function DocsPage({ params }: DocsPageProps) {
  const { page } = await params;
  if (!isDocsPage(page)) notFound();
  const { tokens } = await readDocs(page);
  return (
    <main className="max-w-3xl">
      <Markdown tokens={tokens} />
    </main>
  );
}
