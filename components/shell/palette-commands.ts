import {
  BookOpen,
  Bot,
  Boxes,
  CircleUser,
  FileText,
  FileUp,
  GitCompare,
  Keyboard,
  Layers,
  LogOut,
  Moon,
  Plus,
  ShieldPlus,
  Sun,
  SunMoon,
  UserPlus,
} from "lucide-react";
import { REPORTS_PATH } from "@/lib/audit/reports/model";
import { DOCS_PATH } from "@/lib/docs/address";
import {
  apiKeysPath,
  comparePath,
  newEndpointPath,
  type ProjectMeta,
  secretsPath,
} from "@/lib/projects/model";
import { navigationFor, type Scope, type ShellRights } from "./navigation";
import type { PaletteItem } from "./palette-items";
import { applyTheme, type Theme } from "./theme";
import { openTool } from "./tool-store";

export interface PaletteSource {
  readonly projects: readonly ProjectMeta[];
  readonly scope: Scope | null;
  readonly may: ShellRights;
  readonly signOut: () => void;
}

/** Everything the palette knows without asking the server. */
export function paletteCommands({ projects, scope, may, signOut }: PaletteSource): PaletteItem[] {
  const current = projects.find(({ slug }) => slug === scope?.project);
  return [
    ...(scope ? actionsIn(scope, current, may) : []),
    ...(may.invite ? [link("Actions", "Invite a person", "/people?dialog=invite", UserPlus)] : []),
    ...navigationFor(may, scope, projects).map(({ label, icon, href }) => link("Pages", label, href, icon)),
    ...(current && may.seeProjects
      ? [link("Pages", "Compare environments", comparePath(current.slug), GitCompare)]
      : []),
    ...(may.readAudit ? [link("Pages", "Reports", REPORTS_PATH, FileText)] : []),
    link("Pages", "Documentation", DOCS_PATH, BookOpen),
    link("Pages", "Account", "/account", CircleUser),
    ...(current ? environmentsOf(current, scope) : []),
    ...projects.filter((project) => project !== current).map(toProject),
    ...(may.createProject ? [link("Actions", "New project", "/projects/new", Plus)] : []),
    ...THEME_COMMANDS,
    command("Keyboard shortcuts", Keyboard, () => openTool("keys")),
    command("Sign out", LogOut, signOut),
  ];
}

/** What one may do in the environment that is open, each with where that is. */
function actionsIn(
  { project, environment }: Scope,
  current: ProjectMeta | undefined,
  may: ShellRights,
): PaletteItem[] {
  const name = current?.environments.find(({ slug }) => slug === environment)?.name ?? environment;
  const secrets = secretsPath(project, environment);
  return [
    ...(may.storeSecret
      ? [
          link("Actions", "Store New Secret", `${secrets}?dialog=store`, Plus),
          link("Actions", "Import .env", `${secrets}?dialog=import`, FileUp),
        ]
      : []),
    ...(may.addEndpoint
      ? [link("Actions", "Add endpoint", newEndpointPath(project, environment), ShieldPlus)]
      : []),
    ...(may.createKey
      ? [link("Actions", "Create API key", `${apiKeysPath(project)}?dialog=create`, Bot)]
      : []),
  ].map((item) => ({ ...item, detail: name }));
}

function environmentsOf(project: ProjectMeta, scope: Scope | null): PaletteItem[] {
  return project.environments
    .filter(({ slug }) => slug !== scope?.environment)
    .map(({ slug, name }) => link("Environments", name, secretsPath(project.slug, slug), Layers));
}

function toProject({ slug, name }: ProjectMeta): PaletteItem {
  return { ...link("Projects", name, `/projects/${encodeURIComponent(slug)}`, Boxes), detail: slug };
}

const THEME_COMMANDS: readonly PaletteItem[] = [
  themeCommand("system", "Theme: System", SunMoon),
  themeCommand("light", "Theme: light", Sun),
  themeCommand("dark", "Theme: dark", Moon),
];

function themeCommand(theme: Theme, label: string, icon: PaletteItem["icon"]): PaletteItem {
  return command(label, icon, () => applyTheme(theme));
}

function link(
  group: PaletteItem["group"],
  label: string,
  href: string,
  icon: PaletteItem["icon"],
): PaletteItem {
  return { id: `${group}/${href}`, group, label, icon, choose: { href } };
}

function command(label: string, icon: PaletteItem["icon"], run: () => void): PaletteItem {
  return { id: `command/${label}`, group: "Actions", label, icon, choose: { run } };
}
