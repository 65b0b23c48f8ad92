import type { AuditAction, AuditTarget, NewAuditEvent } from "@/lib/audit/model";
import type { EnvironmentRow } from "@/lib/authorization/permit";

/** How the audit log refers to a lease source, and so to its leases. */
export function sourceTarget(
  { environment }: { readonly environment: Pick<EnvironmentRow, "id" | "projectId"> },
  source: string,
): AuditTarget {
  return { projectId: environment.projectId, environmentId: environment.id, name: source };
}

/** An event about a lease: which one, and the user in the database. */
export function leaseEvent(
  action: AuditAction,
  lease: {
    readonly id: string;
    readonly environmentId: string;
    readonly projectId: string;
    readonly source: string;
    readonly userName: string;
  },
): NewAuditEvent {
  const environment = { id: lease.environmentId, projectId: lease.projectId };
  const detail = { lease: lease.id, user: lease.userName };
  return { action, target: sourceTarget({ environment }, lease.source), detail };
}
