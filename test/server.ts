import pg from "pg";
import type { DatabaseAddress } from "@/lib/db/client";

/** Runs statements one after another on a connection of their own, outside of any transaction. */
export async function runSql(address: DatabaseAddress, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client("url" in address ? address.url : address);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * Drops a database with the connections that are left to it. While autovacuum is in it, that takes a superuser; without
 * force, PostgreSQL sends autovacuum away.
 */
export async function dropDatabase(server: DatabaseAddress, name: string): Promise<void> {
  await runSql(server, `DROP DATABASE ${name} WITH (FORCE)`).catch(async (error: unknown) => {
    if (!isAutovacuumInTheWay(error)) throw error;
    await runSql(server, `DROP DATABASE ${name}`);
  });
}

function isAutovacuumInTheWay(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "42501";
}

/** The same server, another database. */
export function withDatabase(address: DatabaseAddress, database: string): DatabaseAddress {
  if (!("url" in address)) return { ...address, database };
  const url = new URL(address.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}

/** The address as a URL, which a program can be given. */
export function urlOf(address: DatabaseAddress): string {
  if ("url" in address) return address.url;
  const { host, port, user, database } = address;
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`;
}
