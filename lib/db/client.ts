import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { type Prisma, PrismaClient } from "./generated/client";
import { ConnectionPool, type WatchedPool } from "./pool";
import { statementName } from "./sql";

export type Db = PrismaClient;
export type Tx = Prisma.TransactionClient;
export type Pool = pg.Pool;

/** Where the database is: a URL, or the socket and names that the embedded server gives. */
export type DatabaseAddress =
  | { readonly url: string }
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string };

const CONNECTIONS_DEFAULT = 20;

/**
 * Opens one pool and Prisma on top of it, so that both share connections, `connectionsMax` at most. With `isReadOnly` the
 * database refuses whatever would change it. Close with `closeDatabase`.
 */
export function openDatabase(
  address: DatabaseAddress,
  onIdleError: (error: Error) => void,
  connectionsMax = CONNECTIONS_DEFAULT,
  { isReadOnly = false } = {},
): { db: Db; pool: WatchedPool } {
  const pool = new ConnectionPool({
    ...("url" in address ? { connectionString: address.url } : address),
    max: connectionsMax,
    isReadOnly,
  });
  pool.on("error", onIdleError);
  return {
    pool,
    db: new PrismaClient({
      adapter: new PrismaPg(pool, { statementNameGenerator: statementName }),
      errorFormat: "minimal",
    }),
  };
}

export async function closeDatabase(opened: { db: Db; pool: Pool }): Promise<void> {
  await opened.db.$disconnect();
  if (!opened.pool.ended) await opened.pool.end();
}
