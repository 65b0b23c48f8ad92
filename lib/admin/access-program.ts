import type { Command } from "commander";
import { type AnswerWith, group } from "./command-group";
import { addGrant, type GrantOptions, removeGrant, showGrants } from "./commands/grant";
import { addGroup, changeMembers, removeGroup, showGroups } from "./commands/group";
import { type Shell, withInstance } from "./shell";

/** The commands about what Members are granted. */
export function addGrants(program: Command, shell: Shell, answer: AnswerWith): void {
  const grant = group(program, "grant", "what Members, alone or in groups, may do to secrets");
  grant
    .command("add")
    .description("grant a Member or a group access to secrets")
    .option("--person <address>", "who gets it")
    .option("--group <slug>", "the group that gets it instead")
    .requiredOption("--project <slug>", "where the secrets are")
    .option("--environment <slug>", "one environment of it alone")
    .option("--secret <name>", "one secret alone")
    .option("--pattern <pattern>", "those alone whose names begin so, such as 'STRIPE_*'")
    .requiredOption("--capability <capability>", "see, edit, set, run or manage")
    .option("--expires <when>", "when it ends: 30d, a day such as 2027-01-31, or never", "never")
    .action((options: GrantOptions) =>
      answer(() => withInstance(shell, ({ ctx }) => addGrant(ctx, options))),
    );
  grant
    .command("list")
    .description("list the grants of a project")
    .requiredOption("--project <slug>", "which project")
    .action(({ project }: { project: string }) =>
      answer(() => withInstance(shell, ({ ctx }) => showGrants(ctx, project))),
    );
  grant
    .command("remove")
    .description("end a grant at once")
    .argument("<id>", "its id in the list")
    .action((id: string) => answer(() => withInstance(shell, ({ ctx }) => removeGrant(ctx, id))));
}

/** The commands about groups of people. */
export function addGroups(program: Command, shell: Shell, answer: AnswerWith): void {
  const groups = group(program, "group", "people who are granted things together");
  groups
    .command("create")
    .description("make a group")
    .argument("<slug>", "its short name, as in addresses")
    .requiredOption("--name <name>", "how it is called")
    .action((slug: string, { name }: { name: string }) =>
      answer(() => withInstance(shell, ({ ctx }) => addGroup(ctx, slug, name))),
    );
  groups
    .command("list")
    .description("list groups, with how many members and grants they have")
    .action(() => answer(() => withInstance(shell, ({ ctx }) => showGroups(ctx))));
  const changes = {
    add: "put a person into a group",
    remove: "take a person out of a group",
  } as const;
  for (const change of ["add", "remove"] as const) {
    groups
      .command(change)
      .description(changes[change])
      .argument("<slug>", "which group")
      .argument("<address>", "what they sign in with")
      .action((slug: string, address: string) =>
        answer(() =>
          withInstance(shell, ({ ctx }) => changeMembers(ctx, change, { group: slug, person: address })),
        ),
      );
  }
  groups
    .command("delete")
    .description("delete a group, with what it was granted")
    .argument("<slug>", "which group")
    .action((slug: string) => answer(() => withInstance(shell, ({ ctx }) => removeGroup(ctx, slug))));
}
