import type { Command } from "commander";
import { checkedKey, checkedUrl, connectionOf, isOpenToTheNetwork } from "../credentials/connection";
import { forgetLogin, keepLogin, loginFile, readLogin } from "../credentials/login";
import { usage } from "../failure";
import { wholeInput } from "../input";
import { printable } from "../printable";
import type { Act } from "../program";
import { askHidden } from "../question";
import { dropAllValues } from "../run/cache";
import { openServer } from "../server";
import { note, type Shell, warn } from "../shell";
import { meLines } from "./me";

const KEY_BYTES_MAX = 1_024;

interface LoginOptions {
  readonly url?: string;
  readonly keychain: boolean;
}

export function addSignInCommands(program: Command, shell: Shell, act: Act): void {
  program
    .command("login")
    .description(
      "keep an API key for this server, after trying it; it is asked for, or read from standard input",
    )
    .option("--url <address>", "address of the server, such as https://secrets.example.com")
    .option("--no-keychain", "keep the key in a file that only you can read, also where there is a keychain")
    .action((options: LoginOptions) => act(() => login(shell, options)));
  program
    .command("logout")
    .description("forget the kept key and all values kept for --prefer-offline")
    .action(() => act(() => logout(shell)));
  program
    .command("whoami")
    .alias("me")
    .description("what the key is and may do")
    .option("--json", "as JSON")
    .action(({ json }: { json?: true }) => act(() => whoami(shell, json === true)));
}

async function login(shell: Shell, { url: args, keychain }: LoginOptions): Promise<number> {
  const address = args ?? shell.env.STRONGROOM_URL ?? (await readLogin(shell).catch(() => null))?.url;
  if (!address) throw usage("which server? strongroom login --url https://secrets.example.com");
  const url = checkedUrl(address);
  if (isOpenToTheNetwork(url)) warn(shell, `${url} is not https: the key can be read on the way`);
  const key = checkedKey(
    shell.input.isTTY
      ? await askHidden(shell, `API key for ${url}: `)
      : await wholeInput(shell, KEY_BYTES_MAX),
  );
  const me = await openServer(shell, { url, key }).ask("GET", "/me");
  const scope = await keepLogin(shell, { url, key }, keychain ? "keychain" : "file");
  const where = scope === "keychain" ? "the system keychain" : loginFile(shell);
  note(shell, `signed in at ${url} as ${printable(String(me.name))}; the key is kept in ${where}`);
  if (shell.env.STRONGROOM_API_KEY) warn(shell, "STRONGROOM_API_KEY is set and beats the kept key");
  return 0;
}

async function logout(shell: Shell): Promise<number> {
  const url = await forgetLogin(shell);
  dropAllValues(shell);
  note(shell, url === null ? "you were not signed in" : `signed out of ${url}; the key itself still works`);
  return 0;
}

async function whoami(shell: Shell, asJson: boolean): Promise<number> {
  const connection = await connectionOf(shell);
  const me = await openServer(shell, connection).ask("GET", "/me");
  shell.output.write(asJson ? `${JSON.stringify(me)}\n` : meLines(connection.url, me));
  return 0;
}
