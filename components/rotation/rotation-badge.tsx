import { CircleAlert, Clock, Hourglass, type LucideIcon, RefreshCcw, UserRound } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { RotationMark } from "@/lib/rotation/model";
import { MARKS } from "./rotation-labels";

const ICONS: Readonly<Record<RotationMark, LucideIcon>> = {
  failing: CircleAlert,
  waiting: UserRound,
  underWay: RefreshCcw,
  grace: Hourglass,
  overdue: Clock,
};

/** What the list of secrets says of a secret's rotation. */
export function RotationBadge({ mark }: { readonly mark: RotationMark }) {
  const { label, tone } = MARKS[mark];
  const Icon = ICONS[mark];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className="size-3" />
      {label}
    </Badge>
  );
}
