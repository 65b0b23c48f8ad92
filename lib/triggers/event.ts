import type { AuditTarget } from "@/lib/audit/model";

/** How the audit log refers to a trigger, and so to its deliveries. */
export function triggerTarget(trigger: {
  readonly projectId: string;
  readonly environmentId: string;
  readonly name: string;
}): AuditTarget {
  const { projectId, environmentId, name } = trigger;
  return { projectId, environmentId, name };
}
