import { count, line, shown, type Wording } from "./detail";

type SyncAction = `sync.${"set" | "removed" | "started" | "finished" | "failed"}`;

/** Events about secrets that are written to external managers. */
export const SYNCS: Readonly<Record<SyncAction, Wording>> = {
  "sync.set": {
    label: "Sync set up",
    sentence: (name) => `Set up the sync ${name}`,
    details: (d) => [
      line("External manager", d.manager),
      line("Secrets", d.secrets),
      line("Path", d.path),
      line("Field", d.field),
      line("What others put there", d.foreign),
      d.isPaused === true ? "It is paused." : "",
    ],
  },
  "sync.removed": {
    label: "Sync removed",
    sentence: (name) => `Removed the sync ${name}`,
    details: (d) => [line("External manager", d.manager)],
  },
  "sync.started": {
    label: "Sync run by hand",
    sentence: (name) => `Had the sync ${name} run`,
    details: (d) => [d.overwrite === true ? "It writes over what was changed there." : ""],
  },
  "sync.finished": {
    label: "Sync finished",
    sentence: (name, d) => `Brought ${shown(d.manager)} in step by the sync ${name}`,
    details: (d) => [
      count(d.written, "value", " written"),
      count(d.removed, "value", " removed"),
      count(d.drift, "value", " changed there"),
    ],
  },
  "sync.failed": {
    label: "Sync failed",
    sentence: (name) => `Failed to run the sync ${name}`,
    details: (d) => [line("External manager", d.manager), shown(d.error)],
  },
};
