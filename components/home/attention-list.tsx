import { CircleCheck } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { ATTENTION_KINDS, type Attention, countText, LINES_MAX } from "@/lib/home/model";
import { lookOfAttention } from "./attention-looks";

interface AttentionListProps {
  readonly attention: readonly Attention[];
  readonly mayReadSettings: boolean;
}

/** What somebody has to look at, each line with the way to exactly that list. */
export function AttentionList({ attention, mayReadSettings }: AttentionListProps) {
  return (
    <Card title="Needs attention">
      {attention.length === 0 ? (
        <p className="flex items-center gap-2 text-muted">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-success-ink" />
          Nothing needs your attention.
        </p>
      ) : (
        <ul aria-label="Needs attention" className="-my-1 divide-y divide-line">
          {ATTENTION_KINDS.flatMap((kind) =>
            linesOf(
              attention.filter((one) => one.kind === kind),
              mayReadSettings,
            ),
          )}
        </ul>
      )}
    </Card>
  );
}

/** The first few of a kind, and how many more there are. */
function linesOf(all: readonly Attention[], mayReadSettings: boolean) {
  const lines = all.slice(0, LINES_MAX).map((one) => {
    const look = lookOfAttention(one, mayReadSettings);
    return <Line key={look.href} attention={one} look={look} />;
  });
  const [first] = all;
  const more = all.length - LINES_MAX;
  if (!first || more <= 0) return lines;
  const { what } = lookOfAttention(first, mayReadSettings);
  return [
    ...lines,
    <li key={`${first.kind} more`} className="py-2 text-sm text-muted">
      {what(2)} in {more} more {first.scope?.environment ? "environments" : "projects"}
    </li>,
  ];
}

interface LineProps {
  readonly attention: Attention;
  readonly look: ReturnType<typeof lookOfAttention>;
}

function Line({ attention, look }: LineProps) {
  const { scope, count } = attention;
  const { icon: Icon, tone, what, href } = look;
  const ink = tone === "danger" ? "text-danger-ink" : "text-warning-ink";
  return (
    <li>
      <Link href={href} className="group flex min-h-10 flex-wrap items-center gap-x-2.5 gap-y-0.5 py-2">
        <Icon aria-hidden className={`size-4 shrink-0 ${ink}`} />
        <Badge tone={tone}>{countText(attention)}</Badge>
        <span className="font-medium group-hover:underline">{what(count)}</span>
        {scope && (
          <span className="min-w-0 text-sm text-muted wrap-anywhere">
            {scope.projectName}
            {scope.environment && ` / ${scope.environment.name}`}
          </span>
        )}
      </Link>
    </li>
  );
}
