import type { Role } from "./actor";
import type { Capability } from "./capability";
import type { Permission } from "./permission";

/** What an action is aimed at, which decides what `authorize` loads and hands on. */
export type TargetKind = "organisation" | "project" | "environment" | "secret";

/** Whether a role may do a thing: always, only to what was granted to the person, or never. */
export type Rule = "always" | "granted" | "never";

interface Policy {
  readonly target: TargetKind;
  readonly roles: Readonly<Record<Role, Rule>>;
  /** What the roles may through a personal key, where that is not the same. */
  readonly throughKey?: Readonly<Record<Role, Rule>>;
  /** What a Member needs to have been granted, where the rule is `granted`. */
  readonly capability?: Capability;
  /** Whether a person must have proved who they are within the last 15 minutes. */
  readonly isSensitive?: true;
  /** What an API key needs for it, one of them; without any, no API key ever may. */
  readonly permission?: Permission | readonly Permission[];
}

const nobody = { owner: "never", super_admin: "never", auditor: "never", member: "never" } as const;
const ownersOnly = { owner: "always", super_admin: "never", auditor: "never", member: "never" } as const;
const admins = { owner: "always", super_admin: "always", auditor: "never", member: "never" } as const;
const readers = { owner: "always", super_admin: "always", auditor: "always", member: "never" } as const;
const runners = { owner: "always", super_admin: "always", auditor: "never", member: "granted" } as const;
const everyone = { owner: "always", super_admin: "always", auditor: "always", member: "always" } as const;
const granted = <C extends Capability>(roles: typeof readers | typeof admins, capability: C) =>
  ({ roles: { ...roles, member: "granted" }, capability }) as const;

const atRunTime = {
  target: "environment",
  roles: nobody,
  throughKey: runners,
  capability: "run",
  permission: "secrets:read",
} as const;

