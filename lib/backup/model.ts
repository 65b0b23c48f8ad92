import { z } from "zod";
import type { MasterKey } from "@/lib/crypto/master-key";
import type { BackupSettings } from "@/lib/platform/backup-settings";

export const FORMAT = "strongroom-backup";
export const FORMAT_VERSION = 1;

const text = z.string().min(1);

/** The first line of a backup. Keys are in it wrapped and values sealed; the master key is not. */
export const backupHeader = z.object({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  madeAt: text,
  organisation: text,
  /** The names of all migrations that made the tables. */
  migrations: z.array(text),
  /** The end of the audit log. */
  auditHead: z.object({ seq: z.number().int(), hash: text }),
  masterKeyId: text,
  instanceKey: z.object({ id: text, wrapped: text }),
  /** One stored value and its key, by which it is told that the values can be opened; null where there is none. */
  sample: z
    .object({
      projectId: text,
      secretId: text,
      versionId: text,
      value: text,
      keyId: text,
      wrapped: text,
      masterKeyId: text,
    })
    .nullable(),
});
export type BackupHeader = z.output<typeof backupHeader>;

/** The rows of one table. Columns are in the order in which the rows have them. */
export interface BackupTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** What is in a backup. */
export interface BackupSummary {
  readonly header: BackupHeader;
  readonly tables: number;
  readonly rows: number;
  /** Of the whole, in hex. */
  readonly sha256: string;
}

/** What a backup is checked against. */
export interface Checks {
  /** All that there are. */
  readonly masterKeys: readonly MasterKey[];
  /** Folder of this build's migrations. */
  readonly migrations: string;
}

/** What the backups that are made by themselves go by. */
export interface Backups {
  /** Null: there are none. */
  readonly settings: BackupSettings | null;
  readonly checks: () => Promise<Checks>;
  /** Is told why one failed. */
  readonly onFailure: (reason: string) => void;
}

/** Tables whose rows are in no backup, and why. Every other table of the program is in each. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  _prisma_migrations: "a restore applies the migrations that the header names",
  sessions: "whoever was signed out since the backup would be signed in again",
  instances: "they run on the database that was backed up",
  pending_sign_ins: "a half-finished sign-in would go on",
  backup_state: "it tells of the backups, not of what is in them",
};
