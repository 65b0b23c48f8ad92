/**
 * Everything that the audit log can say happened: noun, then what became of it. Kept by kind, which is what one looks for
 * and what is kept for how long.
 */
export const AUDIT_KINDS = {
  change: {
    label: "Changes",
    actions: [
      "secret.created",
      "secret.rotated",
      "secret.described",
      "secret.renamed",
      "secret.classified",
      "secret.restored",
      "secret.deleted",
      "secrets.seeded",
      "rotationPolicy.set",
      "rotationPolicy.removed",
      // A rotation and its phases: of what each phase did, the next event tells when it failed.
      "rotation.started",
      "rotation.decided",
      "rotation.prepared",
      "rotation.set",
      "rotation.tested",
      "rotation.finished",
      "rotation.revoked",
      "rotation.reverted",
      "rotation.failed",
      "pool.created",
      "pool.changed",
      "pool.deleted",
      // A caller's report took a member out, for a while or as long as its version is current; and the end of that.
      "pool.memberLimited",
      "pool.memberRefused",
      "pool.memberBack",
      "manager.set",
      "manager.removed",
      "connection.set",
      "connection.removed",
      // Somebody let the program in at a provider; that ended, there or only here.
      "connection.connected",
      "connection.disconnected",
      // It could not be refreshed and is tried again; somebody has to connect it again.
      "connection.failed",
      "connection.lost",
      "leaseSource.set",
      "leaseSource.removed",
      "trigger.set",
      "trigger.removed",
      // Secrets from an external manager: each that is stored has an event of its own.
      "import.started",
      "import.goneOn",
      "import.stopped",
      "import.finished",
      "import.failed",
      // Values that are written to an external manager: each use of a secret has an event of its own.
      "sync.set",
      "sync.removed",
      "sync.started",
      "sync.finished",
      "sync.failed",
      "mapping.created",
      "mapping.deleted",
      "declarations.changed",
      "allowlist.created",
      "allowlist.changed",
      "allowlist.deleted",
      "allowlist.verified",
      "allowlist.markedVerified",
      "changePolicy.set",
      // A change that waits for approval, and what became of it; the change itself has events of its own.
      "request.created",
      "request.commented",
      "request.approved",
      "request.rejected",
      "request.withdrawn",
      "request.expired",
      // An Owner made the change without approvals.
      "request.emergency",
      "request.applied",
      "project.created",
      "environment.created",
      "settings.changed",
      "noticeChannel.set",
      "noticeChannel.removed",
      // What signs the SSH certificates of a project.
      "sshAuthority.created",
    ],
  },
  read: {
    label: "Reads and sends",
    actions: [
      "secret.revealed",
      "secret.used",
      // A given value was found to be the one that is stored, and no version was made.
      "secret.compared",
      // Its value went into another environment of the project, on the server.
      "secret.copied",
      "values.read",
      // The value of one member of a pool.
      "pool.taken",
      // The access token of a connected app.
      "connection.used",
      // A user of a database, from before it is made until it is dropped.
      "lease.created",
      "lease.renewed",
      "lease.revoked",
      "lease.retried",
      "lease.forgotten",
      "lease.ended",
      "lease.failed",
      // A certificate, by its serial number, that lets somebody enter a host for minutes.
      "sshCertificate.issued",
      // A delivery was taken: with the version of the secret that its signature was checked with. A machine read what is in it.
      "trigger.fired",
      "trigger.received",
      "trigger.replayed",
      // What was to follow was tried often enough.
      "trigger.failed",
      // Before anything leaves, with the secrets that are used; how it ended is the next one's to say.
      "allowlist.begun",
      "allowlist.sent",
      "allowlist.failed",
    ],
  },
  access: {
    label: "People and keys",
    actions: [
      "owner.setUp",
      "person.created",
      "person.roleChanged",
      "person.suspended",
      "person.restored",
      "person.passwordChanged",
      "person.renamed",
      // When they are told of what.
      "person.noticesChosen",
      "person.removed",
      "person.unlocked",
      // Somebody without an account was asked for a value.
      "valueLink.created",
      "valueLink.used",
      "valueLink.withdrawn",
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
      "grant.created",
      "grant.deleted",
      "group.created",
      "group.deleted",
      "group.memberAdded",
      "group.memberRemoved",
      "apiKey.created",
      "apiKey.revoked",
      "personalKey.created",
      "personalKey.revoked",
      // Public keys of people, and who may enter which hosts with them.
      "sshKey.added",
      "sshKey.removed",
      "sshRule.created",
      "sshRule.deleted",
      // Which secrets it may use: those that it had read, or those of before again.
      "apiKey.narrowed",
      "apiKey.widened",
    ],
  },
  signIn: {
    label: "Sign-ins",
    actions: [
      "session.begun",
      "session.started",
      "session.confirmed",
      "session.ended",
      "session.endedEverywhere",
      // A machine that asked to be signed in.
      "device.confirmed",
      "device.refused",
    ],
  },
  refusal: {
    label: "Refusals",
    actions: [
      "access.refused",
      "session.refused",
      "apiKey.refused",
      "personalKey.refused",
      "connection.refused",
      "trigger.refused",
    ],
  },
  system: {
    label: "System",
    actions: [
      "instance.started",
      "masterKey.rotated",
      // A project got a new key; the one before was erased, when nothing was sealed by it any more.
      "projectKey.rotated",
      "projectKey.erased",
      // Shares of it were made; and such shares were tried.
      "masterKey.split",
      "masterKey.sharesChecked",
      // All of the database went into a file, or should have; and this database was made from one.
      "backup.made",
      "backup.failed",
      "backup.restored",
      // Secrets of one project came back from a backup, into the running instance.
      "backup.partRestored",
      // What rows grant: sealed once by an upgrade; found to be tampered with; settled by an operator; all found to be intact again.
      "rows.sealed",
      "row.tampered",
      "row.accepted",
      "row.deleted",
      "rows.verified",
      // The end of this very log was behind what an instance had seen of it.
      "audit.rolledBack",
      // It does not fit a checkpoint that a witness kept.
      "audit.witnessMismatch",
      // The job that indexes it found an event, or the index, that is not as it was written.
      "audit.broken",
      // Events of one kind left the log, as retention has it: how many between which numbers, and a digest of them.
      "audit.pruned",
      // Somebody took a part of it along as evidence.
      "audit.exported",
      // Somebody took a pack for auditors along: lists, reports and a sample that was drawn with this seed.
      "audit.packed",
    ],
  },
} as const;

