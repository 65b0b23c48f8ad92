import { basename } from "node:path";
import type { Readable } from "node:stream";
import { auditHead } from "@/lib/audit/service";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { type MasterKeys, shownKeyId } from "@/lib/crypto/master-key";
import type { Pool } from "@/lib/db/client";
import { makeSchema } from "@/lib/db/migrate";
import { readMigrationNames } from "@/lib/db/migration-files";
import { writeNewFile } from "./file";
import { type BackupPart, readBackup, writeBackup } from "./format";
import { openBackupKeys } from "./keys";
import { type BackupSummary, type BackupTable, FORMAT, FORMAT_VERSION } from "./model";
import * as store from "./store";

/** Is told now and then how many rows are done. */
export type OnRows = (rows: number) => void;

/** What a backup is checked against. */
export interface Checks {
  readonly masterKeys: MasterKeys;
  /** Folder of this build's migrations. */
  readonly migrations: string;
}

export interface MadeBackup extends BackupSummary {
  readonly bytes: number;
}

/**
 * Writes all of the database, as it is at one moment, into a new file, while others go on. The file has its name once it is whole
 * on the disk and was read again and found right. Throws an Error of one line, and leaves no file behind.
 */
export async function makeBackup(
  ctx: Ctx,
  path: string,
  checks: Checks,
  onRows: OnRows = () => {},
): Promise<MadeBackup> {
  await authorize(ctx, "backup.make", null);
  const made = await writeNewFile(
    path,
    (write) =>
      store.inSnapshot(ctx.pool, async (client) => {
        const facts = await store.headerFacts(client);
        if (!facts) throw new Error("this database lost its instance key; restore it from a backup");
        const header = {
          ...({ format: FORMAT, version: FORMAT_VERSION, madeAt: ctx.now().toISOString() } as const),
          ...{ ...facts, auditHead: await auditHead(client) },
        };
        const tables = await store.backupTables(client);
        const key = ctx.keys.derive("backup");
        await write(
          writeBackup(
            header,
            key,
            partsOf(tables, (table) => store.rowsOf(client, table), onRows),
          ),
        );
      }),
    (file) => verifyBackup(file, checks),
  );
  const { header, rows, sha256 } = made;
  const detail = { rows, masterKey: shownKeyId(header.masterKeyId), sha256 };
  await ctx.audit.record(ctx, [{ action: "backup.made", target: { name: basename(path) }, detail }]);
  return made;
}

/** Puts on record, in the restored log itself, that this database was made from a backup. */
export async function recordRestored(ctx: Ctx, { header, rows, sha256 }: BackupSummary): Promise<void> {
  await authorize(ctx, "backup.make", null);
  const { madeAt, masterKeyId, auditHead: end } = header;
  const detail = { madeAt, rows, sha256, masterKey: shownKeyId(masterKeyId), head: `${end.seq}:${end.hash}` };
  await ctx.audit.record(ctx, [{ action: "backup.restored", detail }]);
}

async function* partsOf(
  tables: readonly BackupTable[],
  rowsOf: (table: BackupTable) => AsyncIterable<readonly string[]>,
  onRows: OnRows,
): AsyncGenerator<BackupPart> {
  let done = 0;
  async function* counted(rows: AsyncIterable<readonly string[]>) {
    for await (const batch of rows) {
      yield batch;
      done += batch.length;
      onRows(done);
    }
  }
  for (const table of tables) yield { ...table, rows: counted(rowsOf(table)) };
}

/**
 * Reads a whole backup and checks its hashes, that this build knows the version that made it, and that the master key at
 * hand opens its keys and a stored value. Throws an Error of one line that names what is wrong.
 */
export async function verifyBackup(source: Readable, checks: Checks): Promise<BackupSummary> {
  return readBackup(source, { header: headerCheck(checks) });
}

function headerCheck({ masterKeys, migrations }: Checks) {
  return async (header: BackupSummary["header"]): Promise<Buffer> => {
    const known = await readMigrationNames(migrations);
    const unknown = header.migrations.find((name) => !known.includes(name));
    if (unknown) {
      throw new Error(
        `the backup was made by a newer version of Strongroom (this build does not know its migration ${unknown}): use that version or a later one`,
      );
    }
    return openBackupKeys(header, masterKeys);
  };
}

/**
 * Makes the tables in an empty database, as the version had them that made the backup, and loads every row, in one transaction:
 * whatever fails, the database stays empty. Later migrations are left to the next start. Throws an Error of one line.
 */
export async function loadBackup(
  pool: Pool,
  source: Readable,
  checks: Checks,
  onRows: OnRows = () => {},
): Promise<BackupSummary> {
  const check = headerCheck(checks);
  return store.atOnce(pool, async (client) => {
    let putBack = async () => {};
    let load = async (_rows: readonly string[]) => {};
    let done = 0;
    const loaded = await readBackup(source, {
      header: async (header) => {
        const key = await check(header);
        await makeSchema(client, checks.migrations, new Set(header.migrations));
        putBack = await store.liftChecks(client);
        return key;
      },
      table: async (table) => {
        load = await store.openLoading(client, table);
      },
      rows: async (rows) => {
        await load(rows);
        done += rows.length;
        onRows(done);
      },
    });
    if (done !== loaded.rows) throw new Error(`${done} rows of ${loaded.rows} were loaded`);
    await putBack();
    return loaded;
  });
}
