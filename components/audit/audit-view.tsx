import { ScrollText } from "lucide-react";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import type { AuditPageData } from "@/lib/audit/reading/loaders";
import { AUDIT_PATH, auditHref, hrefWith, inputOf } from "@/lib/audit/reading/view/address";
import { VIEW_FIELDS, type ViewField } from "@/lib/audit/reading/view/model";
import { ActiveFilters } from "./active-filters";
import { ActivityChart } from "./activity-chart";
import { AuditFilters } from "./audit-filters";
import { EventList } from "./event-list";
import { LiveTail } from "./live-tail";
import { TimePresets } from "./time-presets";

/** The audit log: what narrows it, how much there is of it over time, and its events. */
export function AuditView({ data }: { readonly data: AuditPageData }) {
  const { view, events, next, isOlder } = data;
  const wrong = (Object.keys(view.errors) as ViewField[]).map((field) => VIEW_FIELDS[field]);
  return (
    <>
      <AuditFilters view={view} choices={data.choices} />
      <div className="flex flex-col gap-3">
        <TimePresets view={view} />
        <ActiveFilters view={view} actorName={data.actorName} />
      </div>
      {wrong.length > 0 && (
        <Alert
          tone="warning"
          role="alert"
          title={`Not used as a filter: ${new Intl.ListFormat("en").format(wrong)}.`}
        >
          Correct what is marked above. The list is narrowed by everything else.
        </Alert>
      )}
      {data.isForeignCursor && (
        <Alert tone="warning" role="alert" title="That page of older events belongs to other filters.">
          These are the newest events.
        </Alert>
      )}
      <ActivityChart activity={data.activity} view={view} />
      {view.isLive && !isOlder && <LiveTail newerUrl={newerUrl(data)} since={events[0]?.seq ?? 0} />}
      {events.length > 0 ? <EventList events={events} view={view} /> : <NoEvents data={data} />}
      {(isOlder || next !== null) && (
        <nav aria-label="Pages of events" className="flex flex-wrap justify-center gap-3">
          {isOlder && <ButtonLink href={hrefWith(view, {})}>Newest</ButtonLink>}
          {next !== null && <ButtonLink href={hrefWith(view, { before: next })}>Older</ButtonLink>}
        </nav>
      )}
    </>
  );
}

function newerUrl({ view }: AuditPageData): string {
  // One parameter at least, so that more can follow.
  return auditHref({ ...inputOf(view), live: "on" }, `${AUDIT_PATH}/newer`);
}

function NoEvents({ data: { view, next } }: { readonly data: AuditPageData }) {
  const used = (Object.keys(view.typed) as ViewField[]).filter((field) => !view.errors[field]);
  if (next !== null) return <p className="text-muted">None in this part of the log. Look at older events.</p>;
  return (
    <EmptyState
      icon={ScrollText}
      title="No events match"
      actions={
        <>
          {view.preset && <ButtonLink href={hrefWith(view, { time: undefined })}>All time</ButtonLink>}
          {used.map((field) => (
            <ButtonLink key={field} href={hrefWith(view, { [field]: undefined })}>
              Without {VIEW_FIELDS[field]}
            </ButtonLink>
          ))}
        </>
      }
    >
      Events have to match every filter. Take one away to see more. Names and addresses have to be whole;
      Search looks for a part.
    </EmptyState>
  );
}
