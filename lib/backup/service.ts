import type { Readable } from "node:stream";
import type { PoolClient } from "pg";
import { auditHead } from "@/lib/audit/service";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { shownKeyId } from "@/lib/crypto/master-key";
import type { Pool } from "@/lib/db/client";
import { makeSchema } from "@/lib/db/migrate";
import { type BackupPart, readBackup, writeBackup } from "./format";
import { headerCheck } from "./header-check";
import { type BackupSummary, type BackupTable, type Checks, FORMAT, FORMAT_VERSION } from "./model";
import type { BackupTarget, WrittenFile } from "./proving";
import { type BackupState, backupState } from "./state";
import * as store from "./store";

/** Is told now and then how many rows are done. */
export type OnRows = (rows: number) => void;

export interface MadeBackup extends BackupSummary, WrittenFile {}

interface MakeOptions {
  readonly onRows?: OnRows;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes all of the database, as it is at one moment, into a new file, while others go on. The file has its name once it is whole
 * on the disk and was read again and found right. Throws an Error of one line, and leaves no file behind.
 */
export async function makeBackup(
  ctx: Ctx,
  target: BackupTarget,
  checks: Checks,
  { onRows = () => {}, signal }: MakeOptions = {},
): Promise<MadeBackup> {
  await authorize(ctx, "backup.make", null);
  const made = await target.write<BackupSummary>(
    {
      make: (write) =>
        store.inSnapshot(ctx.pool, async (client) => {
          const facts = await store.headerFacts(client);
          if (!facts) throw new Error("this database lost its instance key; restore it from a backup");
          const header = {
            ...({ format: FORMAT, version: FORMAT_VERSION, madeAt: ctx.now().toISOString() } as const),
            ...{ ...facts, auditHead: await auditHead(client) },
          };
          const tables = await store.backupTables(client);
          const parts = partsOf(client, tables, onRows);
          await write(writeBackup(header, ctx.keys.derive("backup"), parts));
        }),
      check: (file) => verifyBackup(file, checks),
    },
    signal,
  );
  const { header, rows, sha256 } = made;
  const detail = { rows, masterKey: shownKeyId(header.masterKeyId), sha256 };
  await ctx.audit.record(ctx, [{ action: "backup.made", target: { name: target.name }, detail }]);
  return made;
}

/** Puts on record, in the restored log itself, that this database was made from a backup. */
export async function recordRestored(ctx: Ctx, { header, rows, sha256 }: BackupSummary): Promise<void> {
  await authorize(ctx, "backup.make", null);
  const { madeAt, masterKeyId, auditHead: end } = header;
  const detail = { madeAt, rows, sha256, masterKey: shownKeyId(masterKeyId), head: `${end.seq}:${end.hash}` };
  await ctx.audit.record(ctx, [{ action: "backup.restored", detail }]);
}

/** How the backups stand that are made by themselves; null where none are. */
export async function readBackups(ctx: Ctx): Promise<BackupState | null> {
  await authorize(ctx, "backup.read", null);
  return backupState(ctx.pool, ctx.backups.settings, ctx.now());
}

/** Each table with its rows, which are counted by the database as well. */
async function* partsOf(
  client: PoolClient,
  tables: readonly BackupTable[],
  onRows: OnRows,
): AsyncGenerator<BackupPart> {
  let done = 0;
  async function* counted(table: BackupTable) {
    const before = done;
    for await (const batch of store.rowsOf(client, table)) {
      yield batch;
      done += batch.length;
      onRows(done);
    }
    const count = await store.countRows(client, table);
    if (done - before !== count)
      throw new Error(`${table.name} has ${count} rows, and ${done - before} were read`);
  }
  for (const table of tables) yield { ...table, rows: counted(table) };
}

/**
 * Reads a whole backup and checks its hashes, that this build knows the version that made it, and that the master key at
 * hand opens its keys and a stored value. Throws an Error of one line that names what is wrong.
 */
export async function verifyBackup(source: Readable, checks: Checks): Promise<BackupSummary> {
  return readBackup(source, { header: headerCheck(checks) });
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
