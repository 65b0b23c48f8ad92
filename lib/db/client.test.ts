import { expect, test } from "vitest";
import { testDatabase } from "@/test/database";
import { closeDatabase, openDatabase } from "./client";

const { pool, address } = await testDatabase();

test("a time stays the same instant in a database that is set to another time zone", async () => {
  const [database] = (await pool.query("SELECT current_database() AS name")).rows;
  await pool.query(`ALTER DATABASE ${database.name} SET timezone = 'Asia/Tokyo'`);
  const opened = openDatabase(address, () => {});
  try {
    const createdAt = new Date("2026-01-01T00:00:00.123Z");
    await opened.db.masterKey.create({ data: { id: "test", createdAt } });
    expect((await opened.pool.query("SELECT created_at FROM master_keys")).rows).toEqual([
      { created_at: createdAt },
    ]);
    expect(await opened.db.masterKey.findMany()).toMatchObject([{ createdAt }]);
  } finally {
    await closeDatabase(opened);
  }
});
