import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import type { Pool } from "@/lib/db/client";
import { AppError, isAppError } from "@/lib/platform/app-error";
import type { Freshen, ReadSource } from "@/lib/secrets/external/model";
import { openVersion, sealVersion } from "@/lib/secrets/versions/service";
import { changeSecret } from "@/lib/secrets/writing/service";
import { openManager } from "../connections/opening";
import { findOpenable, type OpenableManager } from "../connections/store";
import type { EntryContent } from "../kinds/kind";
import { isManagerError, ManagerError } from "../kinds/manager-error";
import { valueIn } from "../kinds/value";
import { dueAt, lookAt, mayBeUsed } from "./model";
import * as store from "./store";

/** For so long a manager is left alone after a failure, unless it asks for longer. */
const PAUSE_SECONDS = 5;
const PAUSE_SECONDS_MAX = 300;
/** Entries of managers that one call reads at a time. */
const READS_MAX = 8;

/** Where the value of a secret lives, with the manager. */
interface Source {
  readonly row: store.SourceRow;
  readonly manager: OpenableManager;
}

/** What reading a value came to. */
interface Outcome {
  readonly secretId: string;
  /** Whether it is another one than was known. */
  readonly isChanged: boolean;
  /** As the source stands then. */
  readonly row: Pick<store.SourceRow, "version" | "checkedAt" | "nextAt" | "reason" | "error">;
}

/** See `Freshen`. */
export const freshenSources: Freshen = async (ctx, secretIds) => {
  const sources = await findSources(ctx, secretIds);
  const looks = sources.map((source) => lookAt(source.row, source.manager.config, ctx.now()));
  void readAll(ctx, chosen(sources, looks, "behind")).catch(() => {});
  const outcomes = await readAll(ctx, chosen(sources, looks, "before"));
  const read = new Map(outcomes.map((outcome) => [outcome.secretId, outcome]));
  const current = sources.map(({ row, manager }) => ({
    row: { ...row, ...read.get(row.secretId)?.row },
    manager,
  }));
  const due = current.map(({ row, manager }) => dueAt(row, manager.config).getTime());
  return {
    isChanged: outcomes.some(({ isChanged }) => isChanged),
    goodUntil: new Date(Math.min(...due)),
    sources: new Map(current.map((source) => [source.row.secretId, shown(ctx, source)])),
  };
};

function chosen(sources: readonly Source[], looks: readonly string[], look: "behind" | "before"): Source[] {
  return sources.filter((_, i) => looks[i] === look);
}

async function findSources(ctx: Ctx, secretIds: readonly string[]): Promise<Source[]> {
  const rows = await store.findSources(ctx, secretIds);
  const managers = await findOpenable(ctx, [...new Set(rows.map(({ managerId }) => managerId))]);
  const byId = new Map(managers.map((manager) => [manager.id, manager]));
  const sources = rows.flatMap((row) => {
    const manager = byId.get(row.managerId);
    return manager ? [{ row, manager }] : [];
  });
  if (sources.length < secretIds.length)
    throw new AppError("unavailable", "Nobody knows any more where the value of a secret lives.");
  return sources;
}

/** What is told beside a value. Throws `unavailable` for one that is not to be given out. */
function shown({ now }: Pick<Ctx, "now">, { row, manager }: Source): ReadSource {
  const { name, version, checkedAt, reason, error } = row;
  if (reason === null) return { manager: manager.name, version, staleSince: null };
  if (mayBeUsed(row, manager.config, now())) return { manager: manager.name, version, staleSince: checkedAt };
  const retryAfterSeconds = Math.max(1, Math.ceil((row.nextAt.getTime() - now().getTime()) / 1_000));
  throw new AppError("unavailable", `The value of ${name} lives in ${manager.name}. ${error ?? ""}`, {
    retryAfterSeconds,
  });
}

/** What is read at this moment by this instance: nobody reads it a second time. */
const underWay = new WeakMap<Pool, Map<string, Promise<Outcome>>>();

/** What this instance read last of each value. */
const lastRead = new WeakMap<Pool, Map<string, Outcome>>();

