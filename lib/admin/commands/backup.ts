import { readIdentities } from "@/lib/backup/encryption";
import { newFile, withBackupFile } from "@/lib/backup/file";
import type { BackupSummary } from "@/lib/backup/model";
import { makeBackup, recordRestored, verifyBackup } from "@/lib/backup/service";
import type { Ctx } from "@/lib/context";
import { counted } from "@/lib/counted";
import { shownKeyId } from "@/lib/crypto/master-key";
import { openLog } from "@/lib/platform/log";
import { readSettings } from "@/lib/platform/settings";
import { backupChecks } from "@/lib/runtime/backup-checks";
import { restoreDatabase } from "@/lib/runtime/restoring";
import { type Answer, type Shell, withInstance } from "../shell";
import { verifyAudit } from "./audit";

export interface BackUpOptions {
  /** Whom it is encrypted for. */
  readonly recipient: readonly string[];
}

export interface ReadOptions {
  /** A file. */
  readonly identity?: string;
}

/** Writes a backup into a new file, beside a running server or without one. */
export async function backUp(shell: Shell, path: string, { recipient }: BackUpOptions): Promise<Answer> {
  const startedAt = performance.now();
  const onRows = rowsLine(shell.notes, "written");
  const made = await withInstance(shell, async ({ ctx }) =>
    makeBackup(ctx, newFile(path, recipient), await ctx.backups.checks(), { onRows }),
  ).finally(() => clearLine(shell.notes));
  const seconds = secondsSince(startedAt);
  return {
    data: { file: path, bytes: made.bytes, seconds, ...dataOf(made) },
    lines: [
      `Wrote ${path}, ${counted(made.bytes, "byte")}, in ${seconds} s, and read it again: it is right.`,
      ...linesOf(made),
      "Keep that key in another place than this file: whoever has both can read every value.",
    ],
  };
}

/** Reads a whole backup and says what is in it. Needs the master key, and no database. */
export async function verify(shell: Shell, path: string, options: ReadOptions): Promise<Answer> {
  const checks = await backupChecks({ ...shell, settings: readSettings(shell.env) });
  const identities = await identitiesOf(options);
  const found = await withBackupFile(path, shell.input, identities, (openFile) =>
    verifyBackup(openFile(), checks),
  );
  return {
    data: { file: path, ...dataOf(found) },
    lines: ["The backup is right: every hash fits, and the master key at hand opens it.", ...linesOf(found)],
  };
}

/** Makes an empty database what the backup holds, starts the program on it once and checks its log and seals. */
export async function restore(shell: Shell, path: string, options: ReadOptions): Promise<Answer> {
  const startedAt = performance.now();
  const settings = readSettings(shell.env);
  const log = openLog({ logLevel: "warn" }, process.stderr);
  const onRows = rowsLine(shell.notes, "loaded");
  const identities = await identitiesOf(options);
  const restored = await withBackupFile(path, shell.input, identities, (openFile) =>
    restoreDatabase({ env: shell.env, root: shell.root, settings, log }, openFile, onRows),
  ).finally(() => clearLine(shell.notes));
  const confirmed = await withInstance(shell, ({ ctx }) => confirm(ctx, restored)).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `all rows are restored, but what follows failed: ${reason}. Run audit verify, then start the program`,
      { cause: error },
    );
  });
  const seconds = secondsSince(startedAt);
  return {
    ...confirmed,
    data: { ...dataOf(restored), seconds, audit: confirmed.data },
    lines: [`Restored in ${seconds} s.`, ...linesOf(restored), ...confirmed.lines],
  };
}

/** What opens the file, as far as it is encrypted. */
export async function identitiesOf({ identity }: ReadOptions): Promise<readonly string[]> {
  return identity === undefined ? [] : readIdentities(identity);
}

async function confirm(ctx: Ctx, restored: BackupSummary): Promise<Answer> {
  await recordRestored(ctx, restored);
  return verifyAudit(ctx, { expectedHead: restored.header.auditHead });
}

function dataOf({ header, tables, rows, sha256 }: BackupSummary) {
  const { madeAt, organisation, masterKeyId, auditHead, migrations } = header;
  const lastMigration = migrations.at(-1);
  return { madeAt, organisation, tables, rows, sha256, masterKeyId, auditHead, lastMigration };
}

function linesOf({ header, tables, rows }: BackupSummary): string[] {
  const { madeAt, organisation, masterKeyId, auditHead } = header;
  return [
    `${organisation} as of ${madeAt}: ${counted(rows, "row")} in ${counted(tables, "table")}; nobody's session is in it.`,
    `The audit log ends there at ${auditHead.seq}:${auditHead.hash}`,
    `It needs master key ${shownKeyId(masterKeyId)}, which is not in it.`,
  ];
}

const SHOWN_EVERY_MS = 200;

/** How many rows are done, on a terminal, in one line. */
function rowsLine(notes: NodeJS.WriteStream, what: string): (done: number, of?: number) => void {
  let shownAt = 0;
  return (done, of) => {
    if (!notes.isTTY || performance.now() - shownAt < SHOWN_EVERY_MS) return;
    shownAt = performance.now();
    const total = of === undefined ? "" : ` of ${of.toLocaleString("en")}`;
    notes.write(`\r\x1b[K${done.toLocaleString("en")}${total} rows ${what}`);
  };
}

function clearLine(notes: NodeJS.WriteStream): void {
  if (notes.isTTY) notes.write("\r\x1b[K");
}

function secondsSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) / 100) / 10;
}
