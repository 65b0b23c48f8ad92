import { authorizeEach } from "@/lib/authorization/authorize";
import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { openVersion, secretTarget } from "@/lib/secrets/versions/service";
import type { Content, EntryContent, ManagerClient } from "../../kinds/kind";
import { isManagerError } from "../../kinds/manager-error";
import { isMark, markOf } from "../model";
import type { KnownEntry, SyncRow } from "../store";
import type { PathTargets, Target } from "./targets";

export interface PathOutcome {
  readonly path: string;
  readonly entries: readonly KnownEntry[];
  readonly written: number;
  readonly removed: number;
}

/** What a run works with. */
export interface Run {
  /** Of the program itself. */
  readonly ctx: Ctx;
  readonly row: SyncRow;
  readonly client: ManagerClient;
  readonly permit: Permit<"secret.list">;
  readonly hashOf: (path: string, field: string, value: string) => string;
}

const ANOTHER = "Another sync of a Strongroom writes here.";
const ELSE = "Something else lies there.";

/**
 * Brings one path of the manager in step: writes what is new or changed here, tells of what somebody changed there, and takes away what is no longer
 * chosen where the sync is to. Looks before it writes, so that running it again does no harm.
 */
export async function syncPath(run: Run, path: PathTargets): Promise<PathOutcome> {
  const { client, row } = run;
  try {
    const there = await contentAt(client, path.path);
    const isKnown = path.known.some(({ hash }) => hash !== null);
    const mayRemove = row.configuration.foreign === "remove" && path.known.length > path.targets.length;
    const owner = there && (!isKnown || mayRemove) ? (await client.owner(path.path)).owner : null;
    const isAnothers = isMark(owner) && owner !== markOf(row.id);
    if (isAnothers)
      return outcome(
        path,
        path.targets.map((target) => refused(target, ANOTHER)),
      );
    const judged = await judge(run, path, there);
    const written = judged.filter(({ value }) => value !== null);
    if (written.length > 0) await write(run, path.path, written);
    const { entries, removed } = await leave(run, path, there, owner);
    const now = run.ctx.now();
    const own = judged.map(({ entry, value }) => (value === null ? entry : { ...entry, writtenAt: now }));
    return { ...outcome(path, [...own, ...entries]), written: written.length, removed };
  } catch (error) {
    if (!isManagerError(error) || !OF_PATH.includes(error.reason)) throw error;
    const { message } = error;
    const kept = path.known.filter(({ field }) => !path.targets.some((target) => target.field === field));
    return outcome(path, [
      ...path.targets.map((target) => ({
        ...knownOr(path, target),
        state: "refused" as const,
        error: message,
      })),
      ...kept,
    ]);
  }
}

/** Why a manager may refuse one path alone. */
const OF_PATH = ["forbidden", "notFound", "notText", "tooLarge", "invalid"];

function outcome(path: PathTargets, entries: readonly KnownEntry[]): PathOutcome {
  const refusals = path.refused.map(({ reason, ...target }) => refused(target, reason));
  return { path: path.path, entries: [...entries, ...refusals], written: 0, removed: 0 };
}

function refused({ path, field, secret }: Target, error: string): KnownEntry {
  const { id: secretId, name } = secret;
  return {
    path,
    field,
    name,
    secretId,
    versionId: null,
    hash: null,
    state: "refused",
    error,
    writtenAt: null,
  };
}

function knownOr({ known }: PathTargets, target: Target): KnownEntry {
  return known.find(({ field }) => field === target.field) ?? refused(target, "");
}

/** Null where nothing is. */
async function contentAt(client: ManagerClient, path: string): Promise<EntryContent | null> {
  return client.read(path, "").catch((error: unknown) => {
    if (isManagerError(error) && error.reason === "notFound") return null;
    throw error;
  });
}

/** What is at a place: undefined where nothing is, null where it is no text of its own. */
function textAt(there: EntryContent | null, field: string): string | null | undefined {
  if (!there) return undefined;
  const { content, notText } = there;
  if (typeof content === "string") return field === "" ? content : null;
  if (field === "" || notText.includes(field)) return null;
  return Object.hasOwn(content, field) ? content[field] : undefined;
}

interface Judged {
  readonly entry: KnownEntry;
  /** What is to be written; null: nothing. */
  readonly value: string | null;
}

