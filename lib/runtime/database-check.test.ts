import { randomBytes } from "node:crypto";
import type { Pool } from "pg";
import { describe, expect, inject, test } from "vitest";
import { closeDatabase, type DatabaseAddress, openDatabase } from "@/lib/db/client";
import { isPooledByTransaction } from "@/lib/db/pooler";
import { afterwards } from "@/test/afterwards";
import { newDatabase } from "@/test/database";
import { databaseProxy } from "@/test/database-proxy";
import { dropDatabase, runSql, urlOf, withDatabase } from "@/test/server";
import { checkDatabase } from "./database-check";

async function refusalOf(address: DatabaseAddress, url: string): Promise<string> {
  const opened = openDatabase(address, () => {});
  const refused = await checkDatabase(opened.pool, url).then(
    () => "none",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  await closeDatabase(opened);
  return refused;
}

test.each(["SQL_ASCII", "LATIN1"])(
  "a database with the encoding %s is refused in one line",
  async (encoding) => {
    const server = inject("databaseServer");
    const name = `strongroom_test_${randomBytes(6).toString("hex")}`;
    await runSql(
      server,
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING '${encoding}' LOCALE_PROVIDER libc LOCALE 'C'`,
    );
    afterwards(() => dropDatabase(server, name));
    const address = withDatabase(server, name);
    expect(await refusalOf(address, "postgresql://u:hidden@h/vault")).toBe(
      `the database vault at h:5432 has the encoding ${encoding}, which cannot hold every text: make it anew with ENCODING 'UTF8'`,
    );
  },
);

test("what PostgreSQL says when it lets nobody in is told, the password is not", async () => {
  const { address } = await databaseProxy(await newDatabase());
  const url = new URL(address.url);
  url.username = "nobody_of_that_name";
  url.password = "canary-7d20";
  const refusal = await refusalOf({ url: url.href }, url.href);
  expect(refusal).toContain('cannot be used: role "nobody_of_that_name" does not exist');
  expect(refusal).not.toContain("canary");
  expect(
    await refusalOf(
      { url: "postgresql://u:canary@127.0.0.1:1/vault" },
      "postgresql://u:canary@127.0.0.1:1/vault",
    ),
  ).toBe("the database vault at 127.0.0.1:1 cannot be used: connect ECONNREFUSED 127.0.0.1:1");
});

describe("a pooler", () => {
  /** Gives connections of a stock to transactions, or to clients for as long as they are connected. */
  function poolBehind(mode: "transaction" | "session", order: "first" | "last", stock: number): Pool {
    const free = Array.from({ length: stock }, (_, i) => 100 + i);
    const take = () => (order === "first" ? free.shift() : free.pop());
    const connect = async () => {
      const own = mode === "session" ? take() : undefined;
      let held: number | undefined;
      return {
        processID: 1,
        release: () => {},
        query: async (text: string) => {
          if (text === "BEGIN") held = own ?? take();
          const pid = held ?? own ?? take();
          if (text === "ROLLBACK") held = undefined;
          if (held === undefined && own === undefined && pid !== undefined) free.push(pid);
          return { rows: [{ pid }] };
        },
      };
    };
    return { connect } as unknown as Pool;
  }

  test.each(["first", "last"] as const)(
    "in transaction mode is noticed, whichever connection it hands out: %s",
    async (order) => {
      for (const stock of [3, 4, 5, 20]) {
        expect(await isPooledByTransaction(poolBehind("transaction", order, stock))).toBe(true);
      }
    },
  );

  test("in session mode is as good as none", async () => {
    expect(await isPooledByTransaction(poolBehind("session", "last", 20))).toBe(false);
    const opened = openDatabase(await newDatabase(), () => {});
    afterwards(() => closeDatabase(opened));
    expect(await isPooledByTransaction(opened.pool)).toBe(false);
    await checkDatabase(opened.pool, urlOf(await newDatabase()));
  });
});
