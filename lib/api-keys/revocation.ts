import type { AuditTarget, NewAuditEvent } from "@/lib/audit/model";
import type { ApiKeyRow, RevokedKey } from "./store";

/** What the audit log says of a key that was revoked. */
export function revokedEvent(
  key: RevokedKey & { readonly id: string; readonly projectId: string | null },
): NewAuditEvent {
  return { action: "apiKey.revoked", target: keyTarget(key), detail: { id: key.id, kind: key.keyKind } };
}

/** What an event about a key is about. */
export function keyTarget({
  name,
  projectId,
  environmentId,
}: Pick<ApiKeyRow, "name" | "projectId" | "environmentId">): AuditTarget {
  return { name, ...(projectId && { projectId }), ...(environmentId && { environmentId }) };
}
