import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "./generated/client";
import { statementName } from "./sql";

export type Db = PrismaClient;
export type Tx = Prisma.TransactionClient;
export type Pool = pg.Pool;

/** Where the database is: a URL, or the socket and names that the embedded server gives. */
export type DatabaseAddress =
  | { readonly url: string }
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string };

const CONNECTIONS_MAX = 20;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;

/** Opens one pool and Prisma on top of it, so that both share connections. Close with `closeDatabase`. */
export function openDatabase(
  address: DatabaseAddress,
  onIdleError: (error: Error) => void,
): { db: Db; pool: Pool } {
  const pool = new pg.Pool({
    ...("url" in address ? { connectionString: address.url } : address),
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    application_name: "strongroom",
    // Prisma writes times without their zone: in a database set to another, they would be off by hours.
    options: "-c timezone=UTC",
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
