import { randomUUID } from "node:crypto";
import type { ClientBase, Pool } from "pg";
import { bootForAdmin } from "@/lib/runtime/boot";

/**
 * Measures what the machine can write at most, beside a running program in which a secret was stored: the rows of one
 * creation, by one prepared statement on the program's own pool, with a commit for each and with 64 in a commit. Takes
 * the milliseconds of a measurement and the numbers of writers as arguments. Writes `{ single, batched }` as JSON, each
 * with `{ p50, p99, perSecond }` for every number of writers.
 */

const IN_A_COMMIT = 64;
/** Columns that differ in every row. Numbers of the chain only have to differ: nothing is chained. */
const FRESH = {
  secrets: ["id", "name", "name_folded", "variable"],
  secret_versions: ["id", "secret_id"],
  audit_events: ["id", "seq"],
} as const;

const [, , ms = "", ...counts] = process.argv;
const { runtime, stop } = await bootForAdmin(process.env, process.cwd());
const { pool } = runtime.services;
let seq = 0;
const { text, valuesOf } = await prepare();
const write = (on: Pool | ClientBase) => on.query({ name: "bench_plain", text, values: valuesOf() });

const single = await atEach(1, () => write(pool));
const batched = await atEach(IN_A_COMMIT, async () => {
  const client = await pool.connect();
  await client.query("BEGIN");
  for (let i = 0; i < IN_A_COMMIT; i += 1) await write(client);
  await client.query("COMMIT");
  client.release();
});
for (const table of Object.keys(FRESH)) await pool.query(`DROP TABLE bench_${table}`);
await stop();
process.stdout.write(JSON.stringify({ single, batched }));

/** Makes copies of the tables, indexes and all, and the statement that writes a row like the last one into each. */
async function prepare() {
  const values: (() => string | null)[] = [];
  const inserts: string[] = [];
  for (const [table, fresh] of Object.entries(FRESH)) {
    await pool.query(`CREATE TABLE bench_${table} (LIKE ${table} INCLUDING ALL)`);
    const { rows } = await pool.query(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY ctid DESC LIMIT 1`);
    const row: Readonly<Record<string, unknown>> = rows[0].row;
    const columns = Object.keys(row).filter((column) => row[column] !== null);
    const parameters = columns.map((column) => {
      const isFresh = fresh.some((one: string) => one === column);
      values.push(
        isFresh ? (column === "seq" ? () => String(++seq) : randomUUID) : () => String(row[column]),
      );
      return `$${values.length}`;
    });
    inserts.push(`INSERT INTO bench_${table} (${columns.join(", ")}) VALUES (${parameters.join(", ")})`);
  }
  const [secret, version, event] = inserts;
  return {
    text: `WITH secret AS (${secret}), version AS (${version}) ${event}`,
    valuesOf: () => values.map((value) => value()),
  };
}

async function atEach(rows: number, work: () => Promise<unknown>) {
  const loads = [];
  for (const writers of counts.map(Number)) loads.push(await load(rows, writers, work));
  return loads;
}

async function load(rows: number, writers: number, work: () => Promise<unknown>) {
  const startedAt = performance.now();
  const times: number[] = [];
  const writer = async () => {
    while (performance.now() - startedAt < Number(ms)) {
      const begun = performance.now();
      await work();
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  const seconds = (performance.now() - startedAt) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { p50: at(0.5), p99: at(0.99), perSecond: (times.length * rows) / seconds };
}
