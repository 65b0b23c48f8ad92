import { createInterface } from "node:readline/promises";
import { extractSecrets } from "@/lib/backup/extract";
import { withBackupFile } from "@/lib/backup/file";
import { counted } from "@/lib/counted";
import { AppError } from "@/lib/platform/app-error";
import { retiredMasterKeys } from "@/lib/runtime/retired-keys";
import { type Fate, planFromBackup, storeFromBackup } from "@/lib/secrets/from-backup/service";
import { type Answer, type Shell, withInstance } from "../shell";
import { identitiesOf, type ReadOptions } from "./backup";

export interface PartOptions {
  readonly project?: string;
  readonly environment?: string;
  readonly secret?: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
}

/** Brings secrets of one project back from a backup, as new versions, after it showed what that changes. */
export async function restorePart(
  shell: Shell,
  path: string,
  options: ReadOptions & PartOptions,
): Promise<Answer> {
  const { project, environment, secret, dryRun, yes } = options;
  if (project === undefined)
    throw new AppError("validation", "Say of which project: --project SLUG.", { fields: {} });
  const mayAsk = shell.input.isTTY === true && path !== "-";
  if (!dryRun && !yes && !mayAsk)
    throw new AppError("validation", "There is nobody to ask: add --yes, or --dry-run.", { fields: {} });
  const identities = await identitiesOf(options);
  return withInstance(shell, async ({ ctx, runtime }) => {
    const { masterKeys, migrations } = await ctx.backups.checks();
    const retired = await retiredMasterKeys(runtime.settings.dataDir);
    const checks = { masterKeys: [...masterKeys, ...retired], migrations };
    const extract = await withBackupFile(path, shell.input, identities, (openFile) =>
      extractSecrets(openFile, checks, { project, environment, secret }),
    );
    const plan = await planFromBackup(ctx, project, extract);
    const lines = linesOf(plan.fates);
    const data = { madeAt: extract.header.madeAt, project, secrets: plan.fates };
    const isBad = plan.fates.some(({ state }) => state === "refused");
    if (dryRun || plan.batches.length === 0)
      return { data: { ...data, stored: 0 }, lines: [...lines, "Nothing was stored."], isBad };
    if (!yes) await ask(shell, lines);
    const stored = await storeFromBackup(ctx, project, extract, plan);
    const told = `Stored ${counted(stored, "secret")} as of ${extract.header.madeAt}.`;
    return { data: { ...data, stored }, lines: [...(yes ? lines : []), told], isBad };
  });
}

function linesOf(fates: readonly Fate[]): string[] {
  return fates.map(
    ({ state, environment, name, reason }) =>
      `${state.padEnd(7)}  ${environment}  ${name}${reason === null ? "" : `: ${reason}`}`,
  );
}

async function ask({ input, notes }: Shell, lines: readonly string[]): Promise<void> {
  notes.write(lines.map((line) => `${line}\n`).join(""));
  const asking = createInterface({ input, output: notes });
  const answer = await asking
    .question("Store what is new and changed? (yes/no) ")
    .finally(() => asking.close());
  if (answer.trim() !== "yes") throw new Error("Nothing was stored.");
}
