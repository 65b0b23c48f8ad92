import type { Role } from "./actor";

/** What an action is aimed at, which decides what `authorize` loads and hands on. */
export type TargetKind = "organisation" | "environment" | "secret";

/** Whether a role may do a thing: always, only to what was granted to the person, or never. */
export type Rule = "always" | "granted" | "never";

interface Policy {
  readonly target: TargetKind;
  readonly roles: Readonly<Record<Role, Rule>>;
  /** Whether a person must have proved who they are within the last 15 minutes. */
  readonly isSensitive?: true;
}

const ownersOnly = { owner: "always", super_admin: "never", auditor: "never", member: "never" } as const;
const admins = { owner: "always", super_admin: "always", auditor: "never", member: "never" } as const;
const readers = { owner: "always", super_admin: "always", auditor: "always", member: "never" } as const;
const readersAndGranted = { ...readers, member: "granted" } as const;
const adminsAndGranted = { ...admins, member: "granted" } as const;

/** The whole table of what each role may do. Every way into the program is decided here. */
export const POLICY = {
  "settings.read": { target: "organisation", roles: ownersOnly },
  "settings.update": { target: "organisation", roles: ownersOnly, isSensitive: true },
  "masterKey.rotate": { target: "organisation", roles: ownersOnly, isSensitive: true },
  "owner.manage": { target: "organisation", roles: ownersOnly, isSensitive: true },
  "person.create": { target: "organisation", roles: admins, isSensitive: true },
  "person.manage": { target: "organisation", roles: admins, isSensitive: true },
  "person.list": { target: "organisation", roles: admins },
  "audit.read": { target: "organisation", roles: readers },
  "project.list": { target: "organisation", roles: readers },
  "project.create": { target: "organisation", roles: admins },
  "secret.list": { target: "environment", roles: readersAndGranted },
  "secret.create": { target: "environment", roles: admins },
  "secret.read": { target: "secret", roles: readersAndGranted },
  "secret.update": { target: "secret", roles: adminsAndGranted },
  "secret.rotate": { target: "secret", roles: adminsAndGranted },
  "secret.restore": { target: "secret", roles: adminsAndGranted },
  "secret.delete": { target: "secret", roles: admins, isSensitive: true },
} as const satisfies Record<string, Policy>;

export type Action = keyof typeof POLICY;
export type ActionOn<K extends TargetKind> = {
  [A in Action]: (typeof POLICY)[A]["target"] extends K ? A : never;
}[Action];

/** What the policy says of a role before any target is looked at. */
export function ruleFor(role: Role, action: Action): Rule {
  return POLICY[action].roles[role];
}

/** Whether a person must have proved who they are not long ago. */
export function isSensitive(action: Action): boolean {
  const policy: Policy = POLICY[action];
  return policy.isSensitive === true;
}

/** The roles that may always do it, for the page that says which role is needed. */
export function rolesThatMay(action: Action): Role[] {
  const roles: Readonly<Record<Role, Rule>> = POLICY[action].roles;
  return (Object.keys(roles) as Role[]).filter((role) => roles[role] === "always");
}
