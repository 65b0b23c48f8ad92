import type { Command } from "commander";
import { readEnvFile } from "@/sdk/src/env-file/reader";
import { readPrivateFile } from "../../credentials/private-file";
import { usage } from "../../failure";
import { printable } from "../../printable";
import type { Act } from "../../program";
import type { Shell } from "../../shell";
import { type AuthorizedKeysOptions, writeAuthorizedKeys } from "./authorized-keys";
import { type LoginOptions, loginTo } from "./login";

/** Where a host keeps its key: sshd hands its commands no environment. */
const CONFIG = "/etc/strongroom/ssh.env";

/** `act` is for `login`, whose output is that of ssh. */
export function addSshCommands(
  program: Command,
  shell: Shell,
  { act, answer }: { readonly act: Act; readonly answer: Act },
): void {
  const ssh = program.command("ssh").description("who may enter a host, and certificates to enter one");
  ssh
    .command("authorized-keys")
    .argument("<user>", "the user of this host, %u for sshd")
    .argument(
      "[key]",
      "the key or certificate that is shown, %k for sshd: then only what is for it is printed",
    )
    .description("print who may enter this host, for sshd's AuthorizedKeysCommand")
    .option(
      "--config <file>",
      "a file with STRONGROOM_URL and STRONGROOM_API_KEY that only this user reads",
      CONFIG,
    )
    .option("--host <name>", "what this host is called (STRONGROOM_SSH_HOST; else its host name)")
    .option("-p, --project <slug>", "project, for a key of the whole organisation (STRONGROOM_PROJECT)")
    .option(
      "--max-age <time>",
      "how old the kept answer may be while the server is out of reach, at most 24h",
      "1h",
    )
    .action((user, key, options: AuthorizedKeysOptions & { readonly config: string }) =>
      answer(() => writeAuthorizedKeys(withConfig(shell, options.config), { user, key }, options)),
    );
  ssh
    .command("login")
    .argument("<host>", "the host as rules call it, or user@host")
    .argument("[arguments...]", "for ssh, after --")
    .description("get a certificate for minutes with a key that is thrown away, and run ssh with it")
    .option("-u, --user <name>", "user of the host; else your own name here")
    .option("-p, --project <slug>", "project (STRONGROOM_PROJECT)")
    .option("--address <name>", "where to find the host, if its name in rules is not its address")
    .option("--ttl <time>", "how long the certificate is good for, from 60s to 1h", "10m")
    .option("--permit <what...>", "also allow agent-forwarding, port-forwarding, user-rc, x11-forwarding")
    .option("--from-here", "good from the address alone that the server sees you at")
    .option("--agent", "add key and certificate to ssh-agent for that time, and run nothing")
    .option("--out <folder>", "keep key and certificate in a new folder, and run nothing")
    .action((host, args: readonly string[], options: LoginOptions) =>
      act(() => loginTo(shell, host, args, options)),
    );
}

/** A shell whose environment is that of a file, where there is one, beside its own. */
function withConfig(shell: Shell, path: string): Shell {
  const text = readPrivateFile(path);
  if (text === null) return shell;
  const env = { ...shell.env };
  for (const read of readEnvFile(text)) {
    if ("problem" in read) throw usage(`${printable(path)}: line ${read.line} is no NAME=value`);
    env[read.name] = read.value;
  }
  return { ...shell, env };
}
