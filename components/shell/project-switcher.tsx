"use client";

import { Boxes, Check, ChevronsUpDown, Plus } from "lucide-react";
import { Menu } from "@/components/ui/menu";
import { MenuHeading, MenuLink, MenuSeparator } from "@/components/ui/menu-items";
import { PROJECTS_SHOWN_MAX, type ProjectMeta, secretsPath } from "@/lib/projects/model";
import type { Scope } from "./navigation";

interface ProjectSwitcherProps {
  readonly projects: readonly ProjectMeta[];
  readonly scope: Scope | null;
  readonly mayCreate: boolean;
}

/** The project one is in, and the way to the others. Stays in an environment of the same name where there is one. */
export function ProjectSwitcher({ projects, scope, mayCreate }: ProjectSwitcherProps) {
  const current = projects.find(({ slug }) => slug === scope?.project);
  return (
    <Menu
      className="w-56"
      buttonClassName="flex h-10 w-full items-center gap-2.5 rounded-md border border-line bg-surface px-2 text-left hover:bg-hover"
      button={
        <>
          {current ? (
            <ProjectInitial name={current.name} />
          ) : (
            <Boxes aria-hidden className="size-4 shrink-0 text-muted" />
          )}
          {current && <span className="sr-only">Project:</span>}
          <span className="min-w-0 flex-1 truncate font-medium">
            {current?.name ?? scope?.project ?? "Choose a project"}
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </>
      }
    >
      <MenuHeading>Projects</MenuHeading>
      {projects.map((project) => (
        <MenuLink
          key={project.slug}
          href={projectHref(project, scope)}
          aria-current={project === current || undefined}
        >
          <ProjectInitial name={project.name} />
          <span className="min-w-0 flex-1 truncate">{project.name}</span>
          {project === current && <Check aria-hidden />}
        </MenuLink>
      ))}
      {projects.length >= PROJECTS_SHOWN_MAX && (
        <MenuHeading>The first {PROJECTS_SHOWN_MAX} projects; open others by their address</MenuHeading>
      )}
      {mayCreate && (
        <>
          <MenuSeparator />
          <MenuLink href="/projects/new">
            <Plus aria-hidden className="mx-0.5" />
            New project
          </MenuLink>
        </>
      )}
    </Menu>
  );
}

/** Where switching to a project leads. */
function projectHref(project: ProjectMeta, scope: Scope | null): string {
  const same = project.environments.find(({ slug }) => slug === scope?.environment);
  const environment = same ?? project.environments[0];
  return environment
    ? secretsPath(project.slug, environment.slug)
    : `/projects/${encodeURIComponent(project.slug)}`;
}

function ProjectInitial({ name }: { readonly name: string }) {
  return (
    <span
      aria-hidden
      className="flex size-5 shrink-0 items-center justify-center rounded-sm bg-accent-soft text-xs font-semibold text-accent-ink"
    >
      {[...name][0]?.toUpperCase()}
    </span>
  );
}
