import { needsApproval } from "@/lib/authorization/approval";
import { authorizeEach } from "@/lib/authorization/authorize";
import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { sqlIn } from "@/lib/db/sql";
import { inTransaction, joining } from "@/lib/db/transaction";
import type { ManagerClient } from "@/lib/managers/kinds/kind";
import { isChangeHeld } from "@/lib/platform/change-held";
import { planImport, type Step } from "@/lib/secrets/import/plan";
import { valueIssue } from "@/lib/secrets/model";
import { prepareCreation } from "@/lib/secrets/service";
import { sealVersion } from "@/lib/secrets/versions/service";
import type { SecretChange, SecretCreation, SecretWrites } from "@/lib/secrets/writing/model";
import { writeCalls } from "@/lib/secrets/writing/steps";
import { nameOf, pathBelow, textPathOf } from "../model";
import * as store from "../store";
import { whileHeld } from "./claim";
import { readVersions, type TextVersion } from "./texts";

/** Entries that are stored in one transaction; where they wait for approval, one request holds more. */
const ENTRIES_AT_ONCE = 100;
const ENTRIES_IN_REQUEST = 500;

/** What is written for one entry: rounds that come one after the other, since a secret gets one version at a time. */
interface Prepared {
  readonly outcome: store.Outcome;
  readonly creation?: SecretCreation;
  readonly changes: readonly SecretChange[];
}

/**
 * Stores some of what was planned, as it lies there now: the secrets, what came of each entry and the events in one transaction, so that each
 * is stored once however often this is begun again. A new secret gets the versions that the manager still has, the oldest
 * first; one that is there gets the current value as a new version. `ctx` is of whoever asked. False when all is stored.
 */
export async function storeSome(ctx: Ctx, row: store.ImportRow, client: ManagerClient): Promise<boolean> {
  const { id, project, environment } = row;
  const { permit } = await planImport(ctx, { project, environment }, []);
  const waits = needsApproval(ctx, permit.environment);
  const listed = await store.listWanted(ctx.pool, id, waits ? ENTRIES_IN_REQUEST : ENTRIES_AT_ONCE);
  if (listed.length === 0) return false;
  const wanted = listed.filter((entry) => isPlanned(row, entry));
  const read = await readVersions(client, [...new Set(wanted.map(({ path }) => path))]);
  const found = wanted.map((entry) => ({ entry, versions: read.get(entry.path)?.get(entry.field) ?? [] }));
  const items = found.flatMap(({ entry: { name }, versions }) => {
    const value = versions.at(-1)?.value;
    return value === undefined || valueIssue(value) !== null ? [] : [{ name, value }];
  });
  const { steps } = await planImport(ctx, { project, environment }, items);
  const byName = new Map(steps.map((step) => [step.item.name, step]));
  const prepared = listed.filter((entry) => !wanted.includes(entry)).map(forged);
  for (const { entry, versions } of found) {
    const kept = waits ? versions.slice(-1) : versions;
    prepared.push(await prepare(ctx, permit, row, entry, byName.get(entry.name), kept));
  }
  if (waits) await holdAll(ctx, row, prepared);
  else await writeAll(ctx, row, prepared);
  return true;
}

/** Whether an entry is one that the import itself makes: its row has no seal. */
function isPlanned({ path: top, names }: store.ImportRow, { path, field, name }: store.WantedEntry): boolean {
  const below = pathBelow(top, path);
  return below !== null && name === nameOf(names, below, field);
}

function forged({ path, field }: store.WantedEntry): Prepared {
  const reason = "It is not what the import planned.";
  return { outcome: { path, field, state: "refused", reason }, changes: [] };
}