/** The whole table of what each role may do. Every way into the program is decided here. */
export const POLICY = {
  "settings.read": { target: "organisation", roles: ownersOnly },
  "settings.update": { target: "organisation", roles: ownersOnly, isSensitive: true },
  // Which keys there are and what they protect, never a key.
  "masterKey.read": { target: "organisation", roles: ownersOnly },
  "masterKey.rotate": { target: "organisation", roles: ownersOnly, isSensitive: true },
  "masterKey.split": { target: "organisation", roles: ownersOnly, isSensitive: true },
  "projectKey.rotate": { target: "project", roles: ownersOnly, isSensitive: true },
  "backup.make": { target: "organisation", roles: ownersOnly, isSensitive: true },
  // Whether there is a good one: when, how large, or why not.
  "backup.read": { target: "organisation", roles: admins },
  "owner.manage": { target: "organisation", roles: ownersOnly, isSensitive: true },
  "person.create": { target: "organisation", roles: admins, isSensitive: true },
  "person.manage": { target: "organisation", roles: admins, isSensitive: true },
  "person.list": { target: "organisation", roles: admins, permission: "admin" },
  "audit.read": { target: "organisation", roles: readers, permission: "audit:read" },
  "project.list": { target: "organisation", ...granted(readers, "see"), permission: "secrets:list" },
  "project.read": { target: "project", ...granted(readers, "see"), permission: "secrets:list" },
  // All of its secrets and environments side by side.
  "overview.read": { target: "project", roles: readers },
  "environment.create": { target: "project", roles: admins, permission: "admin" },
  // The part of the audit log that is about one project.
  "projectAudit.read": { target: "project", roles: readers, permission: "audit:read" },
  "project.create": { target: "organisation", roles: admins, permission: "admin" },
  // Who was granted what in a project; and what reaches one secret.
  "grant.list": { target: "project", roles: readers, permission: "admin" },
  "grant.read": { target: "secret", ...granted(readers, "manage"), permission: "admin" },
  "grant.write": { target: "project", ...granted(admins, "manage"), isSensitive: true, permission: "admin" },
  "group.list": { target: "organisation", roles: readers, permission: "admin" },
  "group.write": { target: "organisation", roles: admins, isSensitive: true, permission: "admin" },
  // How many approvals changes in an environment need.
  "changePolicy.list": { target: "project", roles: readers, permission: "admin" },
  "changePolicy.write": { target: "environment", roles: admins, isSensitive: true, permission: "admin" },
  // Which requests, and who decides one: `lib/requests`. An API key reads and withdraws its own.
  "request.list": { target: "organisation", roles: everyone },
  "request.decide": { target: "organisation", roles: everyone, isSensitive: true },
  "request.applyAtOnce": { target: "organisation", roles: ownersOnly, isSensitive: true },
  "access.ask": {
    target: "organisation",
    roles: { owner: "never", super_admin: "never", auditor: "never", member: "always" },
  },
  // An API key whose changes need no approval.
  "approval.skip": { target: "organisation", roles: ownersOnly, isSensitive: true },
  "apiKey.list": { target: "project", roles: readers, permission: "admin" },
  "apiKey.create": { target: "project", roles: admins, isSensitive: true, permission: "admin" },
  "apiKey.revoke": { target: "project", roles: admins, permission: "admin" },
  // Which secrets it may use: to widen it gives.
  "apiKey.narrow": { target: "project", roles: admins, isSensitive: true },
  // Keys of no project: they reach all of them.
  "organisationKey.list": { target: "organisation", roles: readers, permission: "admin" },
  "organisationKey.create": {
    target: "organisation",
    roles: ownersOnly,
    isSensitive: true,
    permission: "admin",
  },
  "organisationKey.narrow": { target: "organisation", roles: ownersOnly, isSensitive: true },
  "organisationKey.revoke": { target: "organisation", roles: ownersOnly, permission: "admin" },
  "declaration.list": { target: "project", roles: readers, permission: "secrets:list" },
  "declaration.write": { target: "project", roles: admins, permission: "declarations:write" },
  "mapping.list": { target: "environment", roles: readers, permission: "secrets:list" },
  "mapping.write": { target: "environment", roles: admins, permission: "admin" },
  // What an endpoint is called and where it leads; its configuration, which names secrets, is `allowlist.read`.
  "allowlist.list": { target: "environment", roles: readers, permission: ["allowlist:send", "admin"] },
  "allowlist.read": { target: "environment", roles: readers, permission: "admin" },
  "allowlist.write": { target: "environment", roles: admins, isSensitive: true, permission: "admin" },
  "allowlist.verify": { target: "environment", roles: admins, permission: "admin" },
  "allowlist.markVerified": { target: "environment", roles: ownersOnly, isSensitive: true },
  "allowlist.send": { target: "environment", roles: admins, permission: "allowlist:send" },
  "pool.list": { target: "environment", roles: readers, permission: ["pools:use", "admin"] },
  "pool.write": { target: "environment", roles: admins, permission: "admin" },
  "secret.list": { target: "environment", ...granted(readers, "see"), permission: "secrets:list" },
  "secret.create": { target: "environment", roles: admins, permission: "secrets:write" },
  "secret.read": { target: "secret", ...granted(readers, "see"), permission: "secrets:list" },
  "secret.update": { target: "secret", ...granted(admins, "edit"), permission: "secrets:write" },
  "secret.rotate": { target: "secret", ...granted(admins, "set"), permission: "secrets:write" },
  "secret.restore": { target: "secret", ...granted(admins, "set"), permission: "secrets:write" },
  // Its value goes into another environment of the project, and nobody sees it.
  "secret.copy": { target: "secret", roles: admins },
  // Secrets from an external manager: it also takes what storing each of them takes.
  "import.run": { target: "environment", roles: admins, permission: ["managers:write", "admin"] },
  "import.read": { target: "environment", roles: readers, permission: ["managers:write", "admin"] },
  // Which values are written to an external manager, and where.
  "sync.write": {
    target: "environment",
    roles: admins,
    isSensitive: true,
    permission: ["managers:write", "admin"],
  },
  "sync.run": { target: "environment", roles: admins, permission: ["managers:write", "admin"] },
  "sync.read": { target: "environment", roles: readers, permission: ["managers:write", "admin"] },
  // How a secret is rotated: it says where credentials go.
  "rotation.configure": { target: "secret", roles: admins, isSensitive: true, permission: "admin" },
  // It tells of other secrets and of where they lead.
  "rotation.read": { target: "secret", roles: readers, permission: "secrets:list" },
  "rotation.run": { target: "secret", roles: admins, permission: "secrets:rotate" },
  "rotation.list": { target: "project", roles: readers, permission: "secrets:list" },
  // Which apps of others are connected, and how they stand.
  "connection.list": { target: "project", roles: readers, permission: ["connections:use", "admin"] },
  // Where client secrets and tokens go.
  "connection.configure": { target: "environment", roles: admins, isSensitive: true },
  // In a browser: somebody is asked at the provider. And taking back what was granted there.
  "connection.connect": { target: "environment", roles: admins },
  // Tokens leave the program for machines only.
  "connection.use": { target: "environment", roles: nobody, permission: "connections:use" },
  // Where users of databases are made, and with which rights: it says where credentials go.
  "leaseSource.list": { target: "project", roles: readers, permission: ["leases:create", "admin"] },
  "leaseSource.read": { target: "environment", roles: readers, permission: "admin" },
  "leaseSource.configure": { target: "environment", roles: admins, isSensitive: true, permission: "admin" },
  // A key with the first permission alone has a say in its own leases.
  "lease.list": { target: "project", roles: readers, permission: ["leases:create", "admin"] },
  "lease.end": { target: "environment", roles: admins, permission: ["leases:create", "admin"] },
  // Credentials leave the program for machines only, and live for minutes.
  "lease.create": { target: "environment", roles: nobody, permission: "leases:create" },
  // Managers of secrets elsewhere: where they are says where credentials go.
  "manager.list": { target: "environment", roles: readers, permission: ["managers:write", "admin"] },
  // A secret gets its value from there.
  "manager.refer": { target: "environment", roles: admins, permission: "managers:write" },
  "manager.configure": {
    target: "environment",
    roles: admins,
    isSensitive: true,
    permission: ["managers:write", "admin"],
  },
  // Who may enter which hosts, and what signs certificates for that.
  "sshRule.list": { target: "project", roles: readers, permission: "admin" },
  "sshRule.write": { target: "project", roles: admins, isSensitive: true, permission: "admin" },
  "sshAuthority.read": { target: "project", roles: readers, permission: ["ssh:read", "admin"] },
  // What a host asks, and the certificate of an API key: both say something only where a rule names it.
  "sshAccess.read": { target: "project", roles: nobody, permission: "ssh:read" },
  // A person's own certificate, likewise.
  "sshAccess.use": { target: "organisation", roles: nobody, throughKey: everyone },
  // Webhooks that are taken; what is in a delivery is for machines.
  "trigger.list": { target: "project", roles: readers, permission: ["triggers:read", "admin"] },
  "trigger.read": { target: "environment", roles: readers, permission: ["triggers:read", "admin"] },
  "trigger.configure": { target: "environment", roles: admins, isSensitive: true, permission: "admin" },
  "trigger.replay": { target: "environment", roles: admins, permission: "admin" },
  "trigger.receive": { target: "environment", roles: nobody, permission: "triggers:read" },
  // Across all projects: which current values somebody set, and so knows.
  "knownValue.list": { target: "organisation", roles: readers, permission: "admin" },
  "secret.delete": { target: "secret", roles: admins, isSensitive: true, permission: "secrets:delete" },
  // Values leave the program for programs only: in a session no role ever gets to see one.
  "secret.reveal": atRunTime,
  "values.read": atRunTime,
  "pool.use": { target: "environment", roles: nobody, permission: "pools:use" },
} as const satisfies Record<string, Policy>;

