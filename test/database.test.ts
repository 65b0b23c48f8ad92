import { expect, test } from "vitest";
import { testDatabase } from "./database";

const { db, pool } = await testDatabase();

test("a test file gets a migrated, empty database", async () => {
  expect(await db.secret.count()).toBe(0);
  const applied = await pool.query(
    "SELECT count(*)::int AS n FROM _prisma_migrations WHERE finished_at IS NOT NULL",
  );
  expect(applied.rows[0].n).toBeGreaterThan(0);
});
