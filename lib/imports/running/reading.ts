import type { Ctx } from "@/lib/context";
import type { ManagerClient } from "@/lib/managers/kinds/kind";
import { ownMarks } from "@/lib/managers/syncing/service";
import { nameIssue, variableOf } from "@/lib/names/model";
import { AppError } from "@/lib/platform/app-error";
import { compareSteps } from "@/lib/secrets/import/comparing";
import { planImport, type Step } from "@/lib/secrets/import/plan";
import { valueIssue } from "@/lib/secrets/model";
import { nameOf, PATHS_MAX, pathBelow } from "../model";
import * as store from "../store";
import { whileHeld } from "./claim";
import { readPaths } from "./texts";

const PATHS_AT_ONCE = 50;

/** Notes every path that there is at or below the one that is imported. Killed in the middle, it begins again: that is cheap. */
export async function findPaths(ctx: Ctx, row: store.ImportRow, client: ManagerClient): Promise<void> {
  const { id, path: top } = row;
  const folders = [top];
  const found = new Set(top === "" ? [] : [top]);
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
      const page: Awaited<ReturnType<ManagerClient["list"]>> = await client.list(folder, cursor);
      for (const { path, isFolder } of page.entries) {
        if (pathBelow(top, path) === null) continue;
        if (isFolder) folders.push(path);
        else found.add(path);
      }
      cursor = page.next;
      if (found.size + folders.length > PATHS_MAX) throw tooMany();
      await whileHeld(ctx, row, async () => {});
    }
  }
  await whileHeld(ctx, row, async (sql) => {
    await store.insertFound(sql, id, [...found]);
    await store.setListed(sql, id);
  });
}

function tooMany(): AppError {
  const max = PATHS_MAX.toLocaleString("en");
  return new AppError(
    "validation",
    `There is more than ${max} paths. Import a path below this one at a time.`,
  );
}

/**
 * Reads some of the paths that were found and decides what will become of each text: by its name, and by a comparison that is on
 * record. `ctx` is of whoever asked. False when all are read.
 */
export async function planSome(ctx: Ctx, row: store.ImportRow, client: ManagerClient): Promise<boolean> {
  const { id, project, environment, names, path: top } = row;
  const paths = await store.listFound(ctx.pool, id, PATHS_AT_ONCE);
  if (paths.length === 0) return false;
  const entries: store.PlannedEntry[] = [];
  const good: {
    readonly entry: Pick<store.PlannedEntry, "path" | "field" | "name" | "variable">;
    readonly value: string;
  }[] = [];
  for (const read of await readPaths(client, paths, await ownMarks(ctx))) {
    const { path } = read;
    const entryOf = (field: string) => {
      const name = nameOf(names, pathBelow(top, path) ?? path, field);
      return { path, field, name, variable: variableOf(name) };
    };
    const refuse = (field: string, reason: string) =>
      entries.push({ ...entryOf(field), state: "refused", reason });
    if ("refusal" in read) {
      if (read.refusal !== null) refuse("", read.refusal);
      continue;
    }
    for (const field of read.notText) refuse(field, "This is no text: a number, a list or an object.");
    for (const { field, value } of read.texts) {
      const entry = entryOf(field);
      const reason = issueOf(entry.name, value);
      if (reason !== null) refuse(field, reason);
      else good.push({ entry, value });
    }
  }
  const items = good.map(({ entry: { name }, value }) => ({ name, value }));
  const { steps } = await planImport(ctx, { project, environment }, items);
  const same = await compareSteps(ctx, steps);
  const planned = good.map(({ entry }, i) => ({ ...entry, ...fateOf(steps[i], same) }));
  await whileHeld(ctx, row, async (sql) => {
    await store.replaceFound(sql, id, paths, [...entries, ...planned]);
    await store.noteProgress(sql, id);
  });
  return true;
}

function issueOf(name: string, value: string): string | null {
  const issue = nameIssue(name);
  if (issue !== null)
    return name === "" ? "Its path and field make no name." : `It would be called ${name}. ${issue}`;
  return value === "" ? "It is empty." : valueIssue(value);
}

function fateOf(
  step: Step | undefined,
  same: ReadonlyMap<string, boolean>,
): Pick<store.PlannedEntry, "state" | "reason"> {
  if (step?.kind === "refuse") return { state: "refused", reason: step.reason };
  if (step?.kind !== "replace") return { state: "new", reason: null };
  return { state: same.get(step.permit.secret.id) ? "same" : "changed", reason: null };
}
