import type { Ctx } from "@/lib/context";
import { variableOf } from "@/lib/names/model";
import { AppError } from "@/lib/platform/app-error";
import { compareSteps } from "../../import/comparing";
import { readImport } from "../../import/model";
import { planImport } from "../../import/plan";
import { IMPORT_LINES_MAX } from "../../import/schema";
import type { PastedLine, PastedReport } from "./model";
import type { PastedForm } from "./schema";
import * as store from "./store";

/** How many names are told that a text lacks. */
const MISSING_MAX = 200;

/**
 * Compares a `.env`, JSON or YAML file with the secrets of an environment, and stores nothing of it. Each comparison is on record
 * and counts as that of a stored value does; what is over the limit of its secret, and short values, are not compared. For whoever
 * may store secrets there: they could store the values, and be told as much. Throws `validation` for too many lines.
 */
export async function compareWithText(ctx: Ctx, input: PastedForm): Promise<PastedReport> {
  const { project, environment, text } = input;
  const { entries, issues } = readImport(text);
  if (entries.length > IMPORT_LINES_MAX) {
    const [max, count] = [IMPORT_LINES_MAX, entries.length].map((number) => number.toLocaleString("en"));
    throw new AppError("validation", `At most ${max} lines at once. These are ${count}.`);
  }
  const items = entries.map(({ name, value }) => ({ name, value }));
  const { permit, steps } = await planImport(ctx, { project, environment }, items);
  const compared = await compareSteps(ctx, steps);
  const lines = entries.map(({ line, name }, i): PastedLine => {
    const step = steps[i];
    if (step?.kind === "create") return { line, name, outcome: "onlyPasted", note: null };
    if (step?.kind !== "replace") return { line, name, outcome: "notCompared", note: step?.reason ?? null };
    const { id, name: stored } = step.permit.secret;
    const note = stored === name ? null : `It is called ${stored} there.`;
    const isSame = compared.get(id);
    return {
      line,
      name,
      note,
      outcome: isSame === undefined ? "notCompared" : isSame ? "same" : "different",
    };
  });
  const wrong = issues.map(({ line, name, note }): PastedLine => ({ line, name, note, outcome: "error" }));
  const variables = entries.map(({ name }) => variableOf(name));
  const missing = await store.namesBeside(ctx.pool, permit, variables, MISSING_MAX + 1);
  return {
    environment: permit.environment.name,
    lines: [...wrong, ...lines].sort((a, b) => a.line - b.line),
    missing: missing.slice(0, MISSING_MAX),
    hasMoreMissing: missing.length > MISSING_MAX,
  };
}
