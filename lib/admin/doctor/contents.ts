import { openOutlets } from "@/lib/audit/outlets/open";
import { outletStates } from "@/lib/audit/outlets/service";
import { findMismatch, MISMATCHES } from "@/lib/audit/outlets/witness-check";
import { type ChainSource, logSource, verifyChain } from "@/lib/audit/verification/service";
import { type BackupState, backupState } from "@/lib/backup/state";
import { counted } from "@/lib/counted";
import { shownKeyId } from "@/lib/crypto/master-key";
import type { Db, Pool } from "@/lib/db/client";
import { countJobs, type JobDelays, jobDelays } from "@/lib/jobs/store";
import type { Keyring } from "@/lib/keys/keyring";
import { sheetState } from "@/lib/keys/shares/service";
import { loadMasterKeys } from "@/lib/keys/source";
import { openEgress } from "@/lib/net/egress";
import type { Environment, Settings } from "@/lib/platform/settings";
import { type Inspection, keysOf } from "@/lib/runtime/inspection";
import * as store from "../store";
import { doubtful, type Finding, fine, sizeText, wordsOf, wrong } from "./finding";
import { instanceFindings } from "./instances";

const KEY = "master key";
const PUT_KEY_BACK =
  "put back the key that fits, with mode 600: from its backup, or master.key.retired-… of that id; never make a new one";
const EVENTS_CHECKED = 10_000;
const LATE_SECONDS = 10 * 60;
/** The longest job ends within minutes. */
const STUCK_SECONDS = 60 * 60;

/** What can be looked at once the tables are as this build knows them. */
export async function contentFindings(
  found: Inspection,
  env: Environment,
  settings: Settings,
  root: string,
): Promise<Finding[]> {
  const { db, pool } = found;
  const opened = await keysOf(found, env, settings.dataDir).catch((error: unknown) => wordsOf(error));
  if (opened === null) return [wrong(KEY, "this database has no keys yet", "start the program once")];
  const keyed =
    typeof opened === "string"
      ? [wrong(KEY, opened, PUT_KEY_BACK)]
      : [
          fine(KEY, `${shownKeyId(opened.masterKeyId)} fits this database`),
          ...(await logFindings({ pool, keys: opened }, db, settings.audit.witnesses.file)),
        ];
  return [
    ...keyed,
    await sheetFinding(db),
    await ownersFinding(db),
    ...(await outletFindings(pool, settings)),
    await jobsFinding(pool),
    ...(await instanceFindings(pool, root, {
      masterKeyId: typeof opened === "string" ? null : opened.masterKeyId,
      connections: settings.databaseConnections,
      available: await store.connectionsFor(db),
    })),
    backupFinding(await backupState(pool, settings.backup, new Date())),
  ];
}

/** The master key alone, where the database cannot be asked whether it fits. */
export async function keyFinding(env: Environment, dataDir: string): Promise<Finding> {
  try {
    const { current } = await loadMasterKeys(env, dataDir, { databaseIsEmpty: false });
    return fine(KEY, `${shownKeyId(current.id)} is there`);
  } catch (error) {
    return wrong(KEY, wordsOf(error), PUT_KEY_BACK);
  }
}

async function sheetFinding(db: Db): Promise<Finding> {
  const what = "recovery sheet";
  const found = await sheetState(db, new Date());
  if (!found) return fine(what, "none was made; keep a copy of the master key in another place");
  const { sheet, state } = found;
  const tried = `${sheet.id} was ${sheet.checkedAt ? "last tried" : "made"} on ${(sheet.checkedAt ?? sheet.madeAt).toISOString().slice(0, 10)}`;
  switch (state) {
    case "fresh":
      return fine(what, tried);
    case "due":
      return doubtful(what, `${tried}, over a year ago`, "try it: `master-key check-shares`");
    case "retired":
      return doubtful(
        what,
        `${sheet.id} is for another master key than the one in use`,
        "make a new one: `master-key split`; keep the old one as long as backups from its time",
      );
  }
}

