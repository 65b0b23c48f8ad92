import type { Pool, Tx } from "@/lib/db/client";
import { type Sql, sqlIn, sqlOn, templateOf } from "@/lib/db/sql";
import type { SealedTable } from "./sealed-table";
import type { RowSeals } from "./seals";
import { SEALED_TABLES, type SealedFields, type SealedRow, type TableName } from "./tables";

/** Runs a text with values, on the pool or in a transaction. Tables and columns are only ever those of `SEALED_TABLES`. */
export type RunSql = <Row>(text: string, values: readonly unknown[]) => Promise<Row[]>;

export function runIn(tx: Tx): RunSql {
  return runBy(sqlIn(tx));
}

export function runOn(pool: Pool): RunSql {
  return runBy(sqlOn(pool));
}

function runBy(sql: Sql): RunSql {
  return (text, values) => sql(templateOf(text), ...values);
}

/** Whether the log has it that rows were sealed before. */
export async function wasSealed(tx: Tx): Promise<boolean> {
  const rows = await sqlIn(tx)`SELECT 1 FROM audit_events WHERE action = 'rows.sealed' LIMIT 1`;
  return rows.length > 0;
}

type Key<T extends TableName> = Partial<SealedFields<T>>;

/**
 * A row that is about to be changed, taken until the commit: what its seal covers, to be sealed again with the change. Null
 * when it is not there or not as the program wrote it: a change must never seal what somebody else put into a row.
 */
export async function lockSealed<T extends TableName>(
  tx: Tx,
  seals: Pick<RowSeals, "isIntact">,
  table: T,
  key: Key<T>,
): Promise<SealedFields<T> | null> {
  const run = runIn(tx);
  const { where, values } = whereOf(table, key);
  // What another transaction wrote while this one waited for the row is visible to the next statement only.
  if (table === "secrets")
    await run(`SELECT 1 AS locked FROM ${table} t WHERE ${where} FOR NO KEY UPDATE`, values);
  const [row] = await run<SealedRow<T>>(
    `SELECT ${columnsOf(table)} FROM ${table} t WHERE ${where} FOR NO KEY UPDATE`,
    values,
  );
  return row && seals.isIntact(table, row) ? row : null;
}

/** A row of this id as it stands, taken until the commit; or null. */
export async function lockFound(tx: Tx, table: TableName, id: readonly string[]): Promise<FoundRow | null> {
  const { where, values } = wholeKey(table, id);
  const { label } = SEALED_TABLES[table];
  const text = `SELECT ${columnsOf(table)}, t.${label}::text AS label FROM ${table} t WHERE ${where} FOR NO KEY UPDATE`;
  const [row] = await runIn(tx)<FoundRow>(text, values);
  return row ?? null;
}

/** Deletes the row of an id. */
export async function deleteFound(tx: Tx, table: TableName, id: readonly string[]): Promise<void> {
  const { where, values } = wholeKey(table, id);
  await runIn(tx)(`DELETE FROM ${table} t WHERE ${where}`, values);
}

/** Makes a person's number of second factors what it is by the rows that are there. */
export async function recountFactors(tx: Tx, userId: string): Promise<void> {
  await sqlIn(tx)`
    UPDATE users SET second_factor_count =
      (SELECT count(*) FROM totps WHERE user_id = users.id AND confirmed_at IS NOT NULL)
      + (SELECT count(*) FROM passkeys WHERE user_id = users.id)
    WHERE id = ${userId}::uuid`;
}

/** A row as it stands in a table, whatever was done to it. */
export type FoundRow = SealedRow<TableName> & { readonly label: string };

/** The next rows after the key of `after`, in the order of keys. */
export function sealedRows(
  run: RunSql,
  table: TableName,
  after: FoundRow | null,
  limit: number,
): Promise<FoundRow[]> {
  const { label } = SEALED_TABLES[table];
  const keys = keysOf(table);
  const row: Readonly<Record<string, unknown>> = after ?? {};
  const placeholders = keys.map(({ type }, i) => `$${i + 1}::${type}`).join(", ");
  const names = keys.map(({ column }) => `t.${column}`).join(", ");
  const text = `
    SELECT ${columnsOf(table)}, t.${label}::text AS label FROM ${table} t
    ${after ? `WHERE (${names}) > (${placeholders})` : ""} ORDER BY ${names} LIMIT ${limit}`;
  return run<FoundRow>(text, after ? keys.map(({ field }) => row[field]) : []);
}

/** Writes seals without looking at those that are there. Only for rows that nobody had sealed before. */
export async function writeSeals(
  run: RunSql,
  table: TableName,
  rows: readonly FoundRow[],
  seals: readonly Uint8Array[],
): Promise<void> {
  const keys = keysOf(table);
  const values = keys.map(({ field }) =>
    rows.map((row) => (row as Readonly<Record<string, unknown>>)[field]),
  );
  const placeholders = keys.map(({ type }, i) => `$${i + 1}::${type}[]`).join(", ");
  const same = keys.map(({ column }) => `t.${column} = n.${column}`).join(" AND ");
  const names = keys.map(({ column }) => column).join(", ");
  await run(
    `UPDATE ${table} t SET seal = n.seal::bytea
     FROM unnest(${placeholders}, $${keys.length + 1}::text[]) AS n (${names}, seal) WHERE ${same}`,
    [...values, seals.map((seal) => `\\x${Buffer.from(seal).toString("hex")}`)],
  );
}

function columnsOf(table: TableName): string {
  const { fields, sql = {} }: SealedTable = SEALED_TABLES[table];
  const names = Object.keys(fields).map((field) => `${sql[field] ?? `t.${snake(field)}`} AS "${field}"`);
  return [...names, "t.seal"].join(", ");
}

function keysOf(table: TableName) {
  return SEALED_TABLES[table].key.map((field) => ({ field, column: snake(field), type: typeOf(field) }));
}

function whereOf<T extends TableName>(table: T, key: Key<T>) {
  const { fields } = SEALED_TABLES[table];
  const entries = Object.entries(key).filter(([field]) => field in fields);
  const where = entries.map(([field], i) => `t.${snake(field)} = $${i + 1}${castOf(field)}`).join(" AND ");
  return { where, values: entries.map(([, value]) => value) };
}

/** All of a key, in its order. */
function wholeKey(table: TableName, id: readonly string[]) {
  const where = keysOf(table).map(({ column, type }, i) => `t.${column} = $${i + 1}::${type}`);
  return { where: where.join(" AND "), values: id };
}

function castOf(field: string): string {
  return typeOf(field) === "uuid" ? "::uuid" : "";
}

/** Ids are UUIDs everywhere. */
function typeOf(field: string): "uuid" | "text" {
  return field === "id" || (field.endsWith("Id") && field !== "publicId" && field !== "credentialId")
    ? "uuid"
    : "text";
}

function snake(field: string): string {
  return field.replace(/[A-Z]/g, (message) => `_${message.toLowerCase()}`);
}
