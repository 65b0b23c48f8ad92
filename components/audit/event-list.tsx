import { ChevronRight } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { AUDIT_OUTCOMES, kindOf, outcomeOf } from "@/lib/audit/model";
import type { ToldEvent } from "@/lib/audit/reading/loaders";
import type { AuditView } from "@/lib/audit/reading/view/model";
import { EventFacts } from "./event-facts";
import { actorKindName, actorNameOf, clockOf, dayOf, scopeText } from "./event-labels";
import { lookOf } from "./kind-looks";

interface EventListProps {
  readonly events: readonly ToldEvent[];
  readonly view: AuditView;
}

/** Events, newest first: when, who, what, where. Each unfolds to everything that is on record of it. */
export function EventList({ events, view }: EventListProps) {
  return (
    <ol aria-label="Events" className="divide-y divide-line rounded-lg border border-line bg-surface">
      {events.map((event) => (
        <li key={event.seq}>
          <details className="group">
            <summary className={SUMMARY_STYLE}>
              <EventLine event={event} />
              <ChevronRight
                aria-hidden
                className="size-4 text-muted transition-transform print:hidden group-open:rotate-90 max-md:col-start-2 max-md:row-start-1"
              />
            </summary>
            <EventFacts event={event} view={view} />
          </details>
        </li>
      ))}
    </ol>
  );
}

const SUMMARY_STYLE =
  "grid cursor-pointer list-none grid-cols-[minmax(0,1fr)_1rem] items-center gap-x-4 gap-y-0.5 px-4 py-2 hover:bg-hover " +
  "group-open:bg-hover md:grid-cols-[6rem_minmax(0,13rem)_minmax(0,1fr)_minmax(0,10rem)_1rem] [&::-webkit-details-marker]:hidden";

function EventLine({ event }: { readonly event: ToldEvent }) {
  const { label: kindLabel, icon: Icon, ink } = lookOf(kindOf(event.action) ?? "other");
  const outcome = outcomeOf(event.action);
  return (
    <>
      <time dateTime={event.at} className="text-sm tabular-nums max-md:flex max-md:gap-2">
        <span>{clockOf(event.at)}</span>
        <span className="block text-muted">{dayOf(event.at)}</span>
      </time>
      <div className="min-w-0 max-md:col-span-2 max-md:row-start-3 max-md:text-sm">
        <span className="block truncate" title={actorNameOf(event)}>
          {actorNameOf(event)}
        </span>
        {event.actorKind !== "anonymous" && (
          <span className="block text-sm text-muted max-md:sr-only">{actorKindName(event)}</span>
        )}
      </div>
      <div className="min-w-0 max-md:col-span-2 max-md:row-start-2">
        <span className="flex items-start gap-2">
          <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
          <span className="min-w-0 wrap-anywhere">
            <span className="sr-only">{kindLabel}: </span>
            <span className="mr-2 font-medium">{event.sentence}</span>
            {outcome !== "success" && (
              <Badge tone={outcome === "refusal" ? "danger" : "warning"} className="align-text-bottom">
                {AUDIT_OUTCOMES[outcome]}
              </Badge>
            )}
          </span>
        </span>
        {event.details.length > 0 && (
          <span className="block truncate pl-6 text-sm text-muted group-open:hidden">
            {event.details.join(" ")}
          </span>
        )}
      </div>
      <div className="min-w-0 text-sm wrap-anywhere text-muted max-md:col-span-2 max-md:empty:hidden">
        {scopeText(event)}
      </div>
    </>
  );
}
