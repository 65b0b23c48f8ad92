import { foldName, variableOf } from "@/lib/names/model";
import type { SyncConfig } from "./schema";

/** What there is of a secret at its place in the manager. */
export const SYNC_ENTRY_STATES = [
  "written",
  /** Somebody changed or deleted there what was written. */
  "drift",
  /** Something lies there that this sync did not write. */
  "foreign",
  "refused",
  /** Its secret is gone or no longer chosen; it was left there. */
  "left",
] as const;
export type SyncEntryState = (typeof SYNC_ENTRY_STATES)[number];

export const ENTRY_STATE_NAMES: Readonly<Record<SyncEntryState, string>> = {
  written: "In step",
  drift: "Changed there",
  foreign: "Not ours",
  refused: "Refused",
  left: "Left there",
};

/** How a sync stands. `waiting`: it is to run. */
export const SYNC_STATES = ["waiting", "running", "inStep", "attention", "failing", "paused"] as const;
export type SyncState = (typeof SYNC_STATES)[number];

export const SYNC_STATE_NAMES: Readonly<Record<SyncState, string>> = {
  waiting: "Waits",
  running: "Running",
  inStep: "In step",
  attention: "Needs attention",
  failing: "Failing",
  paused: "Paused",
};

export interface SyncEntry {
  readonly path: string;
  /** Empty where the secret is the whole text. */
  readonly field: string;
  /** The secret; null for what no secret here stands for. */
  readonly name: string | null;
  readonly state: SyncEntryState;
  readonly error: string | null;
  /** RFC 3339, as all times. */
  readonly writtenAt: string | null;
}

export type SyncEntryCounts = Readonly<Record<SyncEntryState, number>>;

export type SyncMeta = SyncConfig & {
  readonly name: string;
  readonly project: string;
  readonly environment: string;
  readonly manager: string;
  readonly state: SyncState;
  readonly counts: SyncEntryCounts;
  /** Why the last run failed. */
  readonly error: string | null;
  /** Failures in a row. */
  readonly attempts: number;
  readonly nextAt: string | null;
  /** When a run last came to its end. */
  readonly doneAt: string | null;
  readonly updatedAt: string;
  readonly updatedBy: string;
};

/** Where in the manager a secret goes. */
export interface Spot {
  readonly path: string;
  readonly field: string;
}

/** The place that a sync's templates make for a secret. */
export function spotFor(
  { path, field }: Pick<SyncConfig, "path" | "field">,
  scope: { readonly project: string; readonly environment: string },
  name: string,
): Spot {
  return { path: filled(path, scope, name), field: filled(field, scope, name) };
}

function filled(
  template: string,
  { project, environment }: { readonly project: string; readonly environment: string },
  name: string,
): string {
  const parts: Readonly<Record<string, string>> = {
    ...{ project, environment, name, variable: variableOf(name) },
    lower: name.toLowerCase().replaceAll("_", "-"),
  };
  return template.replace(/\{([a-z]+)\}/g, (whole, part) => parts[part] ?? whole);
}

/** The path below which everything is a sync's own business; empty where that would be everything. */
export function topOf(
  { path }: Pick<SyncConfig, "path">,
  scope: { readonly project: string; readonly environment: string },
): string {
  const fixed = path.replace(/\{(?:name|variable|lower)\}.*$/, "\n");
  const top = filled(fixed, scope, "");
  return top.endsWith("\n")
    ? top
        .slice(0, -1)
        .replace(/[^/]*$/, "")
        .replace(/\/$/, "")
    : top;
}

/** Whether a sync is for a secret of that name. */
export function isChosen({ secrets }: Pick<SyncConfig, "secrets">, name: string): boolean {
  if (secrets.kind === "all") return true;
  if (secrets.kind === "prefix") return foldName(name).startsWith(foldName(secrets.prefix));
  return secrets.names.some((one) => foldName(one) === foldName(name));
}

/** What entries that a sync made say of it. */
export function markOf(syncId: string): string {
  return `strongroom:${syncId}`;
}

/** Whether an entry there says that a Strongroom made it, this one or another. */
export function isMark(owner: string | null): boolean {
  return owner?.startsWith("strongroom:") === true;
}
