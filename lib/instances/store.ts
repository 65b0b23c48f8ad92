import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { type Instance, KNOWN_HOURS } from "./model";

export interface Beat extends Pick<Instance, "id" | "host" | "pid" | "version" | "masterKeyIds"> {
  /** For how long it has run. */
  readonly seconds: number;
}

/** Says that an instance lives, by the clock of the database, and forgets those that have long fallen silent. */
export async function writeBeat(pool: Pool, beat: Beat): Promise<void> {
  await sqlOn(pool)`
    WITH silent AS (DELETE FROM instances WHERE last_seen_at < now() - make_interval(hours => ${KNOWN_HOURS}::int)
      AND id <> ${beat.id}::uuid)
    INSERT INTO instances (id, host, pid, version, started_at, last_seen_at, master_key_ids)
    VALUES (${beat.id}::uuid, ${beat.host}, ${beat.pid}::int, ${beat.version},
      now() - make_interval(secs => ${beat.seconds}::float8), now(), ${beat.masterKeyIds}::text[])
    ON CONFLICT (id) DO UPDATE SET last_seen_at = excluded.last_seen_at, master_key_ids = excluded.master_key_ids`;
}

export async function deleteInstance(pool: Pool, id: string): Promise<void> {
  await sqlOn(pool)`DELETE FROM instances WHERE id = ${id}::uuid`;
}

export interface SeenInstance extends Instance {
  /** How long ago it was seen, by the clock of the database. */
  readonly silentSeconds: number;
}

/** Those that were seen within a day and did not stop in order, the oldest first. */
export function knownInstances(pool: Pool): Promise<SeenInstance[]> {
  return sqlOn(pool)<SeenInstance>`
    SELECT id::text, host, pid, version, started_at AS "startedAt", last_seen_at AS "lastSeenAt",
      master_key_ids AS "masterKeyIds", extract(epoch FROM now() - last_seen_at)::float8 AS "silentSeconds"
    FROM instances ORDER BY started_at, host, id`;
}
