/** Everything that the audit log can say happened: noun, then what became of it. */
export const AUDIT_ACTIONS = [
  "instance.started",
  "owner.setUp",
  "person.created",
  "person.roleChanged",
  "person.suspended",
  "person.restored",
  "person.passwordChanged",
  "person.renamed",
  "person.removed",
  "person.unlocked",
  "invitation.created",
  "invitation.revoked",
  "invitation.accepted",
  "factor.begun",
  "factor.added",
  "factor.renamed",
  "factor.removed",
  "factor.recovered",
  "recoveryCodes.made",
  "identity.linked",
  "settings.changed",
  "session.begun",
  "session.started",
  "session.refused",
  "session.confirmed",
  "session.ended",
  "session.endedEverywhere",
  "access.refused",
  "apiKey.created",
  "apiKey.revoked",
  "apiKey.refused",
  "mapping.created",
  "mapping.deleted",
  "declarations.changed",
  "allowlist.created",
  "allowlist.changed",
  "allowlist.deleted",
  "allowlist.verified",
  "allowlist.markedVerified",
  // Before anything leaves, with the secrets that are used; how it ended is the next one's to say.
  "allowlist.begun",
  "allowlist.sent",
  "allowlist.failed",
  "values.read",
  "project.created",
  "environment.created",
  "masterKey.rotated",
  // What rows grant: sealed once by an upgrade; found to be tampered with; settled by an operator; all found to be intact again.
  "rows.sealed",
  "row.tampered",
  "row.accepted",
  "row.deleted",
  "rows.verified",
  // The end of this very log was behind what an instance had seen of it.
  "audit.rolledBack",
  "secret.created",
  "secret.rotated",
  "secret.described",
  "secret.renamed",
  "secret.classified",
  "secret.restored",
  "secret.revealed",
  "secret.used",
  // A given value was found to be the one that is stored, and no version was made.
  "secret.compared",
  "secret.deleted",
  "secrets.seeded",
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** JSON without fractions or undefined: what canonical text can hold without doubt. */
export type DetailValue =
  | string
  | number
  | boolean
  | null
  | readonly DetailValue[]
  | { readonly [key: string]: DetailValue };

export interface AuditTarget {
  readonly projectId?: string;
  readonly environmentId?: string;
  readonly secretId?: string;
  /** Name of what the event is about, as it is now. */
  readonly name?: string;
}

/** What a use case says happened; who, when and from where is added from its context. Never holds a value. */
export interface NewAuditEvent {
  readonly action: AuditAction;
  readonly target?: AuditTarget;
  readonly detail?: Readonly<Record<string, DetailValue>>;
}
