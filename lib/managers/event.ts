import type { AuditTarget } from "@/lib/audit/model";
import type { EnvironmentRow } from "@/lib/authorization/permit";

/** How the audit log refers to an external manager. */
export function managerTarget(
  { environment }: { readonly environment: Pick<EnvironmentRow, "id" | "projectId"> },
  name: string,
): AuditTarget {
  return { projectId: environment.projectId, environmentId: environment.id, name };
}
