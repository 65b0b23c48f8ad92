"use client";

import { X } from "lucide-react";
import { usePathname } from "next/navigation";
import { type MouseEvent, useRef } from "react";
import { Badge } from "@/components/ui/badge";
import { iconButtonStyle } from "@/components/ui/button-style";
import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { LinkPending } from "@/components/ui/link-pending";
import { HOME_PATH, type ProjectMeta } from "@/lib/projects/model";
import { WAITING_COUNTED_MAX } from "@/lib/requests/model";
import { navigationFor, type Scope, type ShellRights, SIDEBAR_ID } from "./navigation";
import { ProjectSwitcher } from "./project-switcher";
import { useLastScope } from "./use-scope";
import { Wordmark } from "./wordmark";

interface SidebarProps {
  readonly projects: readonly ProjectMeta[];
  readonly lastScope: Scope | null;
  readonly may: ShellRights;
  /** Requests that wait for the person. */
  readonly waiting: number;
}

/**
 * Where one can go. Beside the page where there is room; on small screens a drawer that the browser opens and closes
 * by itself (popover), so that it works before hydration too.
 */
export function Sidebar({ projects, lastScope, may, waiting }: SidebarProps) {
  const scope = useLastScope(projects, lastScope);
  const drawer = useRef<HTMLElement>(null);
  const closeOnChoice = (event: MouseEvent) => {
    const isLink = event.target instanceof Element && event.target.closest("a");
    if (isLink && drawer.current?.matches(":popover-open")) drawer.current.hidePopover();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a link's Enter is a click
    <aside ref={drawer} id={SIDEBAR_ID} popover="auto" className={SIDEBAR_STYLE} onClick={closeOnChoice}>
      <div className="flex h-12 shrink-0 items-center justify-between pr-2 pl-4">
        <Link href={HOME_PATH} className="rounded-sm">
          <Wordmark />
        </Link>
        <button
          type="button"
          popoverTarget={SIDEBAR_ID}
          popoverTargetAction="hide"
          aria-label="Close navigation"
          className={iconButtonStyle("medium", "lg:hidden")}
        >
          <X aria-hidden className="size-4" />
        </button>
      </div>
      {projects.length > 0 && (
        <div className="px-2 pt-1 pb-3">
          <ProjectSwitcher projects={projects} scope={scope} mayCreate={may.createProject} />
        </div>
      )}
      <Entries scope={scope} projects={projects} may={may} waiting={waiting} />
    </aside>
  );
}

const SIDEBAR_STYLE =
  "drawer-left fixed inset-y-0 right-auto left-0 m-0 h-dvh max-h-none w-64 flex-col overflow-y-auto border-0 border-r " +
  "border-line bg-canvas p-0 text-ink max-lg:[&:popover-open]:flex lg:sticky lg:top-0 lg:flex lg:w-60 lg:shrink-0 print:hidden";

interface EntriesProps extends Omit<SidebarProps, "lastScope"> {
  readonly scope: Scope | null;
}

function Entries({ scope, projects, may, waiting }: EntriesProps) {
  const path = usePathname();
  return (
    <nav aria-label="Main" className="flex flex-col gap-0.5 px-2 pb-4">
      {navigationFor(may, scope, projects).map(({ label, icon: Icon, href, owns, counts }) => {
        const isCurrent = owns(path);
        return (
          <Link
            key={label}
            href={href}
            aria-current={isCurrent ? "page" : undefined}
            className={classNames(
              "flex h-8 items-center gap-2.5 rounded-md px-2 font-medium pointer-coarse:h-10 [@media(max-height:42rem)]:h-7",
              isCurrent ? "bg-hover text-ink" : "text-muted hover:bg-hover hover:text-ink",
            )}
          >
            <Icon aria-hidden className="size-4 shrink-0" />
            {label}
            {counts && waiting > 0 && (
              <Badge tone="accent" className="ml-auto tabular-nums">
                {waiting >= WAITING_COUNTED_MAX ? `${WAITING_COUNTED_MAX}+` : waiting}
                <span className="sr-only"> waiting</span>
              </Badge>
            )}
            <LinkPending />
          </Link>
        );
      })}
    </nav>
  );
}
