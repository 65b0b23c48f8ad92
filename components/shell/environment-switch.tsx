"use client";

import { Check, ChevronDown, ShieldAlert } from "lucide-react";
import { useParams, usePathname, useSearchParams } from "next/navigation";
import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { LinkPending } from "@/components/ui/link-pending";
import { Menu } from "@/components/ui/menu";
import { MenuLink } from "@/components/ui/menu-items";
import { allowlistPath, type ProjectMeta, secretsPath } from "@/lib/projects/model";
import { isAllowlistPath, isProduction, type Scope } from "./navigation";
import { useScope } from "./use-scope";

const TABS_MAX = 4;

const PRODUCTION = "border-warning-line bg-warning-soft text-warning-ink";
const OTHER = "border-line-strong bg-surface text-ink";

/** The environment one is in and the way to its siblings: tabs where they fit, else a menu. Nothing outside a project. */
export function EnvironmentSwitch({ projects }: { readonly projects: readonly ProjectMeta[] }) {
  const named = useScope();
  const params = useParams();
  const pathname = usePathname();
  const query = keptQuery(useSearchParams());
  const isAllowlist = isAllowlistPath(pathname);
  const scope = named ?? (isAllowlist ? firstOf(String(params.project), projects) : null);
  const project = projects.find(({ slug }) => slug === scope?.project);
  if (!project || !scope) return null;
  const isList = pathname === secretsPath(scope.project, scope.environment);
  const pathOf = (of: string, environment: string) =>
    isAllowlist ? allowlistPath(of, environment) : `${secretsPath(of, environment)}${isList ? query : ""}`;
  const hasTabs = project.environments.length <= TABS_MAX;
  return (
    <>
      {hasTabs && <Tabs project={project} current={scope.environment} pathOf={pathOf} />}
      <div className={classNames("min-w-0", hasTabs && "md:hidden")}>
        <Choice project={project} current={scope.environment} pathOf={pathOf} />
      </div>
    </>
  );
}

/** What the list of secrets is narrowed to and sorted by, which stays as one goes from one environment to another. */
function keptQuery(params: URLSearchParams): string {
  const kept = new URLSearchParams(params);
  for (const name of ["dialog", "secret", "replace", "name"]) kept.delete(name);
  return kept.size === 0 ? "" : `?${kept}`;
}

/** What the Allowlist shows when its address names no environment. */
function firstOf(project: string, projects: readonly ProjectMeta[]): Scope | null {
  const first = projects.find(({ slug }) => slug === project)?.environments[0];
  return first ? { project, environment: first.slug } : null;
}

interface PartProps {
  readonly project: ProjectMeta;
  readonly current: string;
  /** Where the same page is in another environment. */
  readonly pathOf: (project: string, environment: string) => string;
}

function Tabs({ project, current, pathOf }: PartProps) {
  return (
    <nav aria-label="Environment" className="hidden gap-0.5 rounded-md bg-hover p-0.5 md:flex">
      {project.environments.map(({ slug, name }) => {
        const isCurrent = slug === current;
        const look = isProduction(slug) ? PRODUCTION : OTHER;
        const idle = "border-transparent text-muted hover:text-ink";
        return (
          <Link
            key={slug}
            href={pathOf(project.slug, slug)}
            aria-current={isCurrent ? "page" : undefined}
            className={classNames(
              "flex h-7 items-center gap-1.5 rounded-sm border px-2.5 text-sm font-medium whitespace-nowrap",
              isCurrent ? look : idle,
            )}
          >
            {isProduction(slug) && <ShieldAlert aria-hidden className="size-3.5 shrink-0" />}
            {name}
            <LinkPending />
          </Link>
        );
      })}
    </nav>
  );
}

function Choice({ project, current, pathOf }: PartProps) {
  const name = project.environments.find(({ slug }) => slug === current)?.name ?? current;
  return (
    <Menu
      buttonClassName={classNames(
        "flex h-8 max-w-full min-w-0 items-center gap-1.5 rounded-md border px-2.5 text-sm font-medium pointer-coarse:h-10",
        isProduction(current) ? PRODUCTION : OTHER,
      )}
      button={
        <>
          {isProduction(current) && <ShieldAlert aria-hidden className="size-3.5 shrink-0" />}
          <span className="sr-only">Environment:</span>
          <span className="truncate">{name}</span>
          <ChevronDown aria-hidden className="size-4 shrink-0" />
        </>
      }
    >
      {project.environments.map((environment) => (
        <MenuLink
          key={environment.slug}
          href={pathOf(project.slug, environment.slug)}
          aria-current={environment.slug === current || undefined}
        >
          <span className="flex-1">{environment.name}</span>
          {isProduction(environment.slug) && <ShieldAlert aria-hidden />}
          {environment.slug === current && <Check aria-hidden />}
        </MenuLink>
      ))}
    </Menu>
  );
}
