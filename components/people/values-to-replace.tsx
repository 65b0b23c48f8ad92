import { ListChecks } from "lucide-react";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLinks } from "@/components/ui/page-links";
import { PEOPLE_PATH } from "@/lib/people/model";
import type { KnownValuePage } from "@/lib/secrets/known-values/model";
import { KnownValuesTable } from "./known-values-table";

interface ValuesToReplaceProps {
  readonly page: KnownValuePage;
  /** Where the page begins; null on the first one. */
  readonly after: string | null;
}

/** What is left to do after people left: a secret goes off the list with its next version. */
export function ValuesToReplace({ page: { items, next }, after }: ValuesToReplaceProps) {
  const params = new URLSearchParams(after === null ? {} : { after });
  return (
    <PageBody>
      <BackLink href={PEOPLE_PATH}>People</BackLink>
      <PageHeader
        title="Values to replace"
        help="people"
        description="Set, or read through a personal key, by people who are suspended or removed. A new value takes a secret off the list."
      />
      {items.length === 0 && after === null ? (
        <EmptyState icon={ListChecks} title="Nothing to replace">
          No secret has a value that somebody knows who is suspended or removed.
        </EmptyState>
      ) : (
        <KnownValuesTable
          values={items}
          empty={<p className="text-muted">There are no more.</p>}
          footer={<PageLinks label="secrets" params={params} next={next} />}
        />
      )}
    </PageBody>
  );
}
