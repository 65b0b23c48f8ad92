import { expect, test } from "vitest";
import { openAuditLog } from "@/lib/audit/log";
import { closeDatabase, openDatabase } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { afterwards } from "@/test/afterwards";
import { newDatabase } from "@/test/database";
import { databaseProxy } from "@/test/database-proxy";
import { runSql } from "@/test/server";
import { databaseHealth } from "./health";

const ctx = {
  actor: { kind: "operator", name: "test" } as const,
  now: () => new Date(),
  request: { id: newId(), ip: null, userAgent: null },
};

async function instance() {
  const proxy = await databaseProxy(await newDatabase());
  const opened = openDatabase(proxy.address, () => {});
  afterwards(() => closeDatabase(opened));
  const audit = openAuditLog({ pool: opened.pool, key: Buffer.alloc(32) });
  const health = databaseHealth({ ...opened, audit, dataDir: null });
  return { proxy, audit, health, pool: opened.pool, name: new URL(proxy.address.url).pathname.slice(1) };
}

test("health is good when the database answers and takes changes", async () => {
  const { health } = await instance();
  expect(await health()).toBeNull();
});

test("health is bad while packets to the database vanish, and good again with new connections", {
  timeout: 60_000,
}, async () => {
  const { proxy, health } = await instance();
  expect(await health()).toBeNull();
  proxy.freeze();
  expect(await health()).toBe("the database does not answer in time");
  await expect.poll(health, { timeout: 15_000 }).toBeNull();
});

test("health is bad on a database that takes no changes, as a standby after a failover, and good again when it does", async () => {
  const { proxy, health, name } = await instance();
  await runSql(proxy.address, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  expect(await health()).toBe("the database is read-only");
  await runSql(
    proxy.address,
    "SET default_transaction_read_only = off",
    `ALTER DATABASE ${name} RESET default_transaction_read_only`,
  );
  expect(await health()).toBeNull();
});

test("health is bad while somebody holds the end of the audit log, and requests fail after seconds", {
  timeout: 60_000,
}, async () => {
  const { audit, health, pool } = await instance();
  await audit.record(ctx, [{ action: "instance.started" }]);
  const holder = await pool.connect();
  await holder.query("BEGIN; SELECT FROM audit_head FOR UPDATE");
  const refused = audit.record(ctx, [{ action: "instance.started" }]).catch((error: unknown) => error);
  await expect.poll(health).toBe("the audit log does not answer in time");
  expect(await refused).toMatchObject({ code: "unavailable", context: { retryAfterSeconds: 2 } });
  expect(await health()).toBe("the audit log cannot be written");
  await holder.query("ROLLBACK");
  holder.release();
  await audit.record(ctx, [{ action: "instance.started" }]);
  expect(await health()).toBeNull();
});