/** Reads values in their managers: each entry once, for all who ask together. */
async function readAll(ctx: Ctx, sources: readonly Source[]): Promise<Outcome[]> {
  const flights = underWay.get(ctx.pool) ?? new Map<string, Promise<Outcome>>();
  underWay.set(ctx.pool, flights);
  const ended = lastRead.get(ctx.pool) ?? new Map<string, Outcome>();
  lastRead.set(ctx.pool, ended);
  const entries = new Map<string, Source[]>();
  for (const source of sources) {
    const { managerId, path, versionLabel, secretId } = source.row;
    if (flights.has(secretId)) continue;
    const last = ended.get(secretId);
    // Somebody read it between the look at the row and now.
    if (last && last.row.nextAt > source.row.nextAt && ctx.now() < last.row.nextAt) {
      flights.set(
        secretId,
        Promise.resolve({ ...last, isChanged: true }).finally(() => flights.delete(secretId)),
      );
      continue;
    }
    const key = JSON.stringify([managerId, path, versionLabel]);
    entries.set(key, [...(entries.get(key) ?? []), source]);
  }
  const waiting = [...entries.values()];
  const turn = async (): Promise<Map<string, Outcome>> => {
    const read = new Map<string, Outcome>();
    for (let next = waiting.shift(); next; next = waiting.shift())
      for (const outcome of await readEntry(ctx, next)) read.set(outcome.secretId, outcome);
    return read;
  };
  const turns = Promise.all(Array.from({ length: Math.min(READS_MAX, waiting.length) }, turn));
  const outcomeOf = (secretId: string) =>
    turns.then((all) => {
      const found = all.flatMap((read) => read.get(secretId) ?? [])[0];
      if (found) return found;
      throw new AppError("unavailable", "A value was not read.");
    });
  for (const { row } of [...entries.values()].flat()) {
    const flight = outcomeOf(row.secretId).then((outcome) => {
      ended.set(row.secretId, outcome);
      return outcome;
    });
    flight.finally(() => flights.delete(row.secretId)).catch(() => {});
    flights.set(row.secretId, flight);
  }
  return Promise.all(sources.flatMap(({ row }) => flights.get(row.secretId) ?? []));
}

/** Reads one entry, for all whose values are in it. */
async function readEntry(ctx: Ctx, sources: readonly Source[]): Promise<Outcome[]> {
  const [first] = sources;
  if (!first) return [];
  const at = ctx.now();
  const program: Ctx = {
    ...ctx,
    actor: { kind: "job", name: "managers" },
    prefetched: null,
    approvedRequest: null,
  };
  const entry = await orFailure(async () =>
    (await openManager(program, first.manager)).read(first.row.path, first.row.versionLabel),
  );
  const outcomes: Outcome[] = [];
  for (const source of sources) {
    const taken = entry instanceof ManagerError ? entry : await orFailure(() => take(program, source, entry));
    outcomes.push(outcomeOf(source, taken, at));
  }
  await store.saveLooks(
    ctx.pool,
    at,
    outcomes.map(({ secretId, row }) => ({ secretId, ...row })),
  );
  return outcomes;
}

/** The result, or why there is none. What the database says is thrown. */
async function orFailure<T>(work: () => Promise<T>): Promise<T | ManagerError> {
  try {
    return await work();
  } catch (error) {
    if (isManagerError(error)) return error;
    if (isAppError(error)) return new ManagerError("unavailable", error.detail);
    throw error;
  }
}

/** Makes what an entry holds the current version of its secret, unless it is that already. */
async function take(
  program: Ctx,
  { row, manager }: Source,
  entry: EntryContent,
): Promise<{ readonly isChanged: boolean; readonly version: string }> {
  const value = valueIn(entry, row);
  const { project, environment, secretId } = row;
  const permit = await authorize(program, "secret.rotate", {
    project,
    environment,
    secret: { id: secretId },
  });
  const { currentVersion } = permit.secret;
  const known = await openVersion(program, permit, currentVersion);
  if (known.bytes().equals(Buffer.from(value))) return { isChanged: false, version: entry.version };
  const readIn = { manager: manager.name, managerVersion: entry.version };
  const origin = { origin: "external", restoredFrom: null, readIn } as const;
  const version = await sealVersion(program, permit, Plaintext.of(value), origin);
  // Another instance may have been faster: then its version is the current one.
  await changeSecret(program, { permit, version, sameValue: "add", ifVersion: currentVersion });
  return { isChanged: true, version: entry.version };
}

function outcomeOf(
  { row, manager }: Source,
  taken: { readonly isChanged: boolean; readonly version: string } | ManagerError,
  at: Date,
): Outcome {
  const { secretId, version, checkedAt } = row;
  const after = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
  if (taken instanceof ManagerError) {
    const { reason, message: error, retryAfterSeconds } = taken;
    const pause = Math.min(Math.max(retryAfterSeconds ?? 0, PAUSE_SECONDS), PAUSE_SECONDS_MAX);
    return { secretId, isChanged: false, row: { version, checkedAt, nextAt: after(pause), reason, error } };
  }
  const nextAt = after(manager.config.cacheSeconds);
  const good = { version: taken.version, checkedAt: at, nextAt, reason: null, error: null };
  return { secretId, isChanged: taken.isChanged, row: good };
}
