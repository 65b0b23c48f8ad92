import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { sealing } from "@/test/seals";
import { testFullTables } from "./full-tables.fixture";
import { runOn, sealedRows } from "./store";
import { fieldsOf, SEALED_TABLES, TABLE_NAMES, type TableName } from "./tables";

const { ctx, database, db, pool } = await testFullTables();

interface Column {
  readonly name: string;
  readonly type: string;
}

async function columnsOf(table: TableName): Promise<Column[]> {
  const { rows } = await pool.query<Column>(
    `SELECT column_name AS name, udt_name AS type FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`,
    [table],
  );
  return rows.filter(({ name }) => name !== "seal");
}

const isIntact = async (table: TableName) => {
  const rows = await sealedRows(runOn(pool), table, null, 10);
  if (rows.length === 0) throw new Error(`no row in ${table}`);
  return rows.every((row) => ctx.seals.fits(table, row));
};

/** Another value of a column's type. */
function otherValue({ name, type }: Column): string {
  switch (type) {
    case "uuid":
      return `'${newId()}'::uuid`;
    case "timestamptz":
      return `${name} + interval '1 ms'`;
    case "bool":
      return `NOT ${name}`;
    case "int4":
    case "int8":
      return `${name} + 1`;
    case "bytea":
      return `${name} || '\\x00'::bytea`;
    case "_text":
      return `array_append(${name}, 'x')`;
    case "_uuid":
      return `array_append(${name}, '${newId()}'::uuid)`;
    case "jsonb":
      return `coalesce(${name}, '{}'::jsonb) || '{"x": 1}'::jsonb`;
    case "text":
      return `${name} || 'x'`;
    default:
      return `(SELECT other FROM unnest(enum_range(NULL::"${type}")) AS other WHERE other <> ${name} LIMIT 1)`;
  }
}

const tamper = (statement: string) => pool.query(statement);

/** Runs a test on a table whose first row may be changed, and puts it back. */
async function onTable(
  table: TableName,
  test: (change: (set: string) => Promise<boolean>) => Promise<void>,
): Promise<void> {
  await tamper(`DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT * FROM ${table}`);
  const putBack = () => tamper(`DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM kept`);
  expect(await isIntact(table)).toBe(true);
  try {
    await test(async (set) => {
      await tamper(`UPDATE ${table} SET ${set} WHERE ctid = (SELECT min(ctid) FROM ${table})`);
      const result = await isIntact(table);
      await putBack();
      return result;
    });
  } finally {
    await putBack();
    await tamper("DROP TABLE kept");
  }
}

test.each(TABLE_NAMES)(
  "every column of %s is sealed, or on the list of those that grant nothing",
  async (table) => {
    const open: readonly string[] = SEALED_TABLES[table].open;
    const columns = await columnsOf(table);
    expect(open.filter((name) => !columns.some((column) => column.name === name))).toEqual([]);
    await onTable(table, async (change) => {
      for (const column of columns) {
        const isIntact = await change(`${column.name} = ${otherValue(column)}`);
        expect([column.name, isIntact]).toEqual([column.name, open.includes(column.name)]);
      }
    });
  },
);

test.each(TABLE_NAMES)("in %s a seal that is empty, short, long or made up is none", async (table) => {
  await onTable(table, async (change) => {
    for (const forged of ["''", "substr(seal, 1, 31)", "seal || '\\x00'", "sha256(seal)"])
      expect([forged, await change(`seal = ${forged}`)]).toEqual([forged, false]);
  });
});

test("versions that change their numbers take the secret's seal with them", async () => {
  const secret = await db.secret.findFirstOrThrow({ orderBy: { id: "asc" } });
  const { shape: _shape, ...first } = await db.secretVersion.findFirstOrThrow({
    where: { secretId: secret.id },
  });
  const data = { ...first, id: newId(), number: 2 };
  await db.secretVersion.create({ data });
  await sealing(
    ctx,
    "secret_versions",
    db.secret.update({ where: { id: secret.id }, data: { currentVersion: 2 } }),
  );
  await sealing(ctx, "secrets", Promise.resolve());
  expect(await isIntact("secrets")).toBe(true);
  await tamper("UPDATE secret_versions SET number = -number; UPDATE secret_versions SET number = 3 + number");
  expect(await isIntact("secrets")).toBe(false);
});

test("no table that grants something is left out", async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1",
  );
  const unsealed = rows
    .map(({ name }) => name)
    .filter((name) => !TABLE_NAMES.some((table) => table === name));
  expect(unsealed).toEqual([
    "_prisma_migrations",
    // Encrypted and bound to their ids.
    "allowlist_answers",
    // Grant nothing: they keep a secret from being deleted, and decide what a list shows.
    "allowlist_references",
    "audit_activity",
    "audit_blocks",
    "audit_checkpoints",
    // Chained.
    "audit_events",
    "audit_head",
    // What events are found by, and the tree over them, whose ends are signed: docs/audit.md.
    "audit_index",
    "audit_names",
    // Up to where the log was sent to others.
    "audit_streams",
    "audit_tiles",
    // How the scheduled backups stand: whoever changes that can delay or hide one.
    "backup_state",
    "declarations",
    // A limit.
    "group_comparisons",
    // What a sealed import planned: name and place are made again from it before anything is stored.
    "import_entries",
    // Wrapped under the master key.
    "instance_keys",
    // Who runs, as each instance says of itself.
    "instances",
    // Written after the answer, for people to look at; and by the strategy `leastUsed`.
    "key_pool_counts",
    "master_keys",
    // What people want to be told, as far as their role lets them, and what became of it: it goes to sealed addresses.
    "notice_choices",
    "notice_deliveries",
    // Written after the answer, for people to look at.
    "personal_reads",
    "project_keys",
    // Remind people to try their shares; a share is nowhere.
    "recovery_sheets",
    // A limit.
    // How far a rotation is: whoever changes that can delay or stop it, but not say where anything goes.
    "rotations",
    "secret_comparisons",
    // Written after the answer, for people to look at.
    "secret_last_reads",
    "secret_reads",
    // Deleting from these is still possible: see docs/sealed-rows.md.
    "spent_challenges",
    // What a sealed sync wrote, with keyed hashes: nothing is removed by a row alone.
    "sync_entries",
    "throttles",
    // Encrypted and bound to their ids.
    "trigger_deliveries",
  ]);
});

test("a column that came later leaves the seals of rows from before as they are, until it is set", () => {
  const environment = { id: "e", projectId: "p", slug: "production" };
  expect(fieldsOf("environments", { ...environment, changePolicy: null })).toEqual(["e", "p", "production"]);
  expect(fieldsOf("environments", { ...environment, changePolicy: { approvals: 1 } })).toHaveLength(4);
});
