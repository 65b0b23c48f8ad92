import { actorNameOf, scopeText } from "@/components/audit/event-labels";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { ToldEvent } from "@/lib/audit/reading/loaders";
import { auditHref } from "@/lib/audit/reading/view/address";
import { secretPath } from "@/lib/projects/model";

/** The last changes to secrets and to how they are used. */
export function RecentChanges({ changes }: { readonly changes: readonly ToldEvent[] }) {
  return (
    <Card title="Recent changes" actions={<AllChanges />}>
      {changes.length === 0 ? (
        <p className="text-muted">Nothing has changed yet.</p>
      ) : (
        <ol aria-label="Recent changes" className="-my-1 divide-y divide-line">
          {changes.map((event) => (
            <li key={event.seq} className="py-2">
              <p className="wrap-anywhere">
                <Sentence event={event} />
              </p>
              <p className="text-sm text-muted wrap-anywhere">
                {[actorNameOf(event), scopeText(event)].filter(Boolean).join(" · ")} ·{" "}
                <Time value={event.at} />
              </p>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function AllChanges() {
  return (
    <Link href={auditHref({ kind: "change" })} className="text-accent-ink hover:underline">
      All changes
    </Link>
  );
}

/** What happened, with the way to the secret that it is about where that is still there. */
function Sentence({ event: { sentence, secretNow } }: { readonly event: ToldEvent }) {
  if (!secretNow) return sentence;
  const { project, environment, name } = secretNow;
  return (
    <Link href={secretPath(project, environment, name)} className="hover:underline">
      {sentence}
    </Link>
  );
}
