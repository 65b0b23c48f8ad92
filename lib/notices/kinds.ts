import { findAccount } from "@/lib/accounts/store";
import type { AuditAction } from "@/lib/audit/model";
import type { AuditEntry } from "@/lib/audit/reading/model";
import { auditHref } from "@/lib/audit/reading/view/address";
import { ROLES, type Role } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { counted } from "@/lib/counted";
import {
  connectionsPath,
  deletedPath,
  HOME_PATH,
  poolsPath,
  rotationPath,
  secretPath,
  secretsPath,
} from "@/lib/projects/model";
import { REQUESTS_PATH, requestPath } from "@/lib/requests/model";
import { tellAsker, tellEmergency, tellWaiting } from "@/lib/requests/telling/service";
import type { Digest, DigestEntry } from "@/lib/rotation/digest/model";
import { rotationDigest } from "@/lib/rotation/digest/service";
import { type Notice, type NoticeEntry, TIMING_NAMES, type Timing } from "./model";

/** What a notice is made of before it has a title. */
export interface Told extends Pick<Notice, "count" | "entries" | "scope"> {
  /** The id of the one thing that it is about; null for several, and where it has none. */
  readonly only: string | null;
}

/** A kind of news. */
export interface NoticeKind {
  /** As the choice of it is called. */
  readonly label: string;
  readonly about: string;
  /** Who can be told. A role that does not see every secret is never told of one. */
  readonly roles: readonly Role[];
  /** When they are unless they chose otherwise. */
  readonly initial: (role: Role) => Timing;
  readonly timings: readonly Timing[];
  /** The events that it is drawn from. */
  readonly actions: readonly AuditAction[];
  /** Which of them are news; all unless told. */
  readonly isNews?: (event: AuditEntry) => boolean;
  /** The ids of the people who are told of an event, where that is not everybody who chose it. */
  readonly whom?: (ctx: Ctx, event: AuditEntry) => Promise<readonly string[]>;
  /** No channel is told of it. */
  readonly isPersonal?: true;
  /** What else people are told of an event. */
  readonly note?: (event: AuditEntry) => string | null;
  readonly title: (told: Told) => string;
  readonly path: (told: Told) => string;
  /** How things stand, once a day, beside what happened; null where there is nothing to tell. */
  readonly report?: (ctx: Ctx) => Promise<Notice | null>;
}

const READERS: readonly Role[] = ["owner", "super_admin", "auditor"];
const MANAGERS: readonly Role[] = ["owner", "super_admin"];
const ANY_TIME: readonly Timing[] = ["off", "atOnce", "daily"];

