import { ROLE_NAMES } from "@/lib/authorization/actor";
import { counted } from "@/lib/counted";
import type { AUDIT_KINDS } from "../model";
import {
  capital,
  count,
  type Detail,
  fromTo,
  line,
  type Maybe,
  named,
  numberOf,
  shown,
  type Wording,
} from "./detail";
import { timingLines } from "./notices";
import { SSH_ACCESS } from "./ssh";

const FACTORS: Readonly<Record<string, string>> = {
  totp: "an authenticator app",
  passkey: "a passkey",
  all: "all second factors",
};

/** What people sign in with, by the code that events have. */
export const METHODS: Readonly<Record<string, string>> = {
  password: "password",
  totp: "authenticator app",
  recoveryCode: "recovery code",
  passkey: "passkey",
  sso: "single sign-on",
  setUp: "the set-up link",
  invitation: "an invitation",
};

/** Events about accounts, invitations, second factors and API keys. */
export const ACCESS: Readonly<Record<(typeof AUDIT_KINDS)["access"]["actions"][number], Wording>> = {
  ...SSH_ACCESS,
  "owner.setUp": {
    label: "First Owner set up",
    sentence: (name) => `Set up this instance with ${name} as its first Owner`,
  },
  "person.created": { label: "Person added", sentence: (name) => `Added ${name}`, details: roleOf },
  "person.roleChanged": {
    label: "Role changed",
    sentence: (name, d) => `Changed the role of ${name} from ${roleName(d.from)} to ${roleName(d.to)}`,
  },
  "person.suspended": {
    label: "Person suspended",
    sentence: (name) => `Suspended ${name}`,
    details: endedSessions,
  },
  "person.restored": {
    label: "Person restored",
    sentence: (name) => `Restored ${name}`,
  },
  "person.passwordChanged": {
    label: "Password changed",
    sentence: (name) => `Changed the password of ${name}`,
    details: endedSessions,
  },
  "person.renamed": {
    label: "Person renamed",
    sentence: (name) => `Changed the name of ${name}`,
    details: (d) => [fromTo(d.from, d.to)],
  },
  "person.noticesChosen": {
    label: "Notifications chosen",
    sentence: (name) => `Chose what ${name} is told of`,
    details: timingLines,
  },
  "person.removed": {
    label: "Person removed",
    sentence: (name) => `Removed ${name}`,
    details: (d) => [...roleOf(d), ...endedSessions(d)],
  },
  "person.unlocked": {
    label: "Person unlocked",
    sentence: (name) => `Unlocked ${name} after failed sign-ins`,
  },
  "valueLink.created": {
    label: "Value asked for",
    sentence: (name) => `Made a link to give the value of ${name}`,
    details: (d) => [
      d.recipient === "" ? "" : line("For", d.recipient),
      line("Until", d.until),
      line("Link", d.link),
    ],
  },
  "valueLink.used": {
    label: "Value given",
    sentence: (name) => `Gave the value of ${name} by a link, which is used up`,
    details: (d) => [d.request === undefined ? "" : "It waits for approval.", line("Link", d.link)],
  },
  "valueLink.withdrawn": {
    label: "Link withdrawn",
    sentence: (name) => `Withdrew the link to give the value of ${name}`,
    details: (d) => [line("Link", d.link)],
  },
  "invitation.created": {
    label: "Person invited",
    sentence: (name) => `Invited ${name}`,
    details: roleOf,
  },
  "invitation.revoked": {
    label: "Invitation revoked",
    sentence: (name) => `Revoked the invitation for ${name}`,
    details: roleOf,
  },
  "invitation.accepted": {
    label: "Invitation accepted",
    sentence: (name) => `Accepted the invitation for ${name}`,
    details: (d) => [...roleOf(d), line("Invited by", d.invitedBy)],
  },
  "factor.begun": {
    label: "Second factor started",
    sentence: (name, d) => `Started to set up ${named(FACTORS, d.kind)} for ${name}`,
  },
  "factor.added": {
    label: "Second factor added",
    sentence: (name, d) => `Added ${named(FACTORS, d.kind)} for ${name}`,
    details: (d) => [line("Name", d.name), ...endedSessions(d)],
  },
  "factor.renamed": {
    label: "Second factor renamed",
    sentence: (name, d) => `Renamed ${named(FACTORS, d.kind)} of ${name}`,
    details: (d) => [fromTo(d.before, d.name)],
  },
  "factor.removed": {
    label: "Second factor removed",
    sentence: (name, d) => `Removed ${named(FACTORS, d.kind)} of ${name}`,
    details: (d) => [line("Name", d.name), count(d.removed, "factor", " removed"), ...endedSessions(d)],
  },
  "factor.recovered": {
    label: "Recovery code used",
    sentence: (name) => `Used a recovery code of ${name}`,
    details: (d) => [`${counted(numberOf(d.left), "code")} left.`],
  },
  "recoveryCodes.made": {
    label: "Recovery codes created",
    sentence: (name) => `Created recovery codes for ${name}`,
    details: (d) => [count(d.count, "code")],
  },
  "identity.linked": {
    label: "Identity linked",
    sentence: (name) => `Linked ${name} to an identity of the provider`,
    details: (d) => [line("Provider", d.issuer), line("Subject", d.subject)],
  },
  "grant.created": {
    label: "Access granted",
    sentence: (_, d) => `Granted ${holderOf(d)} access to ${grantedOn(d)}`,
    details: (d) => [line("May", d.capability), line("Until", d.expires)],
  },
  "grant.deleted": {
    label: "Access removed",
    sentence: (_, d) => `Removed the access of ${holderOf(d)} to ${grantedOn(d)}`,
    details: (d) => [line("May", d.capability)],
  },
  "group.created": { label: "Group created", sentence: (name) => `Created the group ${name}` },
  "group.deleted": {
    label: "Group deleted",
    sentence: (name) => `Deleted the group ${name}`,
    details: (d) => [count(d.members, "member"), count(d.grants, "grant", " ended")],
  },
  "group.memberAdded": {
    label: "Added to a group",
    sentence: (name, d) => `Added ${shown(d.person)} to the group ${name}`,
  },
  "group.memberRemoved": {
    label: "Removed from a group",
    sentence: (name, d) => `Removed ${shown(d.person)} from the group ${name}`,
  },
  "apiKey.created": {
    label: "API key created",
    sentence: (name) => `Created the API key ${name}`,
    details: (d) => [
      line("Type", d.kind, capital),
      line("Permissions", d.permissions),
      typeof d.secrets === "number" ? `Only for ${counted(d.secrets, "secret")}.` : "",
      typeof d.expiresAt === "string" ? `Expires ${d.expiresAt}.` : "Never expires.",
      d.skipsApproval === true ? "Its changes need no approval." : "",
    ],
  },
  "apiKey.revoked": {
    label: "API key revoked",
    sentence: (name) => `Revoked the API key ${name}`,
    details: (d) => [line("Type", d.kind, capital)],
  },
  "personalKey.created": {
    label: "Personal key created",
    sentence: (name) => `Created the personal key ${name}`,
    details: (d) => [
      d.origin === "device" ? "By signing in from a machine." : "",
      typeof d.expiresAt === "string" ? `Expires ${d.expiresAt}.` : "",
    ],
  },
  "personalKey.revoked": {
    label: "Personal key revoked",
    sentence: (name, d) => `Revoked the personal key ${name} of ${shown(d.person)}`,
  },
  "apiKey.narrowed": {
    label: "API key narrowed",
    sentence: (name, d) =>
      `Narrowed the API key ${name} to ${typeof d.secrets === "number" ? counted(d.secrets, "secret") : "some secrets"}`,
    details: (d) => [reachedBefore(d)],
  },
  "apiKey.widened": {
    label: "API key widened",
    sentence: (name, d) =>
      `Widened the API key ${name} to ${typeof d.secrets === "number" ? counted(d.secrets, "secret") : "every secret in its scope"}`,
    details: (d) => [reachedBefore(d)],
  },
};

function reachedBefore({ before }: Detail): string {
  return typeof before === "number"
    ? `Before: ${counted(before, "secret")}.`
    : "Before: every secret in its scope.";
}

function roleName(role: Maybe): string {
  return named(ROLE_NAMES, role);
}

function roleOf({ role }: Detail): string[] {
  return [line("Role", role, roleName)];
}

function endedSessions(d: Detail): string[] {
  return [count(d.endedSessions, "session", " ended")];
}

function holderOf({ person, group }: Detail): string {
  return group === undefined ? shown(person) : `the group ${shown(group)}`;
}

/** What access was granted to. */
function grantedOn({ secret, pattern, environment, project }: Detail): string {
  const where = environment === undefined ? shown(project) : `${shown(project)}, ${shown(environment)}`;
  if (secret !== undefined) return `${shown(secret)} in ${where}`;
  return pattern === undefined ? where : `${shown(pattern)} in ${where}`;
}
