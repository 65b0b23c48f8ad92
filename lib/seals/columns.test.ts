import { randomBytes } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { ensureBuiltIns } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import { sealing } from "@/test/seals";
import { runOn, sealedRows } from "./store";
import { SEALED_TABLES, TABLE_NAMES, type TableName } from "./tables";

const { ctx, database } = await testContext();
const { db, pool } = ctx;
const now = ctx.now();
const later = new Date(now.getTime() + 1_000);
const seal = new Uint8Array();

interface Column {
  readonly name: string;
  readonly type: string;
}

/** One row in every sealed table, with something in every column. */
beforeAll(async () => {
  await ensureBuiltIns(ctx);
  const { id: projectId } = await db.project.findUniqueOrThrow({ where: { slug: "default" } });
  const environment = await db.environment.findFirstOrThrow({ where: { projectId }, orderBy: { id: "asc" } });
  const environmentId = environment.id;
  const [userId, secretId] = [newId(), newId()];
  const keys = await ctx.keys.project(projectId);
  const bytes = () => new Uint8Array(randomBytes(16));
  await db.user.create({
    data: {
      ...{
        id: userId,
        email: "a@example.com",
        name: "A",
        role: "member",
        passwordHash: "hash",
        createdAt: now,
      },
      ...{ lastSeenAt: now, lastEnvironmentId: environmentId, seal },
      sessions: {
        create: {
          ...{ id: newId(), tokenHash: bytes(), createdAt: now, lastUsedAt: now, expiresAt: later },
          ...{ confirmedAt: now, ip: "192.0.2.1", userAgent: "a", seal },
        },
      },
      pendingSignIns: {
        create: {
          ...{ id: newId(), tokenHash: bytes(), createdAt: now, expiresAt: later },
          ...{ methods: ["password"], enrolled: "totp", seal },
        },
      },
      totp: {
        create: { secret: "a:b:c", confirmedAt: now, lastStep: 3, nextSecret: "d:e:f", nextAt: now, seal },
      },
      recoveryCodes: { create: { id: newId(), codeHash: bytes(), createdAt: now, usedAt: now, seal } },
      passkeys: {
        create: {
          ...{ id: newId(), credentialId: bytes(), publicKey: bytes(), counter: 3n, transports: ["usb"] },
          ...{ name: "K", isBackedUp: false, createdAt: now, lastUsedAt: now, seal },
        },
      },
      identities: { create: { issuer: "https://i", subject: "s", createdAt: now, lastUsedAt: now, seal } },
    },
  });
  await db.invitation.create({
    data: {
      ...{ id: newId(), tokenHash: bytes(), email: "b@example.com", role: "member", createdAt: now },
      ...{ createdBy: "a", expiresAt: later, acceptedAt: now, revokedAt: now, seal },
    },
  });
  const names = { name: "N", nameFolded: "n", variable: "N" };
  const versionId = newId();
  await db.secret.create({
    data: {
      ...{
        ...names,
        id: secretId,
        environmentId,
        searchText: "n",
        createdAt: now,
        updatedAt: now,
        updatedBy: "a",
      },
      seal,
      versions: {
        create: {
          ...{ id: versionId, number: 1, value: "a:b:c", projectKeyId: keys.activeKeyId, fingerprint: "f" },
          ...{ origin: "restored", restoredFrom: 1, createdAt: now, createdBy: "a", seal },
        },
      },
    },
  });
  await db.sharedMapping.create({
    data: {
      ...{ id: newId(), environmentId, secretId, name: "M", nameFolded: "m", variable: "M" },
      ...{ createdAt: now, createdBy: "a", seal },
    },
  });
  await db.apiKey.create({
    data: {
      ...{ id: newId(), publicId: "p".repeat(16), secretHash: bytes(), name: "k", kind: "agent", projectId },
      ...{ environmentId, permissions: ["secrets:read"], allowedSecretIds: [secretId], isNarrowed: true },
      ...{ unresolvedNames: ["x"], createdAt: now, createdBy: "a", expiresAt: later, revokedAt: now },
      ...{ revokedBy: "a", lastUsedAt: now, lastUsedIp: "192.0.2.1", seal },
    },
  });
  await db.allowlistEndpoint.create({
    data: {
      ...{ id: newId(), environmentId, name: "E", nameFolded: "e", method: "POST", url: "https://e.example" },
      ...{ verification: "byHand", verifiedAt: now, verifiedBy: "a", configuration: { headers: [] } },
      ...{ createdAt: now, createdBy: "a", updatedAt: now, updatedBy: "a", seal },
    },
  });
  for (const table of TABLE_NAMES) await sealing(ctx, table, Promise.resolve());
  await dropConstraints();
});

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
      return `${name} || '{"x": 1}'::jsonb`;
    case "text":
      return `${name} || 'x'`;
    default:
      return `(SELECT other FROM unnest(enum_range(NULL::"${type}")) AS other WHERE other <> ${name} LIMIT 1)`;
  }
}

const tamper = (statement: string) => pool.query(statement);

/** As the owner of the tables can: then nothing else of the database stands in the way. */
async function dropConstraints(): Promise<void> {
  const { rows } = await pool.query<{ statement: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS statement
    FROM pg_constraint WHERE contype IN ('f', 'c') AND connamespace = current_schema()::regnamespace
    UNION ALL
    SELECT DISTINCT format('ALTER TABLE %s DISABLE TRIGGER USER', tgrelid::regclass)
    FROM pg_trigger WHERE NOT tgisinternal`);
  for (const { statement } of rows) await pool.query(statement);
}

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
  const first = await db.secretVersion.findFirstOrThrow({ where: { secretId: secret.id } });
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
    // Chained.
    "audit_events",
    "audit_head",
    "declarations",
    // Wrapped under the master key.
    "instance_keys",
    "master_keys",
    "project_keys",
    // A limit.
    "secret_comparisons",
    // Written after the answer, for people to look at.
    "secret_reads",
    // Deleting from these is still possible: see docs/sealed-rows.md.
    "spent_challenges",
    "throttles",
  ]);
});
