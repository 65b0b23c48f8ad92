import { BadgeCheck, CircleDashed, CirclePause, CirclePlay } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { EndpointSummary } from "@/lib/allowlist/model";

/** Whether an endpoint can be sent to: it has to be active and verified. */
export function StatusBadges({
  endpoint,
}: {
  readonly endpoint: Pick<EndpointSummary, "isActive" | "verified">;
}) {
  const { isActive, verified } = endpoint;
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      <Badge tone={isActive ? "success" : "neutral"}>
        {isActive ? (
          <CirclePlay aria-hidden className="size-3" />
        ) : (
          <CirclePause aria-hidden className="size-3" />
        )}
        {isActive ? "Active" : "Inactive"}
      </Badge>
      <Badge tone={verified ? "success" : "warning"}>
        {verified ? (
          <BadgeCheck aria-hidden className="size-3" />
        ) : (
          <CircleDashed aria-hidden className="size-3" />
        )}
        {verified ? "Verified" : "Not verified"}
      </Badge>
    </span>
  );
}
