import type { Metadata } from "next";
import { Highlight } from "@/components/secrets/highlight";
import { Link } from "@/components/ui/link";
import { DOCS_PARTS, docsPath } from "@/lib/docs/model";
import { readAllDocs } from "@/lib/docs/pages";
import { searchDocs } from "@/lib/docs/search";

export const metadata: Metadata = { title: "Documentation" };

interface DocsIndexProps {
  readonly searchParams: Promise<{ readonly search?: string | string[] }>;
}

/** What the documentation has, or what a search found in it. */
export default async function DocsIndex({ searchParams }: DocsIndexProps) {
  const { search } = await searchParams;
  const searched = typeof search === "string" ? search.trim().slice(0, SEARCH_CHARS_MAX) : "";
  return (
    <main className="flex flex-col gap-6">
      <h1 className="text-xl font-semibold tracking-tight">Documentation</h1>
      {searched === "" ? <Contents /> : <Hits search={searched} />}
    </main>
  );
}

const SEARCH_CHARS_MAX = 200;

async function Contents() {
  const titles = new Map((await readAllDocs()).map(({ page, title }) => [page, title]));
  return (
    <div className="grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
      {DOCS_PARTS.map((part) => (
        <section key={part.title} aria-label={part.title}>
          <h2 className="font-semibold">{part.title}</h2>
          <ul className="mt-1">
            {part.pages.map((page) => (
              <li key={page}>
                <Link href={docsPath(page)} className={LINK}>
                  {titles.get(page)}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

async function Hits({ search }: { readonly search: string }) {
  const hits = searchDocs(await readAllDocs(), search);
  if (hits.length === 0)
    return <p className="text-muted">Nothing in the documentation matches “{search}”.</p>;
  return (
    <ol aria-label="Results" className="flex max-w-3xl flex-col gap-4">
      {hits.map(({ href, title, heading, excerpt }) => (
        <li key={`${href} ${heading}`} className="min-w-0">
          <Link href={href} className={LINK}>
            {heading === title ? title : `${title}: ${heading}`}
          </Link>
          <p className="text-sm wrap-anywhere">
            <Highlight text={excerpt} search={search} />
          </p>
        </li>
      ))}
    </ol>
  );
}

const LINK = "inline-flex min-h-6 items-center text-accent-ink underline underline-offset-2";
