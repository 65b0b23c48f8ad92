import { Command, CommanderError } from "commander";
import { addGrants, addGroups } from "./access-program";
import { addBackups } from "./backup-program";
import { type AnswerWith, group } from "./command-group";
import { parseInput } from "./command-input";
import { type ApiKeyOptions, addApiKey } from "./commands/api-key";
import { progressOn, readVerifyOptions, verifyAudit } from "./commands/audit";
import { compareCheckpoints, readCheckpoints, showCheckpoint } from "./commands/checkpoint";
import { examine } from "./commands/doctor";
import { retry, showJobs } from "./commands/jobs";
import { prepareKey, rotateKey } from "./commands/master-key";
import { createOwner } from "./commands/owner";
import { addPerson, changePerson, showPeople } from "./commands/person";
import { addProject } from "./commands/project";
import { rotateKeyOf } from "./commands/project-key";
import { settleRow } from "./commands/row";
import { seedOptions, seedSecrets } from "./commands/seed";
import { recoverKey, rehearse, type SplitOptions, splitKey } from "./commands/shares";
import { askNewPassword } from "./password-question";
import { type Answer, answering, EXIT, type Instance, type Shell, withInstance } from "./shell";

/** Runs one command of `npm run admin -- …` and says with which code to exit. */
export async function runAdmin(shell: Shell, argv: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = new Command("npm run admin --")
    .description("Operator commands. They work beside a running server or without one.")
    .option("--json", "answer with one JSON object")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void shell.output.write(text),
      writeErr: (text) => void shell.notes.write(text),
    });
  const answer = async (command: () => Promise<Answer>): Promise<void> => {
    exitCode = await answering(shell, program.opts().json === true, command);
  };
  addPeople(program, shell, answer);
  addProjects(program, shell, answer);
  addGrants(program, shell, answer);
  addGroups(program, shell, answer);
  addApiKeys(program, shell, answer);
  addAudit(program, shell, answer);
  addBackups(program, shell, answer);
  addUpkeep(program, shell, answer);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
}

/** A password is asked for before anything is started: nobody should wait for a person while holding a database. */
function addPeople(program: Command, shell: Shell, answer: AnswerWith): void {
  const withPassword = (work: (instance: Instance, password: string) => Promise<Answer>) =>
    answer(async () => {
      const password = await askNewPassword(shell);
      return withInstance(shell, (instance) => work(instance, password));
    });
  group(program, "owner", "Owners of this instance")
    .command("create")
    .description("make an Owner, or let one back in; the password is asked for or read from standard input")
    .requiredOption("--email <address>", "what they sign in with")
    .option("--name <name>", "how they are called")
    .action((options: { email: string; name?: string }) =>
      withPassword(({ ctx }, password) => createOwner(ctx, { ...options, password })),
    );
  const person = group(program, "person", "people with an account");
  addPersonChanges(person, shell, answer);
  person
    .command("create")
    .description("make a person; the password is asked for or read from standard input")
    .requiredOption("--email <address>", "what they sign in with")
    .requiredOption("--role <role>", "owner, super_admin, auditor or member")
    .option("--name <name>", "how they are called")
    .action((options: { email: string; role: string; name?: string }) =>
      withPassword(({ ctx }, password) => addPerson(ctx, { ...options, password })),
    );
}

function addPersonChanges(person: Command, shell: Shell, answer: AnswerWith): void {
  const changes = {
    suspend: "end a person's access at once",
    restore: "give a suspended person access again",
    unlock: "let a person try again at once after failed sign-ins",
  } as const;
  for (const change of ["suspend", "restore", "unlock"] as const) {
    person
      .command(change)
      .description(changes[change])
      .argument("<address>", "what they sign in with")
      .action((address: string) =>
        answer(() => withInstance(shell, ({ ctx }) => changePerson(ctx, change, address))),
      );
  }
  person
    .command("list")
    .description("list people with role, second factor and status")
    .action(() => answer(() => withInstance(shell, ({ ctx }) => showPeople(ctx))));
}

function addProjects(program: Command, shell: Shell, answer: AnswerWith): void {
  group(program, "project", "projects")
    .command("create")
    .description("make a project with its first environments")
    .argument("<slug>", "its short name, as in addresses")
    .option("--name <name>", "how it is called")
    .action((slug: string, options: { name?: string }) =>
      answer(() => withInstance(shell, ({ ctx }) => addProject(ctx, slug, options.name))),
    );
  group(program, "project-key", "the keys that values are sealed by")
    .command("rotate")
    .description("give a project a new key and seal its values anew, while all goes on")
    .argument("<slug>", "the project")
    .action((slug: string) =>
      answer(() =>
        withInstance(shell, ({ ctx }) =>
          rotateKeyOf(ctx, slug, (text) => void shell.notes.write(`${text}\n`)),
        ),
      ),
    );
  program
    .command("seed")
    .description("make plausible secrets with random values, for trials and benchmarks")
    .requiredOption("--secrets <count>", "how many")
    .option("--project <slug>", "where")
    .option("--environment <slug>", "where")
    .action((options: Readonly<Record<string, string>>) =>
      answer(async () => {
        const input = parseInput(seedOptions, options);
        return withInstance(shell, ({ ctx }) => seedSecrets(ctx, input, progressLine(shell, input.secrets)));
      }),
    );
}

