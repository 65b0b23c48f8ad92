import { Badge } from "@/components/ui/badge";
import type { RequestMeta } from "@/lib/requests/model";
import { STATES } from "./request-words";

/** What became of a request; an emergency is never only "carried out". */
export function RequestStateBadge({ state, isEmergency }: Pick<RequestMeta, "state" | "isEmergency">) {
  const { label, tone } = STATES[state];
  return isEmergency ? <Badge tone="danger">Emergency</Badge> : <Badge tone={tone}>{label}</Badge>;
}
