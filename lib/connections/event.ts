import type { AuditTarget } from "@/lib/audit/model";
import type { EnvironmentRow } from "@/lib/authorization/permit";

/** How the audit log refers to a connection. */
export function connectionTargetOf(
  environment: Pick<EnvironmentRow, "id" | "projectId">,
  name: string,
): AuditTarget {
  return { projectId: environment.projectId, environmentId: environment.id, name };
}
