import { beforeAll, describe, expect, test } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import type { Ctx } from "@/lib/context";
import { mysqlServer } from "@/lib/databases/mysql/mysql";
import { storedSecrets } from "@/lib/secrets/stored-secrets.fixture";
import { newAuthority } from "@/test/certificates";
import { hasMariadb, startMariadb } from "@/test/mariadb-server";
import { sealing } from "@/test/seals";
import { newLeaseSource } from "../schema";
import { putSource } from "../sources/service";
import { createLease, endLease } from "./service";
import { sweepLeases } from "./sweep";

if (!hasMariadb) process.stderr.write("MariaDB is not installed: leasing its users is not tested\n");

describe.skipIf(!hasMariadb)("MariaDB", async () => {
  if (!hasMariadb) return;
  const { ctx, owner, as, scope, clock, stored } = await storedSecrets();
  const authority = await newAuthority();
  const mariadb = await startMariadb(await authority.issue({}), authority.ca);
  const location = {
    kind: "mysql",
    host: "127.0.0.1",
    port: mariadb.port,
    database: "app",
    ca: authority.ca,
  };
  const put = (name: string, ...statements: readonly string[]) =>
    putSource(owner, scope, name, newLeaseSource.parse({ ...location, statements, credential: "ADMIN" }));
  const users = () => mariadb.sql("SELECT User FROM mysql.user WHERE User LIKE 'sr\\_%'").trim();
  let key: Ctx;
  const lease = (source: string) => createLease(key, scope, { source, ttlSeconds: 60 });

  beforeAll(async () => {
    mariadb.sql(
      "CREATE DATABASE app",
      "CREATE TABLE app.orders (id int)",
      "CREATE USER keeper IDENTIFIED BY 'adm1n-of-the-databases-31'",
      "GRANT CREATE USER, PROCESS, CONNECTION ADMIN ON *.* TO keeper",
      "GRANT SELECT, INSERT ON app.* TO keeper WITH GRANT OPTION",
    );
    const allowedPrivateHosts = [`127.0.0.1:${mariadb.port}`];
    await sealing(ctx, "organisations", ctx.db.organisation.updateMany({ data: { allowedPrivateHosts } }));
    await stored("ADMIN", JSON.stringify({ username: "keeper", password: "adm1n-of-the-databases-31" }));
    await put("orders", "GRANT SELECT ON app.* TO {{user}}");
    const wanted = {
      name: "shop",
      kind: "service",
      ...scope,
      permissions: ["leases:create"],
      expires: "30d",
    };
    const { text } = await createApiKey(owner, newApiKey.parse(wanted));
    key = as((await authenticateKey(ctx, text)).actor);
  });

  test("a user signs in until it is dropped, and its connections end with it", async () => {
    const { id, values } = await lease("orders");
    expect(values.url).toBe(`mysql://${values.username}:${values.password}@127.0.0.1:${mariadb.port}/app`);
    const config = newLeaseSource.parse({ ...location, statements: ["x {{user}}"], credential: "ADMIN" });
    const login = { user: values.username, password: values.password, name: "it" };
    const session = await mysqlServer.signIn(owner, config, login);
    expect(await mariadb.statements()).toContain(values.username);
    await endLease(key, id);
    expect(users()).toBe("");
    await expect.poll(mariadb.statements).not.toContain(values.username);
    session.end();
    await expect(mysqlServer.signIn(owner, config, login)).rejects.toMatchObject({ code: "badGateway" });
    expect(await mariadb.log()).not.toContain(values.password);
  });

  test("rights that fail half-way leave no user, and what failed is told", async () => {
    await put("half", "GRANT SELECT ON app.* TO {{user}}", "GRANT DROP ON app.* TO {{user}}");
    await expect(lease("half")).rejects.toMatchObject({
      detail: expect.stringMatching(/^Statement 2 failed\. The server says: Access denied for user '…'/),
    });
    expect(users()).toBe("");
  });

  test("of users whose holders went away none is left", async () => {
    await Promise.all([lease("orders"), lease("orders"), lease("orders")]);
    clock.advanceSeconds(61);
    await sweepLeases(as({ kind: "job", name: "leases.sweep" }));
    expect(users()).toBe("");
  });
});
