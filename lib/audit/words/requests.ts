import { type Detail, fieldOf, line, type Maybe, numberOf, shown, type Wording } from "./detail";

type RequestAction =
  | "changePolicy.set"
  | `request.${"created" | "commented" | "approved" | "rejected" | "withdrawn" | "expired" | "emergency" | "applied"}`;

/** Events of change policies and of what waits by them. */
export const REQUESTS: Readonly<Record<RequestAction, Wording>> = {
  "changePolicy.set": {
    label: "Change policy set",
    sentence: (name, d) =>
      `Set the change policy of ${shown(d.project)}/${name}: ${approvals(fieldOf(d.approvals, "to"))}`,
    details: (d) => [
      line("Before", approvals(fieldOf(d.approvals, "from"))),
      d.approvers === undefined ? "" : line("Group that approves", fieldOf(d.approvers, "to") || "none"),
    ],
  },
  "request.created": {
    label: "Approval requested",
    sentence: (name) => `Asked for approval: ${name}`,
  },
  "request.commented": {
    label: "Request: comment",
    sentence: (name) => `Commented on the request: ${name}`,
    details: asker,
  },
  "request.approved": {
    label: "Request approved",
    sentence: (name, d) => `Approved (${numberOf(d.approvals)} of ${numberOf(d.needed)}): ${name}`,
    details: asker,
  },
  "request.rejected": {
    label: "Request rejected",
    sentence: (name) => `Rejected: ${name}`,
    details: (d) => [...asker(d), line("Reason", d.reason)],
  },
  "request.withdrawn": { label: "Request withdrawn", sentence: (name) => `Withdrew the request: ${name}` },
  "request.expired": {
    label: "Request expired",
    sentence: (name) => `The request expired: ${name}`,
    details: asker,
  },
  "request.emergency": {
    label: "Emergency",
    sentence: (name) => `Emergency, without approvals: ${name}`,
    details: (d) => [...asker(d), line("Reason", d.reason)],
  },
  "request.applied": {
    label: "Request carried out",
    sentence: (name) => `Carried out after approval: ${name}`,
    details: asker,
  },
};

function asker(d: Detail): string[] {
  return [line("Asked by", d.requestedBy)];
}

function approvals(count: Maybe): string {
  const number = numberOf(count);
  return number === 0 ? "no approvals" : number === 1 ? "1 approval" : `${number} approvals`;
}