/** Everything that people and channels can be told of. A new kind is added here, and nowhere else. */
export const NOTICE_KINDS = {
  requestWaits: {
    label: "Requests that wait for you",
    about: "Somebody asked for what you may approve.",
    roles: ROLES,
    initial: () => "atOnce",
    timings: ANY_TIME,
    actions: ["request.created"],
    whom: (ctx, event) => tellWaiting(ctx, requestOf(event)),
    title: ({ count, entries: [first] }) =>
      count === 1 && first
        ? `Approval requested: ${first.name}`
        : `${counted(count, "request")} wait for approval`,
    path: requestsPath,
  },
  requestDecided: {
    label: "Your requests decided",
    about: "Carried out, rejected or expired.",
    roles: ROLES,
    initial: () => "atOnce",
    timings: ANY_TIME,
    isPersonal: true,
    actions: ["request.applied", "request.rejected", "request.expired"],
    whom: (ctx, event) => tellAsker(ctx, requestOf(event)),
    title: ({ count, entries: [first] }) =>
      count === 1 && first
        ? `Your request was decided: ${first.name}`
        : `${count} of your requests were decided`,
    path: requestsPath,
  },
  requestEmergency: {
    label: "Emergencies",
    about: "An Owner made a change without the approvals that it takes. This cannot be turned off.",
    roles: ROLES,
    initial: () => "atOnce",
    timings: ["atOnce"],
    actions: ["request.emergency"],
    whom: (ctx, event) => tellEmergency(ctx, requestOf(event)),
    title: ({ count, entries: [first] }) =>
      count === 1 && first
        ? `Emergency, without approvals: ${first.name}`
        : `${counted(count, "emergency change")} without approvals`,
    path: requestsPath,
  },
  secretChanged: {
    label: "Secrets changed",
    about: "Created, a new value, restored, or edited.",
    roles: READERS,
    initial: () => "off",
    timings: ANY_TIME,
    actions: [
      ...["secret.created", "secret.rotated", "secret.restored", "rotation.finished"],
      ...["secret.described", "secret.renamed", "secret.classified"],
    ] as const,
    title: (told) => `${whatOf(told, "secret")} changed${whereOf(told)}`,
    path: (told) => pathBy(told, secretPath, secretsPath),
  },
  secretDeleted: {
    label: "Secrets deleted",
    about: "A secret with all of its versions.",
    roles: READERS,
    initial: () => "off",
    timings: ANY_TIME,
    actions: ["secret.deleted"],
    title: (told) => `${whatOf(told, "secret")} deleted${whereOf(told)}`,
    path: (told) => pathBy(told, secretPath, deletedPath),
  },
  rotationFailed: {
    label: "Rotations that need attention",
    about: "A rotation failed and waits for a person.",
    roles: READERS,
    initial: () => "off",
    timings: ANY_TIME,
    actions: ["rotation.failed"],
    isNews: ({ detail }) => detail.needsAttention === true,
    note: ({ detail }) => (typeof detail.error === "string" ? detail.error : null),
    title: (told) =>
      told.count === 1
        ? `The rotation of ${whatOf(told, "secret")} needs attention`
        : `${counted(told.count, "rotation")} need attention${whereOf(told)}`,
    path: (told) => pathBy(told, rotationPath, rotationPath),
  },
  rotationDue: {
    label: "Rotations: each morning",
    about: "What failed, is overdue, ends by itself or becomes due in seven days.",
    roles: READERS,
    initial: (role) => (MANAGERS.includes(role) ? "daily" : "off"),
    timings: ["off", "daily"],
    actions: [],
    title: () => "Rotations",
    path: () => HOME_PATH,
    report: async (ctx) => rotationReport(await rotationDigest(ctx)),
  },
  memberRefused: {
    label: "Pool members refused",
    about: "A provider refused a key, so nobody gets it.",
    roles: READERS,
    initial: (role) => (MANAGERS.includes(role) ? "atOnce" : "off"),
    timings: ANY_TIME,
    actions: ["pool.memberRefused"],
    note: ({ detail: { pool, version } }) => `version ${Number(version)}, of the pool ${String(pool)}`,
    title: (told) =>
      `${whatOf(told, "pool member")} ${told.count === 1 ? "is" : "are"} refused${whereOf(told)}`,
    path: (told) => pathBy(told, poolsPath, poolsPath),
  },
  connectionLost: {
    label: "Connected apps to reconnect",
    about: "A token could not be refreshed, and a person has to see to it.",
    roles: READERS,
    initial: (role) => (MANAGERS.includes(role) ? "atOnce" : "off"),
    timings: ANY_TIME,
    actions: ["connection.lost", "connection.failed"],
    isNews: ({ action, detail }) => action === "connection.lost" || detail.needsAttention === true,
    note: ({ detail }) => (typeof detail.error === "string" ? detail.error : null),
    title: (told) =>
      told.count === 1
        ? `${whatOf(told, "connected app")} has to be reconnected${whereOf(told)}`
        : `${counted(told.count, "connected app")} need attention${whereOf(told)}`,
    path: (told) => pathBy(told, connectionsPath, connectionsPath),
  },
  ownAccount: {
    label: "Your account",
    about: "Your password, role, second factors, recovery codes or personal keys changed.",
    roles: ROLES,
    initial: () => "off",
    timings: ANY_TIME,
    isPersonal: true,
    actions: [
      ...["person.passwordChanged", "person.roleChanged", "identity.linked", "personalKey.created"],
      ...["factor.added", "factor.removed", "factor.recovered", "recoveryCodes.made"],
    ] as const,
    whom: async (ctx, { action, actorId, name }) => {
      if (action === "personalKey.created") return actorId === null ? [] : [actorId];
      const account = name === null ? null : await findAccount(ctx.db, ctx.seals, { email: name });
      return account ? [account.id] : [];
    },
    title: () => "Your account changed",
    path: () => "/account",
  },
  backupFailed: {
    label: "Backups that failed",
    about: "A scheduled backup could not be made; it is tried again.",
    roles: MANAGERS,
    initial: () => "atOnce",
    timings: ANY_TIME,
    actions: ["backup.failed"],
    note: ({ detail }) => (typeof detail.reason === "string" ? detail.reason : null),
    title: ({ count }) => (count === 1 ? "A backup failed" : `${count} backups failed`),
    path: () => auditHref({ action: "backup.failed" }),
  },
  tampering: {
    label: "Tampering",
    about: "A row or the audit log is not what this program wrote.",
    roles: MANAGERS,
    initial: () => "off",
    timings: ANY_TIME,
    actions: ["row.tampered", "audit.rolledBack", "audit.witnessMismatch", "audit.broken"],
    title: () => "Signs of tampering with the database",
    path: () => auditHref({ kind: "system" }),
  },
} as const satisfies Record<string, NoticeKind>;

