import type { Readable } from "node:stream";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { openValue } from "@/lib/crypto/value";
import { unwrapProjectKey } from "@/lib/crypto/wrapping";
import { readBackup } from "./format";
import { headerCheck } from "./header-check";
import type { BackupHeader, Checks } from "./model";
import { fieldsOf } from "./row";

/** Which secrets are taken out of a backup. */
export interface Wanted {
  readonly project: string;
  /** All of them unless told. */
  readonly environment?: string | undefined;
  /** The name of one; all of them unless told. */
  readonly secret?: string | undefined;
}

/** A secret with its current value, as it was then. */
export interface ExtractedSecret {
  readonly environment: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly audience: string;
  readonly value: Plaintext;
}

export interface Extract {
  readonly header: BackupHeader;
  readonly secrets: readonly ExtractedSecret[];
}

type Row = Readonly<Record<string, string | null>>;

/**
 * Takes secrets of one project out of a backup, opened, and checks all of it like `verifyBackup`. Reads it twice, as rows come
 * after those that refer to them. Throws an Error of one line, also where it has no such project, environment or secret.
 */
export async function extractSecrets(
  openFile: () => Readable,
  checks: Checks,
  wanted: Wanted,
): Promise<Extract> {
  const [projects, environments, secrets]: [Row[], Row[], Row[]] = [[], [], []];
  const { header } = await readRows(openFile(), checks, {
    projects: (row) => void (row.slug === wanted.project && projects.push(row)),
    environments: (row) => void environments.push(row),
    secrets: (row) => void ((wanted.secret ?? row.name) === row.name && secrets.push(row)),
  });
  const [project] = projects;
  if (!project) throw new Error(`the backup has no project ${wanted.project}`);
  const scopes = environments.filter(
    ({ project_id, slug }) => project_id === project.id && (wanted.environment ?? slug) === slug,
  );
  if (scopes.length === 0)
    throw new Error(`the project ${wanted.project} has no environment ${wanted.environment} in the backup`);
  const slugs = new Map(scopes.map(({ id, slug }) => [id, slug]));
  const found = new Map(
    secrets.flatMap((row) => (slugs.has(row.environment_id ?? "") ? [[row.id, row] as const] : [])),
  );
  if (found.size === 0)
    throw new Error(
      `the backup has no ${wanted.secret === undefined ? "secret" : `secret ${wanted.secret}`} there`,
    );
  const [keys, versions]: [Map<string | null, Row>, Row[]] = [new Map(), []];
  await readRows(openFile(), checks, {
    project_keys: (row) => void (row.project_id === project.id && keys.set(row.id ?? null, row)),
    secret_versions: (row) =>
      void (found.get(row.secret_id ?? null)?.current_version === row.number && versions.push(row)),
  });
  return {
    header,
    secrets: versions.map((version) => {
      const secret = found.get(version.secret_id ?? null) ?? {};
      return {
        environment: slugs.get(secret.environment_id ?? "") ?? "",
        name: secret.name ?? "",
        description: secret.description ?? "",
        category: secret.category ?? "",
        audience: secret.audience ?? "",
        value: opened(project.id ?? "", version, keys.get(version.project_key_id ?? null), checks),
      };
    }),
  };
}

function opened(projectId: string, version: Row, key: Row | undefined, { masterKeys }: Checks): Plaintext {
  const masterKey = masterKeys.find(({ id }) => id === key?.master_key_id);
  if (!key || !masterKey) throw new Error("the backup holds a value whose key is not at hand");
  const projectKey = unwrapProjectKey(masterKey.key, { projectId, keyId: key.id ?? "" }, key.wrapped ?? "");
  const ref = { projectId, secretId: version.secret_id ?? "", versionId: version.id ?? "" };
  return openValue(projectKey, ref, version.value ?? "");
}

/** Reads a whole backup and hands on the rows of some tables, with their columns by name. */
function readRows(
  source: Readable,
  checks: Checks,
  tables: Readonly<Record<string, (row: Row) => void>>,
): ReturnType<typeof readBackup> {
  let onRow: ((row: Row) => void) | undefined;
  let columns: readonly string[] = [];
  return readBackup(source, {
    header: headerCheck(checks),
    table: async ({ name, columns: names }) => {
      onRow = tables[name];
      columns = names;
    },
    rows: async (rows) => {
      if (!onRow) return;
      for (const row of rows) {
        const fields = fieldsOf(row);
        onRow(Object.fromEntries(columns.map((column, i) => [column, fields[i] ?? null])));
      }
    },
  });
}
