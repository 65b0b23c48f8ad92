import type { AuditTarget, NewAuditEvent } from "@/lib/audit/model";
import type { Permit, SecretRow } from "@/lib/authorization/permit";
import type { Comparison } from "../comparison/store";
import type { SecretCreation } from "./model";
import type { SecretText, VersionRow } from "./store";

export function createdEvent({
  permit: { environment },
  secret,
  copiedFrom,
  version,
}: SecretCreation): NewAuditEvent {
  const { id: secretId, name, category, audience, description } = secret;
  return {
    action: "secret.created",
    target: { projectId: environment.projectId, environmentId: environment.id, secretId, name },
    detail: {
      ...{ version: 1, category, audience },
      ...(description ? { description } : {}),
      ...(copiedFrom ? { copiedFrom } : {}),
      ...version.readIn,
    },
  };
}

export function deletedEvent({
  permit: { environment, secret },
}: {
  readonly permit: Permit<"secret.delete">;
}): NewAuditEvent {
  const { id: secretId, name, currentVersion: versions, audience } = secret;
  const target = { projectId: environment.projectId, environmentId: environment.id, secretId, name };
  return { action: "secret.deleted", target, detail: { versions, audience } };
}

/** One event for each kind of change, with the old and the new text. */
export function textEvents(target: AuditTarget, old: SecretRow, text: SecretText): NewAuditEvent[] {
  const events: NewAuditEvent[] = [];
  if (text.name !== old.name) {
    events.push({ action: "secret.renamed", target, detail: { from: old.name, to: text.name } });
  }
  if (text.description !== old.description) {
    const detail = { from: old.description, to: text.description };
    events.push({ action: "secret.described", target, detail });
  }
  if (text.category !== old.category || text.audience !== old.audience) {
    const from = { category: old.category, audience: old.audience };
    const to = { category: text.category, audience: text.audience };
    events.push({ action: "secret.classified", target, detail: { from, to } });
  }
  return events;
}

/** A new version. `compared` says that its value was compared with those of the earlier ones. */
export function versionEvent(
  target: AuditTarget,
  { origin, number, restoredFrom, copiedFrom, readIn }: VersionRow,
  comparison: Comparison | undefined,
): NewAuditEvent {
  const sameValueAs = comparison?.sameValueAs ?? null;
  return {
    action: origin === "restored" ? "secret.restored" : "secret.rotated",
    target,
    detail: {
      version: number,
      ...(restoredFrom === null ? {} : { restoredFrom }),
      ...(copiedFrom ? { copiedFrom } : {}),
      ...readIn,
      ...(comparison ? { compared: true } : {}),
      ...(sameValueAs === null || sameValueAs === restoredFrom ? {} : { sameValueAs }),
    },
  };
}

/** Whoever gave a value was told whether the secret has it already, and no version was made. */
export function comparedEvent(target: AuditTarget, version: number, isSame: boolean): NewAuditEvent {
  return { action: "secret.compared", target, detail: { version, isSame } };
}
