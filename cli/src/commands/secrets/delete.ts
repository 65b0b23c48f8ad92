import { Failure, usage } from "../../failure";
import { changing } from "../../outcome";
import { printable } from "../../printable";
import { askShown } from "../../question";
import { openScope, type ScopeOptions } from "../../scope";
import { secretPath } from "../../secret-list";
import { note, type Shell } from "../../shell";

interface DeleteOptions extends ScopeOptions {
  readonly yes?: true;
}

/** Deletes a secret for ever, once its name was typed again. */
export async function deleteSecret(shell: Shell, name: string, options: DeleteOptions): Promise<number> {
  const { server, query } = await openScope(shell, options);
  if (!options.yes) {
    if (!shell.input.isTTY) throw usage("deleting is for ever: say --yes where nobody can be asked");
    note(shell, `this deletes ${printable(name)} with all its versions, for ever`);
    const typed = await askShown(shell, "Type its name to go on: ");
    if (typed.trim() !== name) throw new Failure("failed", "that is not the name, nothing was deleted");
  }
  await changing(name, () => server.ask("DELETE", secretPath(name), { query }));
  note(shell, `${printable(name)} is deleted`);
  return 0;
}
