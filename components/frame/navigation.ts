import { Bot, KeyRound, ListChecks, type LucideIcon } from "lucide-react";
import { apiKeysPath, declarationsPath, type ProjectMeta, secretsPath } from "@/lib/projects/model";

/** Where one is: both, or neither where the page belongs to no project. */
export interface Place {
  readonly project: string;
  readonly environment: string;
}

interface NavigationEntry {
  readonly label: string;
  readonly icon: LucideIcon;
  /** Whether it is about one project, so that there has to be one to see. */
  readonly isOfProject?: true;
  /** Where it leads; `place` is null before any project has been seen. */
  readonly href: (place: Place | null) => string;
  /** Whether a path belongs to it. */
  readonly owns: (path: string) => boolean;
}

/** The entries of the sidebar, in order. */
const NAVIGATION: readonly NavigationEntry[] = [
  {
    label: "Secrets",
    icon: KeyRound,
    href: (place) => (place ? secretsPath(place.project, place.environment) : "/"),
    owns: (path) => /^\/projects\/[^/]+\/[^/]+\/secrets(\/|$)/.test(path),
  },
  {
    label: "API keys",
    icon: Bot,
    isOfProject: true,
    href: (place) => (place ? apiKeysPath(place.project) : "/"),
    owns: (path) => /^\/projects\/[^/]+\/api-keys$/.test(path),
  },
  {
    label: "Declarations",
    icon: ListChecks,
    isOfProject: true,
    href: (place) => (place ? declarationsPath(place.project) : "/"),
    owns: (path) => /^\/projects\/[^/]+\/declarations$/.test(path),
  },
];

/** The entries with where they lead from a place; those of a project lead to the first one before any has been seen. */
export function navigationFrom(place: Place | null, projects: readonly ProjectMeta[]) {
  const known = place ?? firstPlace(projects);
  return NAVIGATION.filter(({ isOfProject }) => !isOfProject || (known && projects.length > 0)).map(
    ({ label, icon, owns, href, isOfProject }) => ({
      label,
      icon,
      owns,
      href: href(isOfProject ? known : place),
    }),
  );
}

function firstPlace([first]: readonly ProjectMeta[]): Place | null {
  const environment = first?.environments[0];
  return first && environment ? { project: first.slug, environment: environment.slug } : null;
}

/** The id of the sidebar, for the button that opens it as a drawer. */
export const SIDEBAR_ID = "sidebar";

/** Whether mistakes here reach customers. Shown by an icon and a word as well as by colour. */
export function isProduction(environment: string): boolean {
  return environment === "production" || environment === "prod";
}
