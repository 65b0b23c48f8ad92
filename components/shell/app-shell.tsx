import type { ReactNode } from "react";
import { ConfirmHost } from "@/components/auth/confirm-host";
import { type Action, ruleFor } from "@/lib/authorization/policy";
import type { ProjectMeta } from "@/lib/projects/model";
import type { Alert } from "@/lib/seals/verification/model";
import type { Person } from "./account-menu";
import { type Scope, type ShellRights, SIDEBAR_ID } from "./navigation";
import { ServerAway } from "./server-away";
import { Sidebar } from "./sidebar";
import { TamperAlert } from "./tamper-alert";
import type { Theme } from "./theme";
import { TopBar } from "./top-bar";

interface AppShellProps {
  readonly person: Person;
  readonly projects: readonly ProjectMeta[];
  /** The environment that was seen last before this page was loaded. */
  readonly lastScope: Scope | null;
  readonly may: { readonly createProject: boolean };
  /** Requests that wait for the person. */
  readonly waiting: number;
  /** Null where there is nothing to tell this person. */
  readonly alert: Alert;
  readonly theme: Theme;
  readonly children: ReactNode;
}

/** What surrounds every page of a signed-in person. The page itself scrolls; sidebar and top bar stay. */
export function AppShell({
  person,
  projects,
  lastScope,
  may,
  waiting,
  alert,
  theme,
  children,
}: AppShellProps) {
  const isAllowed = (action: Action) => ruleFor(person.role, action) === "always";
  const mayAll: ShellRights = {
    ...may,
    seeProjects: isAllowed("overview.read"),
    storeSecret: isAllowed("secret.create"),
    createKey: isAllowed("apiKey.create"),
    addEndpoint: isAllowed("allowlist.write"),
    invite: isAllowed("person.create"),
    listPeople: isAllowed("person.list"),
    readAudit: isAllowed("audit.read"),
    readSettings: isAllowed("settings.read"),
  };
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md border border-line-strong bg-raised px-3 py-1.5 font-medium focus:translate-y-0 print:hidden"
      >
        Skip to content
      </a>
      <Sidebar projects={projects} lastScope={lastScope} may={mayAll} waiting={waiting} />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar
          person={person}
          projects={projects}
          lastScope={lastScope}
          may={mayAll}
          theme={theme}
          drawerId={SIDEBAR_ID}
        />
        <ServerAway />
        <main id="content" tabIndex={-1} className="flex-1">
          {alert && <TamperAlert alert={alert} />}
          {children}
        </main>
      </div>
      <ConfirmHost email={person.email} />
    </div>
  );
}
