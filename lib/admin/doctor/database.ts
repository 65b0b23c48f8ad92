import { join } from "node:path";
import { pendingMigrations } from "@/lib/db/migrate";
import type { Settings } from "@/lib/platform/settings";
import type { Inspection } from "@/lib/runtime/inspection";
import * as store from "../store";
import { doubtful, type Finding, fine, sizeText, wordsOf, wrong } from "./finding";

const SKEW_MS_MAX = 5_000;
/** Codes of second factors are good for about this long. */
const SKEW_MS_BAD = 60_000;

/** The server, and what it is set to. */
export async function serverFindings({ db }: Inspection, settings: Settings): Promise<Finding[]> {
  const { version, encoding, bytes } = await store.describeDatabase(db);
  return [
    fine("database", `PostgreSQL ${version}, ${encoding}, ${sizeText(bytes)}`),
    ...(await settingFindings(db)),
    ...(await extensionFindings(db)),
    connectionFinding(settings.databaseConnections, await store.connectionsFor(db)),
    clockFinding(await store.clockSkewMs(db)),
  ];
}

async function settingFindings(db: Inspection["db"]): Promise<Finding[]> {
  const { server, defaults } = await store.databaseSettings(db);
  const unsafe = server.filter(({ value }) => value === "off").map(({ name }) => name);
  const durable =
    unsafe.length > 0
      ? wrong(
          "durability",
          `${unsafe.join(" and ")} off: a power cut can damage the database`,
          "turn on in postgresql.conf, and reload",
        )
      : fine("durability", "fsync and full_page_writes on, each commit waits for the disk");
  if (defaults.length === 0) return [durable];
  const shown = defaults.map(({ name, value }) => `${name}=${value}`).join(", ");
  return [durable, fine("defaults", `${shown}; Strongroom's sessions set their own`)];
}

async function extensionFindings(db: Inspection["db"]): Promise<Finding[]> {
  const { installed, available } = await store.trigramVersions(db);
  if (installed) return [fine("extension", `pg_trgm ${installed}`)];
  const todo = available
    ? "start the program once, or run CREATE EXTENSION pg_trgm as a superuser"
    : "install the contrib modules of this PostgreSQL, then run CREATE EXTENSION pg_trgm as a superuser";
  return [wrong("extension", "pg_trgm is not in this database", todo)];
}

/** Whether the server has room for the connections that an instance may hold. */
function connectionFinding(wanted: number, available: number): Finding {
  const text = `an instance holds up to ${wanted}, the database gives this role ${available}`;
  if (wanted <= available) return fine("connections", text);
  return doubtful(
    "connections",
    `${text}: requests wait`,
    "raise max_connections or the limit of the role or database, or lower STRONGROOM_DATABASE_CONNECTIONS",
  );
}

/** Whether the clock of this machine and that of the database tell the same time. */
export function clockFinding(skewMs: number): Finding {
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  if (Math.abs(skewMs) <= SKEW_MS_MAX) return fine("clock", "as that of the database");
  const text = `${seconds} seconds ${skewMs > 0 ? "ahead of" : "behind"} the database`;
  const todo = "have both machines set their clocks by NTP";
  return Math.abs(skewMs) > SKEW_MS_BAD ? wrong("clock", text, todo) : doubtful("clock", text, todo);
}

/** Whether the tables are as this build knows them. */
export async function migrationFinding(
  { pool }: Inspection,
  root: string,
): Promise<{ readonly finding: Finding; readonly isCurrent: boolean }> {
  const what = "migrations";
  try {
    const pending = await pendingMigrations(pool, join(root, "prisma", "migrations"));
    if (pending.length === 0) return { finding: fine(what, "all applied"), isCurrent: true };
    const todo = "back up, then start the program once: it applies them";
    return { finding: wrong(what, `${pending.join(", ")} not applied`, todo), isCurrent: false };
  } catch (error) {
    // A line of two parts: what is wrong, and what to do.
    const [, text, todo] = /^(.*): (.*)$/.exec(wordsOf(error)) ?? [];
    const finding = wrong(what, text ?? wordsOf(error), todo ?? "see that the role may read the tables");
    return { finding, isCurrent: false };
  }
}
