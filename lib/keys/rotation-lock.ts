import { ADVISORY_LOCKS } from "@/lib/db/advisory-locks";
import type { Pool } from "@/lib/db/client";

/**
 * Runs `work` while no other process on this database rotates the master key or moves its key files. Null, and nothing
 * is run, when another one does. The lock belongs to a connection: it ends with a process that is killed.
 */
export async function withRotationLock<T>(pool: Pool, work: () => Promise<T>): Promise<T | null> {
  const client = await pool.connect();
  let failure: unknown = new Error("not released");
  try {
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS locked", [
      ADVISORY_LOCKS.keyRotation,
    ]);
    if (rows[0]?.locked !== true) {
      failure = undefined;
      return null;
    }
    const result = await work();
    await client.query("SELECT pg_advisory_unlock($1)", [ADVISORY_LOCKS.keyRotation]);
    failure = undefined;
    return result;
  } finally {
    // A connection that may still hold the lock is closed, not given back.
    client.release(failure !== undefined);
  }
}
