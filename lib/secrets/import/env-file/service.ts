import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import type { StoredSecret } from "../../upsert/service";
import { type ImportEntry, type ImportLine, type ImportReport, readImport } from "../model";
import { planImport, type Step } from "../plan";
import { IMPORT_SECRETS_MAX, type ImportForm } from "../schema";
import { carryOut } from "../service";

/**
 * Imports a `.env` and reports on each line. All of it or nothing; with `step: "preview"` nothing at all, and no value is
 * compared with a stored one. Any line that cannot be stored stops it unless such lines are to be skipped.
 */
export async function importEnvFile(ctx: Ctx, input: ImportForm): Promise<ImportReport> {
  const { project, environment, text, step, skipIssues } = input;
  const { entries, issues } = readImport(text);
  if (entries.length > IMPORT_SECRETS_MAX) {
    const [max, count] = [IMPORT_SECRETS_MAX, entries.length].map((number) => number.toLocaleString("en"));
    throw new AppError("validation", `At most ${max} secrets at once. These are ${count}.`);
  }
  const items = entries.map(({ name, value }) => ({ name, value }));
  const { grant, steps } = await planImport(ctx, { project, environment }, items);
  const mayGoOn =
    (issues.length === 0 && steps.every(({ kind }) => kind !== "refuse")) || skipIssues === "on";
  const isDone = step === "import" && mayGoOn;
  const stored = isDone ? await carryOut(ctx, grant, steps) : [];
  const outcomes = new Map(stored.map((one) => [one.name, one.outcome]));
  const lines = entries.map((entry, i) => lineOf(entry, steps[i], outcomes));
  return { isDone, lines: [...issues, ...lines].sort((a, b) => a.line - b.line) };
}

function lineOf(
  { line, name, warnings }: ImportEntry,
  step: Step | undefined,
  outcomes: ReadonlyMap<string, StoredSecret["outcome"]>,
): ImportLine {
  if (step?.kind === "refuse") return { line, name, warnings, outcome: "error", note: step.reason };
  if (step?.kind !== "replace") return { line, name, warnings, outcome: "create", note: null };
  const stored = step.grant.secret.name;
  const note = stored === name ? null : `Updates ${stored}.`;
  return { line, name, warnings, note, outcome: outcomes.get(stored) === "unchanged" ? "same" : "replace" };
}
