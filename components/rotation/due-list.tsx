import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { DueSecret } from "@/lib/rotation/listing/service";
import { KINDS } from "./kind-labels";
import { SecretLink } from "./rotation-columns";

interface DueListProps {
  readonly due: readonly DueSecret[];
  /** Whether there are more than these. */
  readonly hasMore: boolean;
}

/** What is overdue, and what is due within the next 30 days by the week; nothing without any. */
export function DueList({ due, hasMore }: DueListProps) {
  const overdue = due.filter(({ isOverdue }) => isOverdue);
  const later = due.filter(({ isOverdue }) => !isOverdue);
  const mondays = [...new Set(later.map(({ nextAt }) => mondayOf(nextAt)))];
  return (
    <>
      {overdue.length > 0 && (
        <Card title="Overdue">
          <DueLines due={overdue} />
        </Card>
      )}
      {mondays.length > 0 && (
        <Card title="Due next" description="Within the next 30 days.">
          <div className="flex flex-col gap-4">
            {mondays.map((monday) => (
              <div key={monday}>
                <h3 className="mb-1.5 font-medium">Week of {dayWords(monday)}</h3>
                <DueLines due={later.filter(({ nextAt }) => mondayOf(nextAt) === monday)} />
              </div>
            ))}
            {hasMore && <p className="text-muted">These are the first {due.length}. There are more.</p>}
          </div>
        </Card>
      )}
    </>
  );
}

function DueLines({ due }: Pick<DueListProps, "due">) {
  return (
    <ul className="flex flex-col gap-1.5">
      {due.map((secret) => (
        <li
          key={`${secret.environment}/${secret.name}`}
          className="flex flex-wrap items-center gap-x-3 gap-y-1"
        >
          <span className="min-w-0">
            <SecretLink {...secret} />
          </span>
          {secret.isOverdue && <Badge tone="warning">Overdue</Badge>}
          <span className="text-sm text-muted">
            {secret.environment} · {KINDS[secret.rotator].name} · <Time value={secret.nextAt} as="day" />
          </span>
        </li>
      ))}
    </ul>
  );
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The Monday of a time's week in UTC, as `2027-01-04`. */
function mondayOf(at: string): string {
  const time = new Date(at);
  const daysSince = (time.getUTCDay() + 6) % 7;
  return new Date(time.getTime() - daysSince * DAY_MS).toISOString().slice(0, 10);
}

function dayWords(day: string): string {
  return new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
}
