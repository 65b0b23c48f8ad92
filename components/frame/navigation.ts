import { KeyRound, type LucideIcon, Users } from "lucide-react";
import { secretsPath } from "@/lib/projects/model";

/** Where one is: both, or neither where the page belongs to no project. */
export interface Place {
  readonly project: string;
  readonly environment: string;
}

/** What of the frame depends on a person's role. */
export interface FrameRights {
  readonly createProject: boolean;
  readonly storeSecret: boolean;
  readonly listPeople: boolean;
}

interface NavigationEntry {
  readonly label: string;
  readonly icon: LucideIcon;
  /** Where it leads; `place` is null before any project has been seen. */
  readonly href: (place: Place | null) => string;
  /** The right without which it leads nowhere; none is needed unless told. */
  readonly needs?: keyof FrameRights;
  /** Whether a path belongs to it. */
  readonly owns: (path: string) => boolean;
}

/** All entries of the sidebar, in order. */
const NAVIGATION: readonly NavigationEntry[] = [
  {
    label: "Secrets",
    icon: KeyRound,
    href: (place) => (place ? secretsPath(place.project, place.environment) : "/"),
    owns: (path) => /^\/projects\/[^/]+\/[^/]+\/secrets(\/|$)/.test(path),
  },
  {
    label: "People",
    icon: Users,
    href: () => "/people",
    needs: "listPeople",
    owns: (path) => /^\/people(\/|$)/.test(path),
  },
];

/** The entries for somebody with these rights. */
export function navigationFor(may: FrameRights): readonly NavigationEntry[] {
  return NAVIGATION.filter(({ needs }) => needs === undefined || may[needs]);
}

/** The id of the sidebar, for the button that opens it as a drawer. */
export const SIDEBAR_ID = "sidebar";

/** Whether mistakes here reach customers. Shown by an icon and a word as well as by colour. */
export function isProduction(environment: string): boolean {
  return environment === "production" || environment === "prod";
}
