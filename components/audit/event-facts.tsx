import { ButtonLink } from "@/components/ui/button-link";
import type { ToldEvent } from "@/lib/audit/reading/loaders";
import { hrefWith } from "@/lib/audit/reading/view/address";
import type { AuditView, ViewInput } from "@/lib/audit/reading/view/model";
import { endpointPath, secretsPath } from "@/lib/projects/model";
import { actorText, detailLines, scopeText } from "./event-labels";

interface EventFactsProps {
  readonly event: ToldEvent;
  readonly view: AuditView;
}

/** Everything that is on record of an event, and where to go from it. */
export function EventFacts({ event, view }: EventFactsProps) {
  const lines = detailLines(event.detail);
  return (
    <div className="flex flex-col gap-4 border-t border-line bg-sunken px-4 py-3">
      {event.details.length > 0 && (
        <div className="flex flex-col gap-1">
          {event.details.map((line) => (
            <p key={line} className="wrap-anywhere whitespace-pre-line">
              {line}
            </p>
          ))}
        </div>
      )}
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-2 lg:grid-cols-3">
        <Fact label="Time" value={event.at} />
        <Fact label="Who" value={actorText(event)} />
        <Fact label="Where" value={scopeText(event)} />
        <Fact label="Address" value={event.ip} />
        <Fact label="User agent" value={event.userAgent} />
        <Fact label="Request id" value={event.requestId} />
        <Fact label="Event number" value={String(event.seq)} />
        <Fact label="Event" value={event.action} />
        <Fact label="Hash" value={event.hash} />
      </dl>
      {lines.length > 0 && (
        <div>
          <p className="text-sm text-muted">Recorded detail</p>
          <pre className="mt-0.5 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap">
            {lines.join("\n")}
          </pre>
        </div>
      )}
      <EventLinks event={event} view={view} />
    </div>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string | null }) {
  if (!value) return null;
  return (
    <div className="min-w-0">
      <dt className="text-muted">{label}</dt>
      <dd className="font-mono text-xs leading-5 wrap-anywhere">{value}</dd>
    </div>
  );
}

function EventLinks({ event, view }: EventFactsProps) {
  const log = thingOf(event);
  return (
    <div className="flex flex-wrap gap-2">
      {narrowings(event).map(({ label, change }) => (
        <ButtonLink key={label} href={hrefWith(view, change)} size="small" className="max-w-full">
          <span className="truncate">Only {label}</span>
        </ButtonLink>
      ))}
      {log && (
        <ButtonLink href={log.href} size="small" tone="quiet" className="max-w-full">
          <span className="truncate">{log.label}</span>
        </ButtonLink>
      )}
    </div>
  );
}

interface Narrowing {
  readonly label: string;
  readonly change: ViewInput;
}

/** What else a reader may want to see of the same. */
function narrowings(event: ToldEvent): Narrowing[] {
  const { actor, actorId, actorKind, name, action, ip, requestId, project, environment, label } = event;
  const found: (Narrowing | false | null)[] = [
    // Several keys may have one name; people are known by their address, also once they were removed.
    actorKind !== "anonymous" && {
      label: `by ${actor}`,
      change: { actor: actorKind === "apiKey" ? (actorId ?? actor) : actor },
    },
    isAboutSecret(event) && name !== null && { label: `about ${name}`, change: { secret: name } },
    action.startsWith("allowlist.") &&
      name !== null && { label: `about ${name}`, change: { endpoint: name } },
    { label: `“${label}”`, change: { action } },
    ip !== null && { label: `from ${ip}`, change: { ip } },
    requestId !== null && { label: "this request", change: { requestId } },
    project !== null && {
      label: `in ${scopeText(event)}`,
      change: { project, environment: environment ?? undefined },
    },
  ];
  return found.filter((one): one is Narrowing => typeof one === "object" && one !== null);
}

/** The page of what the event is about, where there is one. */
function thingOf(event: ToldEvent): { readonly label: string; readonly href: string } | null {
  const { action, secretNow } = event;
  const { project, environment, name } = action.startsWith("secret.") && secretNow ? secretNow : event;
  if (project === null || environment === null || name === null) return null;
  if (action.startsWith("secret.")) {
    const path = `${secretsPath(project, environment)}/${encodeURIComponent(name)}/changes`;
    return { label: `Change log of ${name}`, href: path };
  }
  const isEndpoint = action.startsWith("allowlist.") && action !== "allowlist.deleted";
  return isEndpoint ? { label: `Endpoint ${name}`, href: endpointPath(project, environment, name) } : null;
}

function isAboutSecret({ action }: ToldEvent): boolean {
  return action.startsWith("secret.") || action.startsWith("mapping.");
}
