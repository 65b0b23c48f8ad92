import { readdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { verifyChain } from "@/lib/audit/verification";
import { shownKeyId } from "@/lib/crypto/master-key";
import { type Environment, readSettings } from "@/lib/platform/settings";
import type { Answer, Instance } from "../shell";
import * as store from "../store";

/** One thing that was looked at. A wrong one says what to do. */
export interface Finding {
  readonly what: string;
  readonly isWrong: boolean;
  readonly text: string;
}

interface Doctor {
  readonly env: Environment;
  readonly root: string;
  /** Starts the instance for as long as `work` runs. */
  readonly withInstance: <T>(work: (instance: Instance) => Promise<T>) => Promise<T>;
}

const FREE_BYTES_MIN = 1024 ** 3;
const EVENTS_CHECKED = 10_000;

/** Looks at everything that has to be right, and says of each thing whether it is. */
export async function examine({ env, root, withInstance }: Doctor): Promise<Answer> {
  const findings = [await settingsFinding(env)];
  const started = await withInstance((instance) => instanceFindings(instance, root)).catch(
    (error: unknown) => [wrong("start", error instanceof Error ? error.message : String(error))],
  );
  findings.push(...started);
  return {
    data: { findings },
    lines: findings.map(({ what, isWrong, text }) => `${isWrong ? "wrong" : "ok   "}  ${what}: ${text}`),
    isBad: findings.some((finding) => finding.isWrong),
  };
}

async function settingsFinding(env: Environment): Promise<Finding> {
  try {
    const { origin, dataDir, databaseUrl } = readSettings(env);
    const database = databaseUrl ? "a database of your own" : "the embedded database";
    return fine("settings", `${origin}, ${database}, data in ${dataDir}`);
  } catch (error) {
    return wrong("settings", error instanceof Error ? error.message : String(error));
  }
}

async function instanceFindings(instance: Instance, root: string): Promise<Finding[]> {
  const { runtime } = instance;
  return Promise.all([
    databaseFinding(instance),
    migrationsFinding(instance, root),
    Promise.resolve(fine("master key", `${shownKeyId(runtime.keys.masterKeyId)} fits this database`)),
    ownersFinding(instance),
    auditFinding(instance),
    diskFinding(runtime.settings.dataDir),
  ]);
}

async function databaseFinding({ ctx }: Instance): Promise<Finding> {
  const { version, bytes } = await store.describeDatabase(ctx.db);
  return fine("database", `PostgreSQL ${version}, ${megabytes(bytes)}`);
}

async function migrationsFinding({ ctx }: Instance, root: string): Promise<Finding> {
  const entries = await readdir(join(root, "prisma", "migrations"), { withFileTypes: true });
  const known = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const applied = new Set(await store.appliedMigrations(ctx.db));
  const missing = known.filter((name) => !applied.has(name));
  if (missing.length > 0)
    return wrong("migrations", `${missing.join(", ")} not applied; start the program once`);
  return fine("migrations", `all ${known.length} applied`);
}

async function ownersFinding({ ctx }: Instance): Promise<Finding> {
  const count = await store.countActiveOwners(ctx.db);
  if (count > 0) return fine("owners", `${count} active`);
  return wrong("owners", "nobody is an active Owner; use the set-up link, or `owner create --email E`");
}

async function auditFinding({ ctx }: Instance): Promise<Finding> {
  const source = { pool: ctx.pool, key: ctx.keys.derive("audit") };
  const from = Math.max(1, (await store.lastEvent(ctx.db)) - EVENTS_CHECKED);
  const found = await verifyChain(source, { from });
  if (found.isIntact)
    return fine("audit log", `intact from ${from} to its head ${found.head.seq}:${found.head.hash}`);
  return wrong(
    "audit log",
    `broken at event ${found.seq} (${found.breach}); see \`audit verify\`, keep the backups`,
  );
}

async function diskFinding(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir).catch(() => statfs("."));
  const free = bavail * bsize;
  if (free >= FREE_BYTES_MIN) return fine("disk", `${megabytes(free)} free`);
  return wrong("disk", `only ${megabytes(free)} free; the database stops when none is left`);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2).toLocaleString("en")} MB`;
}

function fine(what: string, text: string): Finding {
  return { what, isWrong: false, text };
}

function wrong(what: string, text: string): Finding {
  return { what, isWrong: true, text };
}
