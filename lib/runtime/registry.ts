import type { Logger } from "pino";
import type { Services } from "@/lib/context";
import type { StatementTimes } from "@/lib/db/statement-times";
import type { Settings } from "@/lib/platform/settings";

/** What the start of the program makes and every edge uses. */
export interface Runtime {
  readonly settings: Settings;
  /** Folder of the checkout. */
  readonly root: string;
  readonly log: Logger;
  readonly services: Services;
  /** The id of this instance. */
  readonly instanceId: string;
  /** How long this instance waited for the database. */
  readonly statementTimes: StatementTimes;
}

const KEY = Symbol.for("strongroom.runtime");
const registry = globalThis as { [KEY]?: Runtime };

/** Makes the runtime known to every bundle of this process: Next loads our modules several times, this is shared. */
export function publishRuntime(runtime: Runtime | null): void {
  if (runtime) registry[KEY] = runtime;
  else delete registry[KEY];
}

export function runtime(): Runtime {
  const published = registry[KEY];
  if (!published) throw new Error("the runtime is not started");
  return published;
}