export type Action = keyof typeof POLICY;
export type ActionOn<K extends TargetKind> = {
  [A in Action]: (typeof POLICY)[A]["target"] extends K ? A : never;
}[Action];

/** What the policy says of a role before any target is looked at. */
export function ruleFor(role: Role, action: Action): Rule {
  return POLICY[action].roles[role];
}

/** The same of somebody who comes through a personal key. */
export function ruleThroughKey(role: Role, action: Action): Rule {
  return rolesThroughKey(action)[role];
}

function rolesThroughKey(action: Action): Readonly<Record<Role, Rule>> {
  const { roles, throughKey = roles }: Policy = POLICY[action];
  return throughKey;
}

/** What an API key needs for it, one of them; none: no API key ever may. */
export function permissionsFor(action: Action): readonly Permission[] {
  const { permission = [] }: Policy = POLICY[action];
  return typeof permission === "string" ? [permission] : permission;
}

/** What a Member needs to have been granted for it; null where nothing that is granted helps. */
export function capabilityFor(action: Action): Capability | null {
  const { capability }: Policy = POLICY[action];
  return capability ?? null;
}

/** Whether a person must have proved who they are not long ago. */
export function isSensitive(action: Action): boolean {
  const policy: Policy = POLICY[action];
  return policy.isSensitive === true;
}

/** The roles that may always do it, for the page that says which role is needed. */
export function rolesThatMay(action: Action, isThroughKey = false): Role[] {
  const roles: Readonly<Record<Role, Rule>> = isThroughKey ? rolesThroughKey(action) : POLICY[action].roles;
  return (Object.keys(roles) as Role[]).filter((role) => roles[role] === "always");
}
