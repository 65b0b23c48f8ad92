import {
  CalendarClock,
  DatabaseBackup,
  FileKey,
  Inbox,
  KeyRound,
  ListX,
  type LucideIcon,
  RefreshCcw,
  ScrollText,
  Send,
  Unplug,
  UserLock,
  UserX,
} from "lucide-react";
import { auditHref } from "@/lib/audit/reading/view/address";
import { docsPath } from "@/lib/docs/model";
import type { Attention, AttentionKind, NamedScope } from "@/lib/home/model";
import { INSTANCE_PATH } from "@/lib/instance-state/model";
import { KEYS_PATH } from "@/lib/organisation/keys/model";
import { apiKeysPath, declarationsPath, secretsPath } from "@/lib/projects/model";
import { REQUESTS_PATH } from "@/lib/requests/model";
import { KNOWN_VALUES_PATH } from "@/lib/secrets/known-values/model";

interface Look {
  readonly icon: LucideIcon;
  readonly tone: "danger" | "warning";
  /** What there are so many of. */
  readonly what: (count: number) => string;
  readonly href: (scope: NamedScope, mayReadSettings: boolean) => string;
}

const plural = (one: string, more: string) => (count: number) => (count === 1 ? one : more);
const secretsWith = (rotation: string) => (scope: NamedScope) =>
  `${secretsPath(scope.project, scope.environment?.slug ?? "")}?rotation=${rotation}`;

const LOOKS: Readonly<Record<AttentionKind, Look>> = {
  brokenLog: {
    icon: ScrollText,
    tone: "danger",
    what: () => "The audit log does not verify",
    href: () => auditHref({ kind: "system" }),
  },
  failedBackup: {
    icon: DatabaseBackup,
    tone: "danger",
    what: () => "The last backup failed",
    href: () => auditHref({ action: "backup.failed" }),
  },
  oldBackup: {
    icon: DatabaseBackup,
    tone: "danger",
    what: () => "The last good backup is old",
    href: (_, mayReadSettings) => (mayReadSettings ? INSTANCE_PATH : docsPath("backup")),
  },
  streams: {
    icon: Unplug,
    tone: "danger",
    what: plural("Audit stream or witness is behind", "Audit streams or witnesses are behind"),
    href: () => "/audit/streams",
  },
  failingRotations: {
    icon: RefreshCcw,
    tone: "danger",
    what: plural("Rotation failed", "Rotations failed"),
    href: secretsWith("failing"),
  },
  missing: {
    icon: ListX,
    tone: "danger",
    what: plural("Required secret is missing", "Required secrets are missing"),
    href: ({ project }) => `${declarationsPath(project)}?show=required`,
  },
  overdue: {
    icon: CalendarClock,
    tone: "warning",
    what: plural("Rotation is overdue", "Rotations are overdue"),
    href: secretsWith("overdue"),
  },
  knownValues: {
    icon: UserX,
    tone: "warning",
    what: plural(
      "Secret has a value that somebody knows who left",
      "Secrets have values that people know who left",
    ),
    href: () => KNOWN_VALUES_PATH,
  },
  failedSends: {
    icon: Send,
    tone: "warning",
    what: plural(
      "Request to an endpoint failed in the last 24 hours",
      "Requests to endpoints failed in the last 24 hours",
    ),
    href: ({ project, environment }) =>
      auditHref({ action: "allowlist.failed", project, environment: environment?.slug, time: "24h" }),
  },
  expiringKeys: {
    icon: KeyRound,
    tone: "warning",
    what: plural("API key expires within 14 days", "API keys expire within 14 days"),
    href: ({ project }) => `${apiKeysPath(project)}?expires=soon`,
  },
  recoverySheet: {
    icon: FileKey,
    tone: "warning",
    what: () => "Shares of the master key are to be tried or made anew",
    href: () => KEYS_PATH,
  },
  waitingRequests: {
    icon: Inbox,
    tone: "warning",
    what: plural("Request waits for approval", "Requests wait for approval"),
    href: () => REQUESTS_PATH,
  },
  waitingPeople: {
    icon: UserLock,
    tone: "warning",
    what: plural("Person is locked out after failed sign-ins", "People are locked out after failed sign-ins"),
    href: () => "/people?show=waiting",
  },
};

const NOWHERE: NamedScope = { project: "", projectName: "", environment: null };

/** How a line looks, and where it leads. */
export function lookOfAttention({ kind, scope }: Attention, mayReadSettings: boolean) {
  const { href, ...look } = LOOKS[kind];
  return { ...look, href: href(scope ?? NOWHERE, mayReadSettings) };
}
