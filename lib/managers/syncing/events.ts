import type { NewAuditEvent } from "@/lib/audit/model";
import type { SyncRow } from "./store";

/** An event about a sync. */
export function eventOf(
  {
    projectId,
    environmentId,
    name,
    manager,
  }: Pick<SyncRow, "projectId" | "environmentId" | "name" | "manager">,
  action: NewAuditEvent["action"],
  detail: NewAuditEvent["detail"] = {},
): NewAuditEvent {
  return { action, target: { projectId, environmentId, name }, detail: { manager, ...detail } };
}
