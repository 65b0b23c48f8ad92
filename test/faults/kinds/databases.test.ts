import { createReadStream } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verifyAudit } from "@/lib/admin/commands/audit";
import { newFile } from "@/lib/backup/file";
import { loadBackup, makeBackup } from "@/lib/backup/service";
import { closeDatabase, type DatabaseAddress, openDatabase, type Pool } from "@/lib/db/client";
import { applyMigrations } from "@/lib/db/migrate";
import { emptyDatabase, newDatabase } from "../../database";
import { processServices } from "../../process-services";
import { tablesOf } from "../../security/state";
import { checksOf } from "../operations/backup";
import { creating } from "../operations/secrets";
import { randomFor } from "../random";
import { type Point, statementProxy } from "../statement-proxy";
import { openScene } from "../strike";
import { tallyOf, times } from "../tally";
import { toldOf } from "../told";

const MIGRATIONS = "prisma/migrations";
const WHEN = ["before", "after"] as const;
const scene = await openScene();

async function withPool<T>(address: DatabaseAddress, work: (pool: Pool) => Promise<T>): Promise<T> {
  const opened = openDatabase(address, () => {});
  return work(opened.pool).finally(() => closeDatabase(opened));
}

/** What `pg_catalog` knows of tables, columns, indexes, constraints, triggers and functions. */
async function schemaOf(address: DatabaseAddress): Promise<string[]> {
  const { rows } = await withPool(address, (pool) =>
    pool.query<{ line: string }>(`
      SELECT format('column %s.%s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull) AS line
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      UNION ALL SELECT pg_get_indexdef(indexrelid) || CASE WHEN indisvalid THEN '' ELSE ' half built' END
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'public'::regnamespace
      UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace
      UNION ALL SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE NOT tgisinternal AND c.relnamespace = 'public'::regnamespace
      UNION ALL SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL
      ORDER BY 1`),
  );
  return rows.map(({ line }) => line);
}

test("connection lost while migrations are applied", async () => {
  const kind = "connection lost while migrations are applied";
  const [tally, random] = [tallyOf(kind), randomFor(kind)];
  const database = await emptyDatabase();
  const proxy = await statementProxy(database);
  const whole = await schemaOf(await newDatabase());
  const apply = (address: DatabaseAddress) => withPool(address, (pool) => applyMigrations(pool, MIGRATIONS));
  for (let tries = 0; tries < times(200, 12) && tally.hasTime(); tries += 1) {
    proxy.arm({ statement: random.between(1, 16), when: random.oneOf(WHEN) });
    const outcome = await apply(proxy.address).catch((error: Error) => error.message);
    const isStruck = proxy.disarm();
    if (isStruck) tally.inject();
    if (typeof outcome !== "string" && !isStruck) break;
    tally.told(typeof outcome === "string" ? "refused" : "done");
    if (typeof outcome === "string" && outcome.includes("\n")) tally.lose(`told ${outcome}`);
  }
  await apply(database).catch((error: Error) => tally.needHand(error.message));
  const schema = await schemaOf(database);
  if (schema.join() !== whole.join()) tally.lose(`another schema: ${difference(schema, whole)}`);
  expect(tally.troubles()).toEqual([]);
});

function difference(left: readonly string[], right: readonly string[]): string[] {
  return [...left.filter((line) => !right.includes(line)), ...right.filter((line) => !left.includes(line))];
}

test("connection lost while a backup is restored", async () => {
  const kind = "connection lost while a backup is restored";
  const [tally, random] = [tallyOf(kind), randomFor(kind)];
  const { outside, base } = scene;
  for (let n = 0; n < 20; n += 1) await creating.run(outside, await creating.prepare(outside, base));
  const path = join(base.folder, "backup");
  const checks = checksOf(base.masterKey);
  const { rows } = await makeBackup(outside, newFile(path), checks);
  const load = (address: DatabaseAddress) =>
    withPool(address, (pool) => loadBackup(pool, createReadStream(path), checks));
  const statements = await statementsOf(load);

  let database = await emptyDatabase();
  let proxy = await statementProxy(database);
  for (let n = 0; n < times(80, 2) && tally.hasTime(); n += 1) {
    const point: Point = { statement: random.between(1, statements), when: random.oneOf(WHEN) };
    proxy.arm(point);
    const told = await toldOf(load(proxy.address));
    if (!proxy.disarm()) continue;
    tally.inject();
    tally.told(told);
    const isEmpty = (await withPool(database, tablesOf)).length === 0;
    if (isEmpty !== (told === "refused") && told !== "unknown")
      tally.lose(`at ${JSON.stringify(point)}: told ${told}, empty: ${isEmpty}`);
    if (isEmpty) continue;
    await checkRestored(database);
    database = await emptyDatabase();
    proxy = await statementProxy(database);
  }
  const restored = await load(database).catch((error: Error) => error);
  if (restored instanceof Error) tally.needHand(restored.message);
  else expect(restored.rows).toBe(rows);
  await checkRestored(database);
  expect(tally.troubles()).toEqual([]);

  async function checkRestored(address: DatabaseAddress): Promise<void> {
    const services = await processServices({ address, masterKey: base.masterKey });
    const { isBad, lines } = await verifyAudit({ ...outside, ...services }, {});
    if (isBad) tally.breakChain(lines.join(" "));
    await Promise.all([services.audit.close(), services.usage.close(), services.pools.close()]);
    await closeDatabase(services);
  }
});

async function statementsOf(work: (address: DatabaseAddress) => Promise<unknown>): Promise<number> {
  const proxy = await statementProxy(await emptyDatabase());
  proxy.arm({ statement: Number.POSITIVE_INFINITY, when: "before" });
  await work(proxy.address);
  return proxy.passed();
}
