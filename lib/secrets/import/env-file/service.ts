import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import type { StoredSecret } from "../../upsert/service";
import { compareSteps } from "../comparing";
import { type ImportEntry, type ImportLine, type ImportReport, lineOf, readImport } from "../model";
import { planImport, type Step } from "../plan";
import { IMPORT_LINES_MAX, type ImportForm } from "../schema";
import { carryOut } from "../service";

/**
 * Imports a `.env`, JSON or YAML file and reports on each line. All of it or nothing. With `step: "preview"` nothing is stored, but
 * values are compared with the current ones of their secrets: on record, and as often as any comparison. Any line that
 * cannot be stored stops the import unless such lines are to be skipped.
 */
export async function importEnvFile(ctx: Ctx, input: ImportForm): Promise<ImportReport> {
  const { project, environment, text, step, skipIssues, without = new Set() } = input;
  const { format, entries, issues } = readImport(text);
  const left = entries.filter(({ line }) => without.has(line));
  const wanted = entries.filter(({ line }) => !without.has(line));
  if (wanted.length > IMPORT_LINES_MAX) {
    const [max, count] = [IMPORT_LINES_MAX, wanted.length].map((number) => number.toLocaleString("en"));
    throw new AppError("validation", `At most ${max} secrets at once. These are ${count}.`);
  }
  const items = wanted.map(({ name, value }) => ({ name, value }));
  const { permit, steps } = await planImport(ctx, { project, environment }, items);
  const mayGoOn =
    (issues.length === 0 && steps.every(({ kind }) => kind !== "refuse")) || skipIssues === "on";
  const isDone = step === "import" && mayGoOn;
  const stored = isDone ? await carryOut(ctx, permit, steps) : [];
  const unchanged = isDone ? unchangedNames(stored) : await unchangedIds(ctx, steps);
  const lines = [
    ...issues,
    ...left.map((entry) => ({ ...lineOf(entry), outcome: "left" as const, note: null })),
    ...wanted.map((entry, i) => told(entry, steps[i], unchanged)),
  ];
  return { isDone, format, lines: lines.sort((a, b) => a.line - b.line) };
}

/** What could not be compared counts as another value. */
async function unchangedIds(ctx: Ctx, steps: readonly Step[]): Promise<ReadonlySet<string>> {
  const compared = await compareSteps(ctx, steps);
  return new Set([...compared].filter(([, isSame]) => isSame).map(([id]) => id));
}

function unchangedNames(stored: readonly StoredSecret[]): ReadonlySet<string> {
  return new Set(stored.filter(({ outcome }) => outcome === "unchanged").map(({ name }) => name));
}

/** `unchanged` holds ids or names of the secrets whose values stay as they are. */
function told(entry: ImportEntry, step: Step | undefined, unchanged: ReadonlySet<string>): ImportLine {
  const line = lineOf(entry);
  if (step?.kind === "refuse") return { ...line, outcome: "error", note: step.reason };
  if (step?.kind !== "replace") return { ...line, outcome: "create", note: null };
  const { id, name } = step.permit.secret;
  const isSame = unchanged.has(id) || unchanged.has(name);
  const note = name === entry.name ? null : `Updates ${name}.`;
  return { ...line, note, outcome: isSame ? "same" : "replace" };
}
