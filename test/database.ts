import { randomBytes } from "node:crypto";
import { afterAll, inject } from "vitest";
import { closeDatabase, type DatabaseAddress, type Db, openDatabase, type Pool } from "@/lib/db/client";
import { runSql, withDatabase } from "./server";

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
  const server = inject("databaseServer");
  const name = `strongroom_test_${randomBytes(6).toString("hex")}`;
  await runSql(server, `CREATE DATABASE ${name} TEMPLATE ${inject("databaseTemplate")}`);
  const address = withDatabase(server, name);
  const opened = openDatabase(address, () => {});
  afterAll(async () => {
    await closeDatabase(opened);
    await runSql(server, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return { ...opened, address };
}
