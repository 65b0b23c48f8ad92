import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { ToldEvent } from "@/lib/audit/reading/loaders";
import { secretPath } from "@/lib/projects/model";
import { actorNameOf, scopeText } from "./event-labels";

interface RecentChangesProps {
  readonly title: string;
  readonly changes: readonly ToldEvent[];
  /** Where all of them are. */
  readonly allHref: string;
  /** Whether they are all by one person, who need not be named with each. */
  readonly isOfOne?: boolean;
}

/** The last changes to secrets and to how they are used. */
export function RecentChanges({ title, changes, allHref, isOfOne = false }: RecentChangesProps) {
  return (
    <Card
      title={title}
      actions={
        <Link href={allHref} className="text-accent-ink hover:underline">
          All changes
        </Link>
      }
    >
      {changes.length === 0 ? (
        <p className="text-muted">No changes recorded.</p>
      ) : (
        <ol aria-label={title} className="-my-1 divide-y divide-line">
          {changes.map((event) => (
            <li key={event.seq} className="py-2">
              <p className="wrap-anywhere">
                <Sentence event={event} />
              </p>
              <p className="text-sm text-muted wrap-anywhere">
                {[isOfOne ? "" : actorNameOf(event), scopeText(event)]
                  .filter(Boolean)
                  .map((part) => `${part} · `)
                  .join("")}
                <Time value={event.at} />
              </p>
            </li>
          ))}
        </ol>
      )}
    </Card>
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