function addApiKeys(program: Command, shell: Shell, answer: AnswerWith): void {
  const several = (value: string, before: readonly string[] = []) => [...before, value];
  group(program, "api-key", "what machines show to get secrets")
    .command("create")
    .description("make an API key and print it, this once")
    .requiredOption("--name <name>", "what the audit log calls it")
    .option("--project <slug>", "the project that it reaches")
    .option("--organisation", "let it reach every project instead")
    .option("--environment <slug>", "the environment that it reaches; * for every one", "*")
    .option("--kind <kind>", "what holds it: agent, tool, sandbox or service", "service")
    .option(
      "--permission <permission>",
      "what it may do; again for more (secrets:list, secrets:read)",
      several,
    )
    .option("--secret <name>", "the only secret that it may touch; again for more", several)
    .option("--expires <when>", "when it ends: 90d, a day such as 2027-01-31, or never", "never")
    .action((options: ApiKeyOptions) =>
      answer(() =>
        withInstance(shell, ({ ctx }) =>
          addApiKey(ctx, options, (text) => void shell.notes.write(`${text}\n`)),
        ),
      ),
    );
}

function addAudit(program: Command, shell: Shell, answer: AnswerWith): void {
  const audit = group(program, "audit", "the audit log");
  audit
    .command("verify")
    .description("recompute the chain and print its head")
    .option("--from <number>", "the first event to check")
    .option("--expect <head>", "a head printed earlier, as number:hash, that must still be in the log")
    .action((options: { from?: string; expect?: string }) =>
      answer(async () => {
        const verification = readVerifyOptions(options.from, options.expect);
        const onProgress = progressOn(shell.notes);
        return withInstance(shell, ({ ctx }) => verifyAudit(ctx, { ...verification, onProgress }));
      }),
    );
  audit
    .command("checkpoint")
    .description("print the signed end of the log, to keep outside of this host")
    .option("--check <file>", "compare the checkpoints in a file with the log instead; - is standard input")
    .action(({ check }: { check?: string }) =>
      answer(async () => {
        if (check === undefined) return withInstance(shell, ({ ctx }) => showCheckpoint(ctx));
        const found = await readCheckpoints(check, shell);
        return withInstance(shell, ({ ctx }) => compareCheckpoints(ctx, found));
      }),
    );
}

function addUpkeep(program: Command, shell: Shell, answer: AnswerWith): void {
  const row = group(
    program,
    "row",
    "rows of the database that were tampered with, as audit verify names them",
  );
  const settlements = {
    accept: "seal a row as it stands, once you have looked at it",
    delete: "delete a row that nobody of yours made",
  } as const;
  for (const change of ["accept", "delete"] as const) {
    row
      .command(change)
      .description(settlements[change])
      .argument("<table>", "its table")
      .argument("<id>", "its id")
      .action((table: string, id: string) =>
        answer(() => withInstance(shell, ({ ctx }) => settleRow(ctx, change, { table, id }))),
      );
  }
  const masterKey = group(program, "master-key", "the key above all keys");
  const keyCommands = {
    prepare: ["make the next master key without using it, to copy it to other hosts first", prepareKey],
    rotate: ["put the database under a new master key", rotateKey],
  } as const;
  for (const [name, [description, command]] of Object.entries(keyCommands)) {
    masterKey
      .command(name)
      .description(description)
      .action(() =>
        answer(() =>
          withInstance(shell, ({ ctx, runtime }) => command(ctx, shell.env, runtime.settings.dataDir)),
        ),
      );
  }
  addShares(masterKey, shell, answer);
  const jobs = group(program, "jobs", "work that waits in the queue");
  jobs
    .command("list", { isDefault: true })
    .description("list the jobs that are not done; exits with 1 when one has failed for good")
    .action(() => answer(() => withInstance(shell, ({ ctx }) => showJobs(ctx))));
  jobs
    .command("retry")
    .description("try a job again at once")
    .argument("<id>", "its number in the list")
    .action((id: string) => answer(() => withInstance(shell, ({ ctx }) => retry(ctx, id))));
  program
    .command("doctor")
    .description("look at everything that has to be right, and say what to do; changes nothing")
    .action(() => answer(() => examine({ env: shell.env, root: shell.root })));
}

/** One line that counts up on a terminal, and a line every tenth of the way elsewhere. */
function progressLine({ notes }: Shell, total: number): (done: number) => void {
  let shownTenth = 0;
  return (done) => {
    const tenth = Math.floor((done / total) * 10);
    if (!notes.isTTY && tenth === shownTenth) return;
    shownTenth = tenth;
    const line = `${done.toLocaleString("en")} of ${total.toLocaleString("en")} secrets`;
    notes.write(notes.isTTY ? `\r${line}${done === total ? "\n" : ""}` : `${line}\n`);
  };
}

/** Shares are asked for before anything is started, as passwords are. */
function addShares(masterKey: Command, shell: Shell, answer: AnswerWith): void {
  masterKey
    .command("split")
    .description("split the master key into shares for several people, some of which make it again")
    .requiredOption("--shares <count>", "how many shares to make")
    .requiredOption("--threshold <count>", "how many of them make the key again")
    .option(
      "--sheet <file>",
      "write pages to print, one for each share; without it the shares are printed here",
    )
    .action((options: SplitOptions) => answer(() => splitKey(shell, options)));
  masterKey
    .command("recover")
    .description("make the master key from shares, and write it where there is none")
    .option("--file <file>", "where to write it; master.key in the data directory unless told")
    .option("--key-id <id>", "the id of the key that is needed; the database is asked unless told")
    .action((options: { file?: string; keyId?: string }) => answer(() => recoverKey(shell, options)));
  masterKey
    .command("check-shares")
    .description("try whether shares make the master key in use, and put that on record")
    .action(() => answer(() => rehearse(shell)));
}
