import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { closeDatabase, type DatabaseAddress, openDatabase } from "@/lib/db/client";
import { startEmbedded } from "@/lib/db/embedded/supervisor";
import { applyMigrations } from "@/lib/db/migrate";
import { migrateQueue } from "@/lib/jobs/runner";
import { runSql, withDatabase } from "./server";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where test databases are made: any database of the server. */
    databaseServer: DatabaseAddress;
    /** The migrated database that each test file gets a copy of. */
    databaseTemplate: string;
  }
}

interface TestServer {
  readonly address: DatabaseAddress;
  stop(): Promise<void>;
}

/** Makes the template once per run, on the server of TEST_DATABASE_URL or on an embedded one of this run's own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await openServer();
  const template = `strongroom_template_${randomBytes(6).toString("hex")}`;
  await runSql(server.address, `CREATE DATABASE ${template}`);
  const opened = openDatabase(withDatabase(server.address, template), () => {});
  await applyMigrations(opened.pool, "prisma/migrations")
    .then(() => migrateQueue(opened.pool))
    .finally(() => closeDatabase(opened));
  project.provide("databaseServer", server.address);
  project.provide("databaseTemplate", template);
  return async () => {
    await runSql(server.address, `DROP DATABASE ${template}`);
    await server.stop();
  };
}

async function openServer(): Promise<TestServer> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { address: { url }, stop: async () => {} };
  const dataDir = await mkdtemp(join(tmpdir(), "strongroom-test-"));
  const { address, stop } = await startEmbedded({ dataDir, log: console });
  await runSql(
    { ...address, user: "postgres" },
    // The program's own role, with the one right more that making databases takes.
    "ALTER ROLE strongroom CREATEDB",
  );
  return {
    address,
    stop: async () => {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
