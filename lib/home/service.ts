import { KEY_ENDS_SOON_DAYS } from "@/lib/api-keys/model";
import { readOutlets } from "@/lib/audit/outlets/service";
import { authorize, mayEver } from "@/lib/authorization/authorize";
import { readBackups } from "@/lib/backup/service";
import type { BackupState } from "@/lib/backup/state";
import type { Ctx } from "@/lib/context";
import { sheetState } from "@/lib/keys/shares/service";
import { countWaiting } from "@/lib/people/list/service";
import { DEFAULT_PROJECT_SLUG } from "@/lib/projects/model";
import { countWaitingRequests } from "@/lib/requests/service";
import { currentAlert } from "@/lib/seals/verification/service";
import { countValuesToReplace } from "@/lib/secrets/known-values/service";
import { AGE_LIMITS, type Attention, type AttentionKind, type FirstSteps, type ValueAges } from "./model";
import * as store from "./store";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Rows of one kind that are looked at, whatever there is. */
const COUNTED_MAX = 1_000;
/** Pairs of a required name and an environment that are looked at. */
const REQUIRED_MAX = 3_000;
/** About so many secrets are looked at for their ages. */
const SAMPLE_SIZE = 2_000;
/** A stream is behind when what comes next has waited so long. */
const STREAM_WAITS_MS = 5 * 60_000;

/** What an organisation is like now, as far as the actor may know. */
export interface Overview {
  readonly attention: readonly Attention[];
  readonly steps: FirstSteps;
  readonly ages: ValueAges;
  /** Null where no backups are made by themselves, and for those who may not know. */
  readonly backup: BackupState | null;
}

/**
 * What has to be looked at and how things stand, for those who may see every project and the audit log. Reads a bounded number
 * of rows, however many there are. Throws `forbidden` for others.
 */
export async function readOverview(ctx: Ctx): Promise<Overview> {
  await authorize(ctx, "project.list", null);
  const [attention, { secretCount, ...steps }, backup] = await Promise.all([
    readAttention(ctx),
    store.whatIsThere(ctx.pool),
    mayEver(ctx, "backup.read") ? readBackups(ctx) : null,
  ]);
  const lines = [...attention, ...backupLines(backup)];
  return { attention: lines, steps, ages: await readAges(ctx, secretCount), backup };
}

async function readAttention(ctx: Ctx): Promise<Attention[]> {
  await authorize(ctx, "audit.read", null);
  await authorize(ctx, "organisationKey.list", null);
  const now = ctx.now();
  const yesterday = new Date(now.getTime() - DAY_MS);
  const groups = await Promise.all([
    brokenLog(ctx),
    lateStreams(ctx),
    store.failingRotations(ctx.pool, COUNTED_MAX).then((rows) => linesOf("failingRotations", rows)),
    store
      .missingSecrets(ctx.pool, REQUIRED_MAX)
      .then((rows) => rows.flatMap((row) => projectLine("missing", row, row.count))),
    store.overdueSecrets(ctx.pool, now, COUNTED_MAX).then((rows) => linesOf("overdue", rows)),
    countValuesToReplace(ctx).then((count) => lineOf("knownValues", count)),
    store.failedSends(ctx.pool, yesterday, COUNTED_MAX).then((rows) => linesOf("failedSends", rows)),
    expiringKeys(ctx, now),
    recoverySheet(ctx, now),
    countWaitingRequests(ctx).then((count) => lineOf("waitingRequests", count)),
    waitingPeople(ctx),
  ]);
  return groups.flat();
}

function linesOf(kind: AttentionKind, rows: readonly store.ScopeCount[]): Attention[] {
  const isMore = rows.reduce((sum, { count }) => sum + count, 0) >= COUNTED_MAX;
  return rows.map(({ count, project, projectName, environment, environmentName }) => ({
    ...{ kind, count, isMore },
    scope: { project, projectName, environment: { slug: environment, name: environmentName } },
  }));
}

function projectLine(
  kind: AttentionKind,
  { project, projectName }: store.ProjectCount,
  count: number,
): Attention[] {
  if (project === null || count === 0) return [];
  const scope = { project, projectName: projectName ?? project, environment: null };
  return [{ kind, scope, count, isMore: false }];
}

function lineOf(kind: AttentionKind, count: number): Attention[] {
  return count === 0 ? [] : [{ kind, scope: null, count, isMore: false }];
}

async function brokenLog(ctx: Ctx): Promise<Attention[]> {
  const alert = await currentAlert(ctx);
  return alert === null || alert === "rows" ? [] : lineOf("brokenLog", 1);
}

function backupLines(backup: BackupState | null): Attention[] {
  if (backup === null) return [];
  return [
    ...lineOf("failedBackup", backup.error === null ? 0 : 1),
    ...lineOf("oldBackup", backup.isOld ? 1 : 0),
  ];
}

async function lateStreams(ctx: Ctx): Promise<Attention[]> {
  const late = (await readOutlets(ctx)).filter(
    ({ isFailing, isWitness, waitingSince }) =>
      isFailing ||
      (!isWitness && waitingSince !== null && ctx.now().getTime() - waitingSince.getTime() > STREAM_WAITS_MS),
  );
  return lineOf("streams", late.length);
}

/** The list of a project's keys has those of the whole organisation too: so has its count. */
async function expiringKeys(ctx: Ctx, now: Date): Promise<Attention[]> {
  const to = new Date(now.getTime() + KEY_ENDS_SOON_DAYS * DAY_MS);
  const rows = await store.expiringKeys(ctx.pool, { from: now, to }, COUNTED_MAX);
  const everywhere = rows.find(({ project }) => project === null)?.count ?? 0;
  const ofProjects = rows.filter(({ project }) => project !== null);
  const first = { project: DEFAULT_PROJECT_SLUG, projectName: "Default", count: 0 };
  return (ofProjects.length === 0 ? [first] : ofProjects).flatMap((row) =>
    projectLine("expiringKeys", row, row.count + everywhere),
  );
}

async function recoverySheet(ctx: Ctx, now: Date): Promise<Attention[]> {
  if (!mayEver(ctx, "masterKey.read")) return [];
  const found = await sheetState(ctx.db, now);
  return found === null || found.state === "fresh" ? [] : lineOf("recoverySheet", 1);
}

async function waitingPeople(ctx: Ctx): Promise<Attention[]> {
  return mayEver(ctx, "person.list") ? lineOf("waitingPeople", await countWaiting(ctx)) : [];
}

async function readAges(ctx: Ctx, secretCount: number): Promise<ValueAges> {
  const percent = secretCount <= SAMPLE_SIZE ? 100 : (SAMPLE_SIZE / secretCount) * 100;
  const limits = AGE_LIMITS.flatMap((limit) => (limit === null ? [] : [limit]));
  const rows = await store.valueAges(ctx.pool, ctx.now(), limits, percent);
  const seen = rows.reduce((sum, { count }) => sum + count, 0);
  const factor = percent === 100 || seen === 0 ? 1 : secretCount / seen;
  const counts = AGE_LIMITS.map((_, i) =>
    Math.round((rows.find(({ part }) => part === i)?.count ?? 0) * factor),
  );
  return { counts, isEstimated: percent < 100 };
}
