import type { ClientBase, Pool, PoolClient } from "pg";

/**
 * Whether a pooler stands before the database that gives each transaction, not each client, a connection of its own.
 * There, what a session sets, prepares or listens to belongs to somebody else in the next transaction.
 */
export async function isPooledByTransaction(pool: Pool): Promise<boolean> {
  const first = await pool.connect();
  try {
    const { rows } = await first.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    // A pooler cannot pass on the server's number: it serves cancellations itself.
    if (rows[0]?.pid === numberOf(first)) return false;
    return await changesBackends(pool, first);
  } finally {
    first.release();
  }
}

/**
 * Three clients begin transactions, end them, and begin again in another order. Whether a pooler hands out the connection
 * that was returned last or first, in one of the rounds somebody gets a connection that another client had.
 */
async function changesBackends(pool: Pool, first: PoolClient): Promise<boolean> {
  const others = await Promise.all([pool.connect(), pool.connect()]);
  const clients = [first, ...others];
  try {
    const before = await backends(clients);
    const rotated = [...clients.slice(1), first];
    const after = await backends(rotated);
    return rotated.some((client) => before.get(client) !== after.get(client));
  } finally {
    for (const client of others) client.release();
  }
}

async function backends(clients: readonly PoolClient[]): Promise<ReadonlyMap<PoolClient, number>> {
  const found = new Map<PoolClient, number>();
  for (const client of clients) {
    await client.query("BEGIN");
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    found.set(client, rows[0]?.pid ?? 0);
  }
  for (const client of clients) await client.query("ROLLBACK");
  return found;
}

/** The number that the server gave this connection when it was made. */
function numberOf(client: ClientBase): unknown {
  return "processID" in client ? client.processID : null;
}
