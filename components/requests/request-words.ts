import type { BadgeTone } from "@/components/ui/badge";
import type { RemarkKind, RequestMeta, RequestState } from "@/lib/requests/model";

/** How a state is shown. */
export const STATES: Readonly<Record<RequestState, { readonly label: string; readonly tone: BadgeTone }>> = {
  open: { label: "Waiting", tone: "accent" },
  applied: { label: "Carried out", tone: "success" },
  rejected: { label: "Rejected", tone: "danger" },
  withdrawn: { label: "Withdrawn", tone: "neutral" },
  expired: { label: "Expired", tone: "warning" },
};

export const REMARK_VERBS: Readonly<Record<RemarkKind, string>> = {
  approval: "approved",
  rejection: "rejected",
  comment: "commented",
  emergency: "carried it out as an emergency",
};

export function approvalsOf({ approvals: { count, needed } }: Pick<RequestMeta, "approvals">): string {
  return `${count} of ${needed}`;
}
