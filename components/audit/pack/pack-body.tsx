import { Download } from "lucide-react";
import { Alert } from "@/components/ui/alert";
import { buttonStyle } from "@/components/ui/button-style";
import type { PackPageData } from "@/lib/audit/pack/loaders";
import { PACK_FIELDS, PACK_FILES, type PackField, packHref } from "@/lib/audit/pack/model";
import { PackForm } from "./pack-form";

/** What a pack is made of, and the way to it. */
export function PackBody({ view, hasEvents, projects }: PackPageData) {
  const wrong = (Object.keys(view.errors) as PackField[]).map((field) => PACK_FIELDS[field]);
  return (
    <>
      <PackForm view={view} projects={projects} />
      {wrong.length > 0 && (
        <Alert
          tone="warning"
          role="alert"
          title={`Correct this: ${new Intl.ListFormat("en").format(wrong)}.`}
        >
          A pack is made only of what was asked for.
        </Alert>
      )}
      {wrong.length === 0 && !hasEvents && (
        <Alert tone="info" role="alert" title="No events in this period.">
          Choose other days, or another project or environment.
        </Alert>
      )}
      {hasEvents && (
        <div className="flex flex-wrap items-center gap-3">
          <a href={packHref(view)} download className={buttonStyle("primary", "medium")}>
            <Download aria-hidden className="size-4" />
            Download ZIP
          </a>
          <p className="text-sm text-muted">That it was made is on record, with the seed of the sample.</p>
        </div>
      )}
      <section aria-labelledby="pack-files" className="flex flex-col gap-2">
        <h2 id="pack-files" className="text-lg font-semibold">
          What is in it
        </h2>
        <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[max-content_1fr]">
          {Object.entries(PACK_FILES).map(([name, about]) => (
            <div key={name} className="contents">
              <dt className="font-mono text-sm">{name}</dt>
              <dd className="text-muted">{about}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
