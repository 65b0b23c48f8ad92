import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

export interface Migration {
  readonly name: string;
  readonly script: string;
  readonly checksum: string;
  /** Null: the whole script in one transaction. Else its statements, each outside of any transaction. */
  readonly statements: readonly IndexStatement[] | null;
}

/** A statement that may be repeated after it was interrupted. */
export interface IndexStatement {
  readonly text: string;
  readonly kind: "create" | "drop";
  readonly index: string;
}

const NO_TRANSACTION = /^-- strongroom: no transaction\s*\n/;
const INDEX_STATEMENT =
  /^(CREATE (?:UNIQUE )?INDEX CONCURRENTLY|DROP INDEX CONCURRENTLY IF EXISTS) "?(\w+)"?(?: ON [\s\S]+)?$/;

/** Reads all migrations of a folder, in their order. Throws an Error for one that cannot be run as it is marked. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = await readMigrationNames(folder);
  return Promise.all(
    names.map(async (name) => {
      const script = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { name, script, checksum: checksumOf(script), statements: statementsOf(name, script) };
    }),
  );
}

/** A checkout may change the line ends; Prisma accepts that too. */
export function isChecksumOf({ script, checksum }: Migration, applied: string): boolean {
  return applied === checksum || applied === checksumOf(withUnixLineEnds(script));
}

/** The names of all migrations of a folder, in their order. */
export async function readMigrationNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names.sort();
}

function statementsOf(name: string, script: string): IndexStatement[] | null {
  const text = withUnixLineEnds(script);
  if (!NO_TRANSACTION.test(text)) return null;
  const bare = text.replaceAll(/^[ \t]*--.*$/gm, "");
  const parts = bare.split(";").map((part) => part.trim());
  return parts.filter((part) => part !== "").map((part) => indexStatement(name, part));
}

function indexStatement(name: string, text: string): IndexStatement {
  const [, head = "", index = ""] = INDEX_STATEMENT.exec(text) ?? [];
  if (head) return { text, kind: head.startsWith("CREATE") ? "create" : "drop", index };
  throw new Error(
    `the migration ${name} has a statement that cannot be repeated: without a transaction there may be CREATE INDEX CONCURRENTLY and DROP INDEX CONCURRENTLY IF EXISTS alone`,
  );
}

function checksumOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

function withUnixLineEnds(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
