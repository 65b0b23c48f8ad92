import { randomBytes } from "node:crypto";
import type { TestProject } from "vitest/node";
import { closeDatabase, type DatabaseAddress, openDatabase } from "@/lib/db/client";
import { applyMigrations } from "@/lib/db/migrate";
import { runSql, withDatabase } from "./server";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where test databases are made: any database of the server. */
    databaseServer: DatabaseAddress;
    /** The migrated database that each test file gets a copy of. */
    databaseTemplate: string;
  }
}

/** Makes the template once per run, on the server of TEST_DATABASE_URL or on an embedded one of this run's own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = testServer();
  const template = `strongroom_template_${randomBytes(6).toString("hex")}`;
  await runSql(server, `CREATE DATABASE ${template}`);
  const opened = openDatabase(withDatabase(server, template), () => {});
  await applyMigrations(opened.pool, "prisma/migrations").finally(() => closeDatabase(opened));
  project.provide("databaseServer", server);
  project.provide("databaseTemplate", template);
  return () => runSql(server, `DROP DATABASE ${template}`);
}

function testServer(): DatabaseAddress {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error("set TEST_DATABASE_URL to a PostgreSQL on which the tests may make databases");
  return { url };
}
