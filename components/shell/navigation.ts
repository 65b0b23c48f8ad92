import {
  Bot,
  Grid3x3,
  House,
  IdCard,
  Inbox,
  KeyRound,
  ListChecks,
  type LucideIcon,
  RefreshCcw,
  ScrollText,
  Settings,
  ShieldCheck,
  Timer,
  Users,
} from "lucide-react";
import { AUDIT_PATH } from "@/lib/audit/reading/view/address";
import {
  allowlistPath,
  apiKeysPath,
  credentialsPath,
  declarationsPath,
  HOME_PATH,
  leasesPath,
  overviewPath,
  type ProjectMeta,
  rotationPath,
  secretsPath,
} from "@/lib/projects/model";

import { REQUESTS_PATH } from "@/lib/requests/model";

/** Where one is: both, or neither where the page belongs to no project. */
export interface Scope {
  readonly project: string;
  readonly environment: string;
}

/** What of the app shell depends on a person's role. */
export interface ShellRights {
  /** Whole projects: without it one sees single secrets. */
  readonly seeProjects: boolean;
  readonly createProject: boolean;
  readonly storeSecret: boolean;
  readonly createKey: boolean;
  readonly addEndpoint: boolean;
  readonly invite: boolean;
  readonly listPeople: boolean;
  readonly readAudit: boolean;
  readonly readSettings: boolean;
}

interface NavigationEntry {
  readonly label: string;
  readonly icon: LucideIcon;
  /** Whether it is about one project, so that there has to be one to see. */
  readonly isOfProject?: true;
  /** Where it leads; `scope` is null before any project has been seen. */
  readonly href: (scope: Scope | null) => string;
  /** The right without which it leads nowhere; none is needed unless told. */
  readonly needs?: keyof ShellRights;
  /** What is counted beside it. */
  readonly counts?: "waiting";
  /** Whether a path belongs to it. */
  readonly owns: (path: string) => boolean;
}

/** Whether a path is one of the Allowlist, which keeps one environment of a project in view. */
export function isAllowlistPath(path: string): boolean {
  return /^\/projects\/[^/]+\/allowlist(\/|$)/.test(path);
}

/** All entries of the sidebar, in order. */
const NAVIGATION: readonly NavigationEntry[] = [
  {
    label: "Home",
    icon: House,
    href: () => HOME_PATH,
    owns: (path) => path === HOME_PATH,
  },
  {
    label: "Requests",
    icon: Inbox,
    href: () => REQUESTS_PATH,
    counts: "waiting",
    owns: (path) => path === REQUESTS_PATH || path.startsWith(`${REQUESTS_PATH}/`),
  },
  {
    label: "Secrets",
    icon: KeyRound,
    isOfProject: true,
    href: (scope) => (scope ? secretsPath(scope.project, scope.environment) : HOME_PATH),
    owns: (path) => /^\/projects\/[^/]+\/[^/]+\/secrets(\/|$)/.test(path),
  },
  {
    label: "Overview",
    icon: Grid3x3,
    isOfProject: true,
    needs: "seeProjects",
    href: (scope) => (scope ? overviewPath(scope.project) : "/"),
    owns: (path) => /^\/projects\/[^/]+\/overview(\/compare)?$/.test(path),
  },
  {
    label: "Rotation",
    icon: RefreshCcw,
    isOfProject: true,
    needs: "seeProjects",
    href: (scope) => (scope ? rotationPath(scope.project) : HOME_PATH),
    owns: (path) => /^\/projects\/[^/]+\/rotation(\/|$)/.test(path),
  },
  {
    label: "Leases",
    icon: Timer,
    isOfProject: true,
    needs: "seeProjects",
    href: (scope) => (scope ? leasesPath(scope.project, scope.environment) : HOME_PATH),
    owns: (path) => /^\/projects\/[^/]+\/leases(\/|$)/.test(path),
  },
  {
    label: "Credentials",
    icon: IdCard,
    isOfProject: true,
    needs: "seeProjects",
    href: (scope) => (scope ? credentialsPath(scope.project) : HOME_PATH),
    owns: (path) => /^\/projects\/[^/]+\/(credentials(\/|$)|pools$)/.test(path),
  },
  {
    label: "Allowlist",
    icon: ShieldCheck,
    isOfProject: true,
    needs: "seeProjects",
    href: (scope) => (scope ? allowlistPath(scope.project, scope.environment) : HOME_PATH),
    owns: isAllowlistPath,
  },
  {
    label: "API keys",
    icon: Bot,
    isOfProject: true,
    needs: "seeProjects",
    href: (scope) => (scope ? apiKeysPath(scope.project) : HOME_PATH),
    owns: (path) => /^\/projects\/[^/]+\/api-keys$/.test(path),
  },
  {
    label: "Required secrets",
    icon: ListChecks,
    isOfProject: true,
    needs: "seeProjects",
    href: (scope) => (scope ? declarationsPath(scope.project) : HOME_PATH),
    owns: (path) => /^\/projects\/[^/]+\/declarations$/.test(path),
  },
  {
    label: "Audit log",
    icon: ScrollText,
    href: () => AUDIT_PATH,
    needs: "readAudit",
    owns: (path) => path === AUDIT_PATH || path.startsWith(`${AUDIT_PATH}/`),
  },
  {
    label: "People",
    icon: Users,
    href: () => "/people",
    needs: "listPeople",
    owns: (path) => /^\/people(\/|$)/.test(path),
  },
  {
    label: "Settings",
    icon: Settings,
    href: () => "/settings",
    needs: "readSettings",
    owns: (path) => /^\/settings(\/|$)/.test(path),
  },
];

/**
 * The entries for somebody with these rights, with where they lead from a place; those of a project lead to the first one
 * before any has been seen.
 */
export function navigationFor(may: ShellRights, scope: Scope | null, projects: readonly ProjectMeta[]) {
  const known = scope ?? firstScope(projects);
  return NAVIGATION.filter(
    ({ needs, isOfProject }) =>
      (needs === undefined || may[needs]) && (!isOfProject || (known && projects.length > 0)),
  ).map(({ label, icon, owns, counts, href, isOfProject }) => ({
    ...{ label, icon, owns, counts },
    href: href(isOfProject ? known : scope),
  }));
}

function firstScope([first]: readonly ProjectMeta[]): Scope | null {
  const environment = first?.environments[0];
  return first && environment ? { project: first.slug, environment: environment.slug } : null;
}

/** The id of the sidebar, for the button that opens it as a drawer. */
export const SIDEBAR_ID = "sidebar";

/** Whether errors here reach customers. Shown by an icon and a word as well as by colour. */
export function isProduction(environment: string): boolean {
  return environment === "production" || environment === "prod";
}