export type AuditKind = keyof typeof AUDIT_KINDS;
export type AuditAction = (typeof AUDIT_KINDS)[AuditKind]["actions"][number];

export const AUDIT_ACTIONS: readonly AuditAction[] = Object.values(AUDIT_KINDS).flatMap(
  ({ actions }) => actions,
);

/** How events name an allowlist endpoint, apart from secrets of the same name. */
export function endpointTarget(name: string): string {
  return `allowlist/${name}`;
}

/** How something ended. */
export const AUDIT_OUTCOMES = { success: "Succeeded", failure: "Failed", refusal: "Refused" } as const;
export type AuditOutcome = keyof typeof AUDIT_OUTCOMES;

const FAILURES: ReadonlySet<string> = new Set([
  "allowlist.failed",
  "rotation.failed",
  "lease.failed",
  "connection.failed",
  "trigger.failed",
]);

/** How what an event tells of ended. An action that this version does not know is taken for a success. */
export function outcomeOf(action: string): AuditOutcome {
  if (kindOf(action) === "refusal") return "refusal";
  return FAILURES.has(action) ? "failure" : "success";
}

/** The kind of an action; null for one that this version of the program does not know. */
export function kindOf(action: string): AuditKind | null {
  const kinds = Object.keys(AUDIT_KINDS) as AuditKind[];
  return kinds.find((kind) => AUDIT_KINDS[kind].actions.some((known) => known === action)) ?? null;
}

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
