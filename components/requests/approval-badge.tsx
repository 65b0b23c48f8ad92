import { Badge } from "@/components/ui/badge";
import { counted } from "@/lib/counted";

/** Says that changes here wait for approval. */
export function ApprovalBadge({ approvals }: { readonly approvals: number }) {
  return <Badge tone="accent">Changes need {counted(approvals, "approval")}</Badge>;
}
