import type { NewAuditEvent } from "@/lib/audit/model";
import type { ImportRow } from "./store";

/** An event about an import. */
export function eventOf(
  {
    id,
    projectId,
    environmentId,
    manager,
    path,
  }: Pick<ImportRow, "id" | "projectId" | "environmentId" | "manager" | "path">,
  action: NewAuditEvent["action"],
  detail: NewAuditEvent["detail"] = {},
): NewAuditEvent {
  const target = { projectId, environmentId, name: manager };
  return { action, target, detail: { import: id, path, ...detail } };
}