export type NoticeKindName = keyof typeof NOTICE_KINDS;

export const NOTICE_KIND_NAMES = Object.keys(NOTICE_KINDS) as NoticeKindName[];

/** What channels can be told of. */
export const CHANNEL_NOTICE_KINDS = NOTICE_KIND_NAMES.filter((name) => !noticeKind(name).isPersonal);

export function noticeKind(name: NoticeKindName): NoticeKind {
  return NOTICE_KINDS[name];
}

/** What is wrong with a time for a kind; null: nothing. */
export function timingIssue(name: NoticeKindName, timing: Timing): string | null {
  const { timings } = noticeKind(name);
  if (timings.includes(timing)) return null;
  return `Choose “${timings.map((one) => TIMING_NAMES[one]).join("” or “")}”.`;
}

/** The same by a name that was stored; null for one that this version does not know. */
export function findNoticeKind(name: string): NoticeKind | null {
  return NOTICE_KIND_NAMES.some((one) => one === name) ? noticeKind(name as NoticeKindName) : null;
}

function requestOf({ detail }: AuditEntry): string {
  return String(detail.request);
}

function requestsPath({ only }: Told): string {
  return only === null ? REQUESTS_PATH : requestPath(only);
}

function whatOf({ count, entries: [first] }: Told, noun: string): string {
  return count === 1 && first ? first.name : counted(count, noun);
}

function whereOf({ scope }: Told): string {
  return scope === null ? "" : ` in ${scope}`;
}

/** The one thing, else where all of them are, else the log. */
function pathBy(
  { count, scope, entries: [first] }: Told,
  one: (project: string, environment: string, name: string) => string,
  several: (project: string, environment: string) => string,
): string {
  if (scope === null || !first || first.project === null || first.environment === null)
    return auditHref({ kind: "change" });
  return count === 1
    ? one(first.project, first.environment, first.name)
    : several(first.project, first.environment);
}

/** What is told each morning of rotations, the most urgent first. */
export function rotationReport({ failed, ending, overdue, soon }: Digest): Notice | null {
  const urgent = failed.count + ending.count + overdue.count;
  const count = urgent + soon.count;
  if (count === 0) return null;
  const title =
    urgent > 0
      ? `${counted(urgent, "secret")} ${urgent === 1 ? "needs" : "need"} rotation`
      : `${counted(soon.count, "secret")} due for rotation soon`;
  const entries = [
    ...failed.entries.map((entry) => standing(entry, "needs attention", entry.error ?? "it failed")),
    ...ending.entries.map((entry) => standing(entry, `the value ends by itself on ${dayOf(entry.nextAt)}`)),
    ...overdue.entries.map((entry) => standing(entry, `overdue since ${dayOf(entry.nextAt)}`)),
    ...soon.entries.map((entry) => standing(entry, `due on ${dayOf(entry.nextAt)}`)),
  ];
  return { kind: "rotationDue", title, count, entries, scope: null, path: HOME_PATH };
}

function standing({ project, environment, name }: DigestEntry, what: string, note: string | null = null) {
  return { name, project, environment, what, note, by: null, at: null } satisfies NoticeEntry;
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
