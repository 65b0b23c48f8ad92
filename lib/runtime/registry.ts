import type { Logger } from "pino";
import type { KeyUsage } from "@/lib/api-keys/usage/usage";
import type { AuditLog } from "@/lib/audit/log";
import type { Db, Pool } from "@/lib/db/client";
import type { Keyring } from "@/lib/keys/keyring";
import type { Egress } from "@/lib/net/egress";
import type { Mailer } from "@/lib/net/mail";
import type { Settings } from "@/lib/platform/settings";
import type { RowSeals } from "@/lib/seals/seals";

/** What the start of the program makes and every edge uses. */
export interface Runtime {
  readonly settings: Settings;
  readonly log: Logger;
  readonly db: Db;
  readonly pool: Pool;
  readonly keys: Keyring;
  readonly seals: RowSeals;
  readonly audit: AuditLog;
  readonly usage: KeyUsage;
  readonly egress: Egress;
  /** Null where no mail server is set. */
  readonly mail: Mailer | null;
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
