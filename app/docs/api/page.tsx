import type { Metadata } from "next";
import { operationsByTag } from "@/components/docs/api-document";
import { ApiOperation } from "@/components/docs/api-operation";

export const metadata: Metadata = { title: "API" };

/** The API's description to read, for everybody: it tells nothing about this instance. */
export default function ApiPage() {
  const groups = operationsByTag();
  return (
    <main className="flex w-full max-w-3xl flex-col gap-8">
      <header className="flex flex-col gap-3">
        <h1 className="text-xl font-semibold tracking-tight">Strongroom API</h1>
        <p className="text-pretty text-muted">
          Send an API key as <code className="font-mono text-ink">Authorization: Bearer sr_live_…</code> to
          the addresses below <code className="font-mono text-ink">/api/v1</code>. Bodies and answers are
          JSON; what goes wrong is told as{" "}
          <code className="font-mono text-ink">application/problem+json</code>. The same as a document for
          tools:{" "}
          <a className="underline" href="/api/v1/openapi.json">
            openapi.json
          </a>
          .
        </p>
        <nav aria-label="Parts of the API">
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {groups.map(({ tag }) => (
              <li key={tag}>
                <a className="underline" href={`#${idOf(tag)}`}>
                  {tag}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      {groups.map(({ tag, operations }) => (
        <section key={tag} aria-labelledby={idOf(tag)}>
          <h2 id={idOf(tag)} className="pb-3 text-lg font-semibold">
            {tag}
          </h2>
          {operations.map((listed) => (
            <ApiOperation key={listed.operation.operationId} {...listed} />
          ))}
        </section>
      ))}
    </main>
  );
}

function idOf(tag: string): string {
  return tag.toLowerCase().replaceAll(" ", "-");
}
