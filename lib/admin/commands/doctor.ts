import { statfs } from "node:fs/promises";
import { openOutlets } from "@/lib/audit/outlets/open";
import { outletStates } from "@/lib/audit/outlets/service";
import { findMismatch, MISMATCHES } from "@/lib/audit/outlets/witness-check";
import { type ChainSource, logSource, verifyChain } from "@/lib/audit/verification/service";
import { counted } from "@/lib/counted";
import { shownKeyId } from "@/lib/crypto/master-key";
import type { Db, Pool } from "@/lib/db/client";
import { countJobs } from "@/lib/jobs/store";
import { hasNextKeyFile } from "@/lib/keys/key-file-rotation";
import { nextKeyFilePath } from "@/lib/keys/source";
import { openEgress } from "@/lib/net/egress";
import { openLog } from "@/lib/platform/log";
import { type Environment, readSettings, type Settings } from "@/lib/platform/settings";
import { type Inspection, inspect } from "@/lib/runtime/inspection";
import type { Answer } from "../shell";
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
}

const FREE_BYTES_MIN = 1024 ** 3;
const EVENTS_CHECKED = 10_000;

/** Looks at everything that has to be right, and says of each thing whether it is. Changes nothing. */
export async function examine({ env, root }: Doctor): Promise<Answer> {
  const findings = [await settingsFinding(env)];
  if (!findings.some((finding) => finding.isWrong)) findings.push(...(await instanceFindings(env, root)));
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

async function instanceFindings(env: Environment, root: string): Promise<Finding[]> {
  const settings = readSettings(env);
  const log = openLog({ logLevel: "error" }, process.stderr);
  return inspect({ env, root, settings, log }, async (found) => [
    await databaseFinding(found),
    ...(await databaseSettingFindings(found)),
    migrationsFinding(found),
    ...(found.pending.length === 0 ? await contentFindings(found, settings) : []),
    ...(await rotationFindings(env, settings.dataDir)),
    await diskFinding(settings.dataDir),
  ]).catch((error: unknown) => [wrong("start", error instanceof Error ? error.message : String(error))]);
}

/** What can be looked at once the tables are as this build knows them. */
async function contentFindings({ db, pool, keys }: Inspection, settings: Settings): Promise<Finding[]> {
  const { file } = settings.audit.witnesses;
  if (!keys) return [wrong("master key", "this database has no keys yet; start the program once")];
  return [
    fine("master key", `${shownKeyId(keys.masterKeyId)} fits this database`),
    await ownersFinding(db),
    await auditFinding(db, logSource({ pool, keys })),
    ...(await outletFindings(pool, settings)),
    ...(file === null ? [] : [await witnessFinding({ pool, keys }, file)]),
    await jobsFinding(pool),
  ];
}

/** A rotation that was only prepared, or was interrupted, is left for the next one or the next start to go on with. */
async function rotationFindings(env: Environment, dataDir: string): Promise<Finding[]> {
  if (!(await hasNextKeyFile(env, dataDir))) return [];
  const todo = "run `master-key rotate` to use it; back it up together with master.key until then";
  return [wrong("master key rotation", `not finished: ${nextKeyFilePath(dataDir)} is there; ${todo}`)];
}

async function databaseFinding({ db }: Inspection): Promise<Finding> {
  const { version, bytes } = await store.describeDatabase(db);
  return fine("database", `PostgreSQL ${version}, ${megabytes(bytes)}`);
}

async function databaseSettingFindings({ db }: Inspection): Promise<Finding[]> {
  const { server, defaults } = await store.databaseSettings(db);
  const unsafe = server.filter(({ value }) => value === "off").map(({ name }) => name);
  const durable =
    unsafe.length > 0
      ? wrong("durability", `${unsafe.join(" and ")} off: a power cut can damage the database; turn on`)
      : fine("durability", "fsync and full_page_writes on, each commit waits for the disk");
  if (defaults.length === 0) return [durable];
  const shown = defaults.map(({ name, value }) => `${name}=${value}`).join(", ");
  return [durable, fine("defaults", `${shown}; Strongroom's sessions set their own`)];
}

function migrationsFinding({ pending }: Inspection): Finding {
  if (pending.length === 0) return fine("migrations", "all applied");
  return wrong("migrations", `${pending.join(", ")} not applied; start the program once`);
}

async function ownersFinding(db: Db): Promise<Finding> {
  const count = await store.countActiveOwners(db);
  if (count > 0) return fine("owners", `${count} active`);
  return wrong("owners", "nobody is an active Owner; use the set-up link, or `owner create --email E`");
}

async function auditFinding(db: Db, source: ChainSource): Promise<Finding> {
  const from = Math.max(1, (await store.lastEvent(db)) - EVENTS_CHECKED);
  const found = await verifyChain(source, { from });
  if (found.isIntact)
    return fine("audit log", `intact from ${from} to its head ${found.head.seq}:${found.head.hash}`);
  return wrong(
    "audit log",
    `broken at event ${found.seq} (${found.breach}); see \`audit verify\`, keep the backups`,
  );
}

/** Whether what the environment has the log sent to gets it. Nothing is sent from here. */
async function outletFindings(pool: Pool, { audit, origin }: Settings): Promise<Finding[]> {
  const egress = openEgress();
  const deps = { egress, mail: null, host: new URL(origin).hostname, stdout: process.stdout };
  const outlets = openOutlets(audit, { ...deps, onFailure: () => {} });
  egress.close();
  const states = await outletStates({ pool, outlets });
  return states.map(({ target, waiting, isFailing, error }) => {
    const behind = `${counted(waiting, "event")} not sent yet`;
    return isFailing ? wrong(target, `${error} ${behind}`) : fine(target, behind);
  });
}

async function witnessFinding(source: Parameters<typeof findMismatch>[0], path: string): Promise<Finding> {
  try {
    const found = await findMismatch(source, path, "last");
    if (!found) return fine("witness", `the checkpoints at the end of ${path} fit the audit log`);
    const { size, verdict } = found;
    return wrong("witness", `${path} has one of ${counted(size, "event")}, and ${MISMATCHES[verdict]}`);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "failed";
    return wrong("witness", `${path} cannot be compared with the audit log (${code})`);
  }
}

async function jobsFinding(pool: Pool): Promise<Finding> {
  const { failed, ...others } = await countJobs(pool);
  if (failed > 0)
    return wrong("jobs", `${failed} failed for good; see \`jobs list\`, then \`jobs retry ID\``);
  return fine("jobs", `none failed, ${others.waiting + others.retrying + others.running} not done yet`);
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
