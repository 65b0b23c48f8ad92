import type { Command } from "commander";
import { type AnswerWith, group } from "./command-group";
import { type BackUpOptions, backUp, type ReadOptions, restore, verify } from "./commands/backup";
import { type PartOptions, restorePart } from "./commands/restore-part";
import type { Shell } from "./shell";

const IDENTITY = ["--identity <file>", "file with the identity of age that opens it"] as const;

/** The commands that write, check and load backups. */
export function addBackups(program: Command, shell: Shell, answer: AnswerWith): void {
  const backup = group(
    program,
    "backup",
    "write everything into a new file, with values and keys still sealed",
  )
    .argument("<file>", "the file to make")
    .option(
      "--recipient <age1…>",
      "encrypt it with age for this recipient; may be given more than once",
      (one, others: readonly string[]) => [...others, one],
      [],
    )
    .action((file: string, options: BackUpOptions) => answer(() => backUp(shell, file, options)));
  backup
    .command("verify")
    .description("read a backup and say whether it can be restored with the master key at hand")
    .argument("<file>", "the backup; - is standard input")
    .option(...IDENTITY)
    .action((file: string, options: ReadOptions) => answer(() => verify(shell, file, options)));
  program
    .command("restore")
    .description("make an empty database what a backup holds, or bring secrets of a project back")
    .argument("<file>", "the backup; - is standard input")
    .option(...IDENTITY)
    .option("--project <slug>", "restore secrets of this project alone, into the running instance")
    .option("--environment <slug>", "of this environment of it alone")
    .option("--secret <name>", "this secret of it alone")
    .option("--dry-run", "only say what would be stored", false)
    .option("--yes", "do not ask before anything is stored", false)
    .action((file: string, options: ReadOptions & PartOptions) =>
      answer(() =>
        options.project === undefined && options.secret === undefined && options.environment === undefined
          ? restore(shell, file, options)
          : restorePart(shell, file, options),
      ),
    );
}
