"use client";

import { useParams, usePathname, useSearchParams } from "next/navigation";
import { useState } from "react";
import type { ProjectMeta } from "@/lib/projects/model";
import { isAllowlistPath, type Scope } from "./navigation";

/** The project and environment of the address, or null on pages that belong to none. */
export function useScope(): Scope | null {
  const { project, environment: segment } = useParams();
  const named = useSearchParams().get("environment");
  const path = usePathname();
  const environment = segment ?? (isAllowlistPath(path) ? named : null);
  if (typeof project !== "string" || typeof environment !== "string") return null;
  return { project: decodeURIComponent(project), environment: decodeURIComponent(environment) };
}

/**
 * The place of the address; on a page of a whole project, the environment of it that was seen last or its first; on pages
 * that belong to none, the last one seen: since the page was loaded, else `before` it was.
 */
export function useLastScope(projects: readonly ProjectMeta[], before: Scope | null): Scope | null {
  const scope = useScope();
  const { project } = useParams();
  const [last, setLast] = useState(scope ?? before);
  const here =
    scope ?? (typeof project === "string" ? scopeIn(decodeURIComponent(project), projects, last) : null);
  if (here && (here.project !== last?.project || here.environment !== last.environment)) setLast(here);
  return here ?? last;
}

function scopeIn(project: string, projects: readonly ProjectMeta[], last: Scope | null): Scope | null {
  if (project === last?.project) return last;
  const first = projects.find(({ slug }) => slug === project)?.environments[0];
  return first ? { project, environment: first.slug } : null;
}
