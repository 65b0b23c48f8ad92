import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { closeDatabase, type DatabaseAddress, type Db, openDatabase, type Pool } from "@/lib/db/client";
import { afterwards } from "./afterwards";
import { dropDatabase, runSql, withDatabase } from "./server";

export interface TestDatabase {
  readonly db: Db;
  readonly pool: Pool;
  /** For a second connection or a second process. */
  readonly address: DatabaseAddress;
}

/**
 * A migrated, empty database of the calling test file's own, closed and dropped after the file. Call it at the top of
 * the file: `const { db, pool } = await testDatabase();`
 */
export async function testDatabase(): Promise<TestDatabase> {
  const address = await newDatabase();
  const opened = openDatabase(address, () => {});
  afterwards(() => closeDatabase(opened));
  return { ...opened, address };
}

/** A migrated, empty database that nobody has opened, dropped after the test or file that calls this. */
export async function newDatabase(): Promise<DatabaseAddress> {
  const server = inject("databaseServer");
  const name = `strongroom_test_${randomBytes(6).toString("hex")}`;
  await runSql(server, `CREATE DATABASE ${name} TEMPLATE ${inject("databaseTemplate")}`);
  afterwards(() => dropDatabase(server, name));
  return withDatabase(server, name);
}

/** A database without a single table, dropped after the test or file that calls this. */
export async function emptyDatabase(): Promise<DatabaseAddress> {
  const server = inject("databaseServer");
  const name = `strongroom_test_${randomBytes(6).toString("hex")}`;
  await runSql(server, `CREATE DATABASE ${name}`);
  afterwards(() => dropDatabase(server, name));
  return withDatabase(server, name);
}
