/**
 * What becomes of an import: what there is is `reading`; then it is `planned`, and waits for whoever asked for it to go on; then what
 * was planned is `storing`.
 */
export const IMPORT_STATES = ["reading", "planned", "storing", "done", "failed", "stopped"] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** What was planned for an entry, and what came of it. */
export const ENTRY_STATES = [
  "new",
  "changed",
  "same",
  "refused",
  "created",
  "replaced",
  /** In a change request. */
  "waiting",
] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

export const STATE_NAMES: Readonly<Record<ImportState, string>> = {
  reading: "Reading",
  planned: "Ready to store",
  storing: "Storing",
  done: "Done",
  failed: "Failed",
  stopped: "Stopped",
};

export const ENTRY_NAMES: Readonly<Record<EntryState, string>> = {
  new: "New",
  changed: "Changed",
  same: "Same value",
  refused: "Refused",
  created: "Created",
  replaced: "New version",
  waiting: "Waits for approval",
};

/** One text of an external manager, and the secret that it becomes. */
export interface ImportEntry {
  readonly path: string;
  /** Empty where the path holds one text. */
  readonly field: string;
  readonly name: string;
  readonly state: EntryState;
  /** Why it is refused. */
  readonly reason: string | null;
  /** How many versions were stored. */
  readonly versions: number | null;
}

export type EntryCounts = Readonly<Record<EntryState, number>>;

export interface ImportMeta {
  readonly id: string;
  readonly project: string;
  readonly environment: string;
  readonly manager: string;
  readonly path: string;
  readonly names: string;
  readonly state: ImportState;
  /** Paths that were found and are not read yet. */
  readonly unread: number;
  readonly counts: EntryCounts;
  /** Why it does not go on, or what holds it up. */
  readonly error: string | null;
  /** RFC 3339, as all times. */
  readonly createdAt: string;
  readonly createdBy: string;
  readonly endedAt: string | null;
}

export interface EntryPage {
  readonly items: readonly ImportEntry[];
  readonly next: string | null;
}

export const DEFAULT_NAMES = "{path}_{field}";
/** More paths than this are not read in one import. */
export const PATHS_MAX = 20_000;
/** How many versions of a new secret are taken along: those that are the newest. */
export const VERSIONS_MAX = 10;

/**
 * The name that a text gets: `{path}` stands for the path below the one that is imported, `{field}` for the field. Then letters become
 * upper case, and whatever is neither letter nor digit an underscore, one in place of several and none at the ends.
 */
export function nameOf(names: string, path: string, field: string): string {
  return names
    .replace(/\{(path|field)\}/g, (_, part) => (part === "path" ? path : field))
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
}

/** A path as it is below another; null where it is not. */
export function pathBelow(top: string, path: string): string | null {
  if (top === "") return path;
  if (path === top) return "";
  return path.startsWith(`${top}/`) ? path.slice(top.length + 1) : null;
}

/** Where a text lies, for people. */
export function textPathOf({ path, field }: Pick<ImportEntry, "path" | "field">): string {
  return field === "" ? path : `${path} ${field}`;
}

/** Whether it is being worked at. */
export function isLive(state: ImportState): boolean {
  return state === "reading" || state === "storing";
}
