import { access } from "node:fs/promises";
import { join } from "node:path";
import { type Environment, readSettings, type Settings, settingWarnings } from "@/lib/platform/settings";
import { databaseTrouble } from "@/lib/runtime/database-check";
import { databaseToInspect, type Inspection, inspect } from "@/lib/runtime/inspection";
import { addressFindings } from "../doctor/address";
import { contentFindings, keyFinding } from "../doctor/contents";
import { migrationFinding, serverFindings } from "../doctor/database";
import { fileFindings } from "../doctor/files";
import { doubtful, type Finding, fine, linesOf, wordsOf, wrong } from "../doctor/finding";
import type { Answer } from "../shell";

interface Doctor {
  readonly env: Environment;
  readonly root: string;
}

/** Looks at everything that has to be right, and says of each thing whether it is, and what to do. Changes nothing. */
export async function examine({ env, root }: Doctor): Promise<Answer> {
  const findings = await findingsOf(env, root);
  return {
    data: { findings },
    lines: findings.flatMap(linesOf),
    isBad: findings.some((finding) => finding.isWrong),
  };
}

async function findingsOf(env: Environment, root: string): Promise<Finding[]> {
  const settings = settingsIn(env);
  if (Array.isArray(settings)) return settings;
  return [
    ...settingFindings(env, settings),
    ...(await databaseFindings(env, root, settings)),
    ...(await fileFindings(env, settings.dataDir)),
    ...(await addressFindings(settings)),
  ];
}

/** The settings, or what is wrong with each. */
function settingsIn(env: Environment): Settings | Finding[] {
  try {
    return readSettings(env);
  } catch (error) {
    const todo = "correct it where the program gets its environment from; docs/settings.md has them all";
    return wordsOf(error)
      .split("\n")
      .map((line) => wrong("settings", line, todo));
  }
}

function settingFindings(env: Environment, settings: Settings): Finding[] {
  const { origin, dataDir, databaseUrl } = settings;
  const database = databaseUrl ? "a database of your own" : "the embedded database";
  const warnings = settingWarnings(env, settings).map((warning) => {
    // A line of two parts: what is wrong, and what to do.
    const [text = warning, todo = "unset it, unless it is meant"] = warning.split("; ");
    return doubtful("settings", text, todo);
  });
  return [fine("settings", `${origin}, ${database}, data in ${dataDir}`), ...warnings];
}

async function databaseFindings(env: Environment, root: string, settings: Settings): Promise<Finding[]> {
  const { dataDir, databaseUrl } = settings;
  try {
    if (!databaseUrl && !(await hasCluster(dataDir)))
      return [wrong("start", `there is no database in ${dataDir} yet`, "start the program once")];
    const address = await databaseToInspect(settings);
    if (!address) return [notRunning(), await keyFinding(env, dataDir)];
    return await inspect(address, (found) => findingsIn(found, env, root, settings));
  } catch (error) {
    return [wrong("start", wordsOf(error), "put that right, then run doctor again")];
  }
}

async function findingsIn(
  found: Inspection,
  env: Environment,
  root: string,
  settings: Settings,
): Promise<Finding[]> {
  const trouble = await databaseTrouble(found.pool, settings.databaseUrl);
  if (trouble)
    return [wrong("start", trouble.text, trouble.todo ?? "see that it runs, and that DATABASE_URL is right")];
  const { finding, isCurrent } = await migrationFinding(found, root);
  return [
    ...(await serverFindings(found, settings)),
    finding,
    ...(isCurrent ? await contentFindings(found, env, settings, root) : []),
  ];
}

function notRunning(): Finding {
  return doubtful(
    "database",
    "the embedded database does not run, and its start would write: nothing in it was looked at",
    "start Strongroom, then run doctor beside it",
  );
}

function hasCluster(dataDir: string): Promise<boolean> {
  return access(join(dataDir, "postgres", "PG_VERSION")).then(
    () => true,
    () => false,
  );
}
