import pg from "pg";
import { beforeAll } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import type { ApiKeyActor } from "@/lib/authorization/actor";
import { storedSecrets } from "@/lib/secrets/stored-secrets.fixture";
import { newAuthority } from "@/test/certificates";
import { startPostgres } from "@/test/postgres-server";
import { sealing } from "@/test/seals";
import type { CreatedLease } from "./model";
import { createLease } from "./running/service";
import { sweepLeases } from "./running/sweep";
import { newLeaseSource } from "./schema";
import { putSource } from "./sources/service";

/** An admin of somebody else's database who may make roles, and is no superuser. */
export const ADMIN = { username: "keeper", password: "adm1n-of-the-databases-31" };

/** A context with a PostgreSQL from whose database `app` API keys lease users. Call it at the top of the file. */
export async function testLeases() {
  const context = await storedSecrets();
  const { ctx, scope, as, clock, stored } = context;
  const person = await context.asRole("owner");
  // However late it gets, they proved who they are just now.
  const owner = as(Object.defineProperty({ ...person }, "confirmedAt", { get: clock.now }));
  const job = as({ kind: "job", name: "leases.sweep" });
  const authority = await newAuthority();
  const postgres = await startPostgres(await authority.issue({}));
  const config = {
    kind: "postgres",
    host: "127.0.0.1",
    port: postgres.port,
    database: "app",
    ca: authority.ca,
  };
  const allow = async (...hosts: readonly string[]) => {
    const allowedPrivateHosts = [postgres.host, ...hosts];
    await sealing(ctx, "organisations", ctx.db.organisation.updateMany({ data: { allowedPrivateHosts } }));
  };
  const put = (name: string, more: object = {}) =>
    putSource(
      owner,
      scope,
      name,
      newLeaseSource.parse({
        ...config,
        statements: ["GRANT SELECT ON orders TO {{user}}"],
        credential: "ADMIN",
        ...more,
      }),
    );
  const connect = async ({ username, password, database }: CreatedLease["values"]) => {
    const client = new pg.Client({
      user: username,
      password,
      database,
      host: "127.0.0.1",
      port: postgres.port,
    });
    client.on("error", () => {});
    await client.connect();
    return client;
  };
  const asAdminOfTheirs = async (...statements: readonly string[]) => {
    const client = new pg.Client({
      user: "postgres",
      host: "127.0.0.1",
      port: postgres.port,
      database: "app",
    });
    await client.connect();
    try {
      let rows: Record<string, unknown>[] = [];
      for (const statement of statements) ({ rows } = await client.query(statement));
      return rows;
    } finally {
      await client.end();
    }
  };
  /** The users that leases left or have in the database. */
  const users = async () =>
    (await asAdminOfTheirs("SELECT rolname FROM pg_roles WHERE rolname LIKE 'sr\\_%' ORDER BY 1")).map(
      ({ rolname }) => String(rolname),
    );
  const keyOf = async (name: string, more: object = {}) => {
    const wanted = { name, kind: "service", ...scope, permissions: ["leases:create"], expires: "30d" };
    const { text, key } = await createApiKey(owner, newApiKey.parse({ ...wanted, ...more }));
    const { actor } = await authenticateKey(ctx, text);
    return { id: key.id, text, ctx: { ...ctx, actor: actor satisfies ApiKeyActor } };
  };
  beforeAll(async () => {
    await postgres.sql(
      `CREATE ROLE ${ADMIN.username} LOGIN CREATEROLE PASSWORD '${ADMIN.password}'`,
      "CREATE ROLE weak LOGIN PASSWORD 'weak-password-of-nobody'",
      `CREATE DATABASE app OWNER ${ADMIN.username}`,
    );
    await asAdminOfTheirs(
      `SET ROLE ${ADMIN.username}`,
      "CREATE TABLE orders (id int)",
      "INSERT INTO orders VALUES (1)",
    );
    await allow();
    await stored("ADMIN", JSON.stringify(ADMIN));
    await put("orders");
  });
  return {
    ...{
      ...context,
      owner,
      job,
      postgres,
      config,
      allow,
      put,
      connect,
      theirs: asAdminOfTheirs,
      users,
      keyOf,
    },
    lease: (key: { readonly ctx: typeof ctx }, more: object = {}) =>
      createLease(key.ctx, scope, { source: "orders", ...more }),
    sweep: () => sweepLeases(job),
    later: (seconds: number) => clock.advanceSeconds(seconds),
    row: (id: string) => context.database.db.lease.findUniqueOrThrow({ where: { id } }),
    actionsOf: async (id: string) => {
      const events = await context.database.db.auditEvent.findMany({ orderBy: { seq: "asc" } });
      return events.filter(({ detail }) => detail.includes(id)).map(({ action }) => action);
    },
  };
}
