import { KeyRound, type LucideIcon } from "lucide-react";
import { secretsPath } from "@/lib/projects/model";

/** Where one is: both, or neither where the page belongs to no project. */
export interface Place {
  readonly project: string;
  readonly environment: string;
}

interface NavigationEntry {
  readonly label: string;
  readonly icon: LucideIcon;
  /** Where it leads; `place` is null before any project has been seen. */
  readonly href: (place: Place | null) => string;
  /** Whether a path belongs to it. */
  readonly owns: (path: string) => boolean;
}

/** The entries of the sidebar, in order. */
export const NAVIGATION: readonly NavigationEntry[] = [
  {
    label: "Secrets",
    icon: KeyRound,
    href: (place) => (place ? secretsPath(place.project, place.environment) : "/"),
    owns: (path) => /^\/projects\/[^/]+\/[^/]+\/secrets(\/|$)/.test(path),
  },
];

/** The id of the sidebar, for the button that opens it as a drawer. */
export const SIDEBAR_ID = "sidebar";

/** Whether mistakes here reach customers. Shown by an icon and a word as well as by colour. */
export function isProduction(environment: string): boolean {
  return environment === "production" || environment === "prod";
}