async function ownersFinding(db: Db): Promise<Finding> {
  const count = await store.countActiveOwners(db);
  if (count > 0) return fine("owners", `${count} active`);
  return wrong("owners", "nobody is an active Owner", "use the set-up link, or `owner create --email E`");
}

async function logFindings(
  source: { readonly pool: Pool; readonly keys: Keyring },
  db: Db,
  witness: string | null,
): Promise<Finding[]> {
  const log = await auditFinding(db, logSource(source));
  return witness === null ? [log] : [log, await witnessFinding(source, witness)];
}

async function auditFinding(db: Db, source: ChainSource): Promise<Finding> {
  const from = Math.max(1, (await store.lastEvent(db)) - EVENTS_CHECKED);
  const found = await verifyChain(source, { from });
  if (found.isIntact)
    return fine("audit log", `intact from ${from} to its head ${found.head.seq}:${found.head.hash}`);
  return wrong(
    "audit log",
    `broken at event ${found.seq} (${found.breach})`,
    "see `audit verify`, keep the backups",
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
    if (!isFailing) return fine(target, behind);
    return wrong(target, `${error} ${behind}`, "put the receiver right; what waits is sent by itself then");
  });
}

async function witnessFinding(source: Parameters<typeof findMismatch>[0], path: string): Promise<Finding> {
  try {
    const found = await findMismatch(source, path, "last");
    if (!found) return fine("witness", `the checkpoints at the end of ${path} fit the audit log`);
    const { size, verdict } = found;
    return wrong(
      "witness",
      `${path} has one of ${counted(size, "event")}, and ${MISMATCHES[verdict]}`,
      "keep file and backups, and see docs/audit.md, When one does not fit",
    );
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "failed";
    return wrong(
      "witness",
      `${path} cannot be compared with the audit log (${code})`,
      "let the user that runs Strongroom read and write it",
    );
  }
}

async function jobsFinding(pool: Pool): Promise<Finding> {
  const delays = await jobDelays(pool);
  if (!delays) return doubtful("jobs", "there is no queue yet", "start the program once");
  const { failed, ...others } = await countJobs(pool);
  if (failed > 0) return wrong("jobs", `${failed} failed for good`, "see `jobs list`, then `jobs retry ID`");
  const counts = `none failed, ${others.waiting + others.retrying + others.running} not done yet`;
  return lateFinding(delays, others.retrying) ?? fine("jobs", counts);
}

/** What has not failed for good, and does not get on either. */
function lateFinding({ waitingSeconds, runningSeconds }: JobDelays, retrying: number): Finding | null {
  if (runningSeconds > STUCK_SECONDS)
    return doubtful(
      "jobs",
      `one runs for ${minutes(runningSeconds)} already: what ran it probably died`,
      "nothing, if it ends by itself: after four hours another instance takes it up",
    );
  if (waitingSeconds > LATE_SECONDS)
    return doubtful(
      "jobs",
      `one is ${minutes(waitingSeconds)} late: nobody runs them`,
      "start the program; if it runs, look into its log",
    );
  if (retrying === 0) return null;
  return doubtful("jobs", `${retrying} failed and will be tried again`, "see `jobs list` for the reasons");
}

/** Whether there is a good backup of late. */
export function backupFinding(state: BackupState | null): Finding {
  const what = "backup";
  if (!state)
    return doubtful(
      what,
      "none are scheduled",
      "set STRONGROOM_BACKUP_DIR, unless something else makes them; docs/backup.md has how",
    );
  const { made, error, isOld } = state;
  const last = made
    ? `the last good one is of ${made.at.toISOString()}, ${sizeText(made.bytes)}`
    : "there is none yet";
  if (error !== null) return wrong(what, `${error}; ${last}`, "put that right; it is tried again each hour");
  if (isOld) return wrong(what, last, "start the program; if it runs, look into its log");
  return made ? fine(what, last) : doubtful(what, last, "start the program: it makes one within a minute");
}

function minutes(seconds: number): string {
  return counted(Math.round(seconds / 60), "minute");
}
