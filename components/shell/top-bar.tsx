import { Menu as MenuIcon } from "lucide-react";
import { iconButtonStyle } from "@/components/ui/button-style";
import type { ProjectMeta } from "@/lib/projects/model";
import { AccountMenu, type Person } from "./account-menu";
import { CommandBar } from "./command-bar";
import { EnvironmentSwitch } from "./environment-switch";
import type { Scope, ShellRights } from "./navigation";
import type { Theme } from "./theme";
import { ThemeSwitch } from "./theme-switch";

interface TopBarProps {
  readonly person: Person;
  readonly projects: readonly ProjectMeta[];
  readonly lastScope: Scope | null;
  readonly may: ShellRights;
  readonly theme: Theme;
  /** The id of the drawer that the first button opens on small screens. */
  readonly drawerId: string;
}

/** What stays in view above every page: where one is, the way to anything, how it looks, who one is. */
export function TopBar({ person, projects, lastScope, may, theme, drawerId }: TopBarProps) {
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b border-line bg-surface px-2 sm:px-4 lg:px-6 print:hidden">
      <button
        type="button"
        popoverTarget={drawerId}
        aria-label="Open navigation"
        className={iconButtonStyle("medium", "lg:hidden")}
      >
        <MenuIcon aria-hidden className="size-4" />
      </button>
      <EnvironmentSwitch projects={projects} />
      <div className="ml-auto flex items-center gap-1.5">
        <CommandBar projects={projects} lastScope={lastScope} may={may} />
        <ThemeSwitch initial={theme} />
        <AccountMenu person={person} />
      </div>
    </header>
  );
}