async function judge(run: Run, path: PathTargets, there: EntryContent | null): Promise<Judged[]> {
  const { overwrites } = run.row;
  const judged: Judged[] = [];
  for (const target of path.targets) {
    const { field, secret } = target;
    const known = path.known.find((one) => one.field === field && one.hash !== null);
    const text = textAt(there, field);
    const isChangedThere =
      known !== undefined && (typeof text !== "string" || run.hashOf(path.path, field, text) !== known.hash);
    if (known && known.versionId === secret.versionId && !(isChangedThere && overwrites)) {
      const error = text === undefined ? "It was deleted there." : "Somebody changed it there.";
      const state = isChangedThere ? "drift" : "written";
      judged.push({
        entry: { ...known, name: secret.name, state, error: isChangedThere ? error : null },
        value: null,
      });
      continue;
    }
    const value = await readValue(run, target);
    const hash = run.hashOf(path.path, field, value);
    const entry: KnownEntry = {
      ...{
        path: path.path,
        field,
        name: secret.name,
        secretId: secret.id,
        versionId: secret.versionId,
        hash,
      },
      ...{ state: "written", error: null, writtenAt: known?.writtenAt ?? run.ctx.now() },
    };
    if (text === value) judged.push({ entry, value: null });
    else if (known || text === undefined || overwrites) judged.push({ entry, value });
    else judged.push({ entry: { ...refused(target, ELSE), state: "foreign" }, value: null });
  }
  return judged;
}

/** The value of a secret, after the audit log has it that it is used, for what and by whom. */
async function readValue({ ctx, row, permit }: Run, { secret }: Target): Promise<string> {
  const [allowed] = await authorizeEach(ctx, "secret.rotate", permit, [secret]);
  if (!allowed) throw new AppError("forbidden", "The program may not use this secret.");
  const value = await openVersion(ctx, allowed, secret.currentVersion);
  const detail = { purpose: "sync", of: row.name, version: secret.currentVersion };
  await ctx.audit.record(ctx, [{ action: "secret.used", target: secretTarget(allowed), detail }]);
  return value.reveal();
}

async function write({ client, row }: Run, path: string, written: readonly Judged[]): Promise<void> {
  const pairs = written.flatMap(({ entry, value }) =>
    value === null ? [] : [[entry.field, value] as const],
  );
  const [whole] = pairs.filter(([field]) => field === "");
  const content: Content = whole ? whole[1] : Object.fromEntries(pairs);
  await client.write(path, content, markOf(row.id));
}

/** What becomes of what was written once and is no longer chosen; and of what others put here, where that is to be told. */
async function leave(
  { client, row, hashOf }: Run,
  { path, targets, known, refused: not }: PathTargets,
  there: EntryContent | null,
  owner: string | null,
): Promise<{ readonly entries: readonly KnownEntry[]; readonly removed: number }> {
  const isWanted = (field: string) => [...targets, ...not].some((target) => target.field === field);
  const old = known.filter(
    ({ field, hash }) => hash !== null && !isWanted(field) && textAt(there, field) !== undefined,
  );
  const isAsWritten = ({ field, hash }: KnownEntry) => {
    const text = textAt(there, field);
    return typeof text === "string" && hashOf(path, field, text) === hash;
  };
  const { foreign } = row.configuration;
  const gone = foreign === "remove" && owner === markOf(row.id) ? old.filter(isAsWritten) : [];
  const fieldsThere = fieldsOf(there);
  if (gone.length > 0) {
    const rest = fieldsThere.filter((field) => !gone.some((one) => one.field === field));
    const isEmpty = rest.length === 0 && targets.length === 0;
    await client.remove(path, isEmpty ? null : gone.map(({ field }) => field));
  }
  const left = old.filter((one) => !gone.includes(one));
  const entries = left.map((one) => ({ ...one, state: "left" as const, error: null }));
  const ours = new Set([
    ...known.filter(({ hash }) => hash !== null).map(({ field }) => field),
    ...targets.map(({ field }) => field),
  ]);
  const others = foreign === "warn" ? fieldsThere.filter((field) => field !== "" && !ours.has(field)) : [];
  return { entries: [...entries, ...others.map((field) => foreignEntry(path, field))], removed: gone.length };
}

/** Of something that no secret here stands for. */
export function foreignEntry(path: string, field: string): KnownEntry {
  const nothing = { name: null, secretId: null, versionId: null, hash: null, writtenAt: null };
  return { path, field, ...nothing, state: "foreign", error: "No secret here stands for it." };
}

function fieldsOf(there: EntryContent | null): string[] {
  if (!there) return [];
  return typeof there.content === "string" ? [""] : [...Object.keys(there.content), ...there.notText];
}