async function prepare(
  ctx: Ctx,
  permit: Permit<"secret.create">,
  row: store.ImportRow,
  { path, field, name }: store.WantedEntry,
  step: Step | undefined,
  versions: readonly TextVersion[],
): Promise<Prepared> {
  const at = { path, field };
  const refused = (reason: string): Prepared => ({
    outcome: { ...at, state: "refused", reason },
    changes: [],
  });
  const [first] = versions;
  const last = versions.at(-1);
  if (!first || !last) return refused("It is not there any more.");
  if (!step) return refused(valueIssue(last.value) ?? "It is not there any more.");
  if (step.kind === "refuse") return refused(step.reason);
  const from = (version: TextVersion) => sourceText(row.manager, at, version);
  if (step.kind === "replace") {
    const change = await changeOf(ctx, step.permit, last, from(last));
    return {
      outcome: { ...at, state: "replaced", versions: 1 },
      changes: [{ ...change, sameValue: "leave" }],
    };
  }
  const good = versions.filter((version) => version === last || valueIssue(version.value) === null);
  const [oldest = last, ...later] = good;
  const text = { name, description: "", category: "custom", audience: "all" } as const;
  const creation = { ...(await prepareCreation(ctx, permit, text, oldest.value)), copiedFrom: from(oldest) };
  const secret = { ...text, id: creation.secret.id, currentVersion: 1, revision: 1 };
  const [ofNew] = await authorizeEach(ctx, "secret.rotate", permit, [secret]);
  if (later.length > 0 && !ofNew) return refused("You may not add versions here.");
  const changes: SecretChange[] = [];
  for (const version of later) if (ofNew) changes.push(await changeOf(ctx, ofNew, version, from(version)));
  return { outcome: { ...at, state: "created", versions: good.length }, creation, changes };
}

async function changeOf(
  ctx: Ctx,
  permit: Permit<"secret.rotate">,
  { value }: TextVersion,
  copiedFrom: string,
): Promise<SecretChange> {
  const origin = { origin: "rotated", restoredFrom: null } as const;
  const sealed = await sealVersion(ctx, permit, Plaintext.of(value), origin);
  return { permit, version: { ...sealed, copiedFrom }, sameValue: "add" };
}

/** Such as `office: app/db password, version 3 of 2026-01-02T03:04:05.000Z`, for the change log. */
function sourceText(
  manager: string,
  at: { readonly path: string; readonly field: string },
  { version, at: time }: TextVersion,
): string {
  const of = time === null ? "" : ` of ${time.toISOString()}`;
  return `${manager}: ${textPathOf(at)}, version ${version}${of}`;
}

function writeAll(ctx: Ctx, row: store.ImportRow, prepared: readonly Prepared[]): Promise<void> {
  return whileHeld(ctx, row, async (sql) => {
    for (const writes of roundsOf(prepared)) {
      const [results] = await writeCalls(sql, ctx, [{ ctx, writes }], "wait");
      // Gone or changed since it was looked at, a moment ago: it is tried again.
      if (results?.some(({ kind }) => kind !== "done")) throw new ChangedMeanwhile();
    }
    await store.noteOutcomes(sql, row.id, outcomesOf(prepared));
    await store.noteProgress(sql, row.id);
  });
}

/** Somebody changed one of the secrets while they were prepared. */
export class ChangedMeanwhile extends Error {}

/** Makes one change request of all of it. */
function holdAll(ctx: Ctx, row: store.ImportRow, prepared: readonly Prepared[]): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const joined = joining(ctx, tx);
    await whileHeld(joined, row, async () => {});
    const [writes] = roundsOf(prepared);
    let isHeld = false;
    if (writes)
      await ctx.hold.secrets(joined, writes).catch((error: unknown) => {
        if (!isChangeHeld(error)) throw error;
        isHeld = true;
      });
    const outcomes = prepared.map(({ outcome }): store.Outcome => {
      if (outcome.state === "refused") return outcome;
      return { ...outcome, state: isHeld ? "waiting" : "same", versions: null };
    });
    await store.noteOutcomes(sqlIn(tx), row.id, outcomes);
    await store.noteProgress(sqlIn(tx), row.id);
  });
}

/** First what is new and the first change of each secret, then the second of each, and so on. */
function roundsOf(prepared: readonly Prepared[]): SecretWrites[] {
  const creations = prepared.flatMap(({ creation }) => creation ?? []);
  const rounds: SecretChange[][] = [[]];
  for (const { creation, changes } of prepared) {
    for (const [i, change] of changes.entries()) {
      const round = creation ? i + 1 : i;
      rounds[round] ??= [];
      rounds[round]?.push(change);
    }
  }
  return rounds
    .map((changes, i) => ({ creations: i === 0 ? creations : [], changes }))
    .filter((writes) => writes.creations.length + writes.changes.length > 0);
}

function outcomesOf(prepared: readonly Prepared[]): store.Outcome[] {
  return prepared.map(({ outcome }) => outcome);
}
