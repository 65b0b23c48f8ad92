import { statfs } from "node:fs/promises";
import type { AuditLog } from "@/lib/audit/log";
import type { Pool } from "@/lib/db/client";

const ANSWER_MS_MAX = 2_000;
/** Below this PostgreSQL on the same disk is about to stop. */
const FREE_BYTES_MIN = 16 * 1024 * 1024;

interface Watched {
  readonly pool: Pool;
  readonly audit: Pick<AuditLog, "trouble">;
  /** Folder of the embedded database; null without one. */
  readonly dataDir: string | null;
}

/**
 * Tells why the program cannot do its work, or null when it can: the database answers and takes changes, its disk has
 * room, and the audit log, without which nothing is done, gets on. Many callers at once share one check.
 */
export function databaseHealth(watched: Watched): () => Promise<string | null> {
  let pending: Promise<string | null> | null = null;
  return () => {
    pending ??= check(watched).finally(() => {
      pending = null;
    });
    return pending;
  };
}

async function check({ pool, audit, dataDir }: Watched): Promise<string | null> {
  return (await databaseTrouble(pool)) ?? audit.trouble() ?? (dataDir && (await diskTrouble(dataDir)));
}

async function databaseTrouble(pool: Pool): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("the database does not answer in time"), ANSWER_MS_MAX);
  });
  const answer = takesChanges(pool).then(
    (takes) => (takes ? null : "the database is read-only"),
    () => "the database cannot be reached",
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** A session that takes none is given up: it may be older than what holds for new ones. */
async function takesChanges(pool: Pool): Promise<boolean> {
  const client = await pool.connect();
  let takes = false;
  try {
    const { rows } = await client.query<{ on: string }>(
      "SELECT current_setting('transaction_read_only') AS on",
    );
    takes = rows[0]?.on === "off";
    return takes;
  } finally {
    client.release(!takes);
  }
}

async function diskTrouble(dataDir: string): Promise<string | null> {
  const disk = await statfs(dataDir).catch(() => null);
  if (!disk || disk.bavail * disk.bsize >= FREE_BYTES_MIN) return null;
  return "the disk of the database is full";
}
