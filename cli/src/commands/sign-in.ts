import type { Command } from "commander";
import { checkedKey, checkedUrl, connectionOf, isOpenToTheNetwork } from "../credentials/connection";
import { keyByBrowser } from "../credentials/device";
import { forgetLogin, keepLogin, type Login, loginFile, readLogin } from "../credentials/login";
import { Failure, usage } from "../failure";
import { wholeInput } from "../input";
import { isRecord, type JsonRecord } from "../json";
import { printable } from "../printable";
import type { Act } from "../program";
import { askHidden } from "../question";
import { dropAllValues } from "../run/cache";
import { openServer } from "../server";
import { note, type Shell, warn } from "../shell";
import { meLines } from "./me";

const KEY_BYTES_MAX = 1_024;

/** How the keys of people begin. */
const PERSONAL = "sr_user_";

interface LoginOptions {
  readonly url?: string;
  readonly key?: true;
  readonly device?: true;
  readonly keychain: boolean;
}

export function addSignInCommands(program: Command, shell: Shell, act: Act): void {
  program
    .command("login")
    .description(
      "sign in through a browser and keep a personal key; or keep a key that is piped in or, with --key, asked for",
    )
    .option("--url <address>", "address of the server, such as https://secrets.example.com")
    .option("--key", "keep a key that is asked for, or read from standard input, after trying it")
    .option("--device", "sign in through a browser, also where the input is not a terminal")
    .option("--no-keychain", "keep the key in a file that only you can read, also where there is a keychain")
    .action((options: LoginOptions) => act(() => login(shell, options)));
  program
    .command("logout")
    .description("revoke a personal key; forget the kept key and all values kept for --prefer-offline")
    .action(() => act(() => logout(shell)));
  program
    .command("whoami")
    .alias("me")
    .description("what the key is and may do")
    .option("--json", "as JSON")
    .action(({ json }: { json?: true }) => act(() => whoami(shell, json === true)));
}

async function login(shell: Shell, options: LoginOptions): Promise<number> {
  const { url: args, keychain } = options;
  if (options.key && options.device) throw usage("--key and --device: choose one");
  const address = args ?? shell.env.STRONGROOM_URL ?? (await readLogin(shell).catch(() => null))?.url;
  if (!address) throw usage("which server? strongroom login --url https://secrets.example.com");
  const url = checkedUrl(address);
  if (isOpenToTheNetwork(url)) warn(shell, `${url} is not https: the key can be read on the way`);
  const isByBrowser = options.device ?? (shell.input.isTTY && !options.key);
  const key = checkedKey(isByBrowser ? await keyByBrowser(shell, url) : await keyFromInput(shell, url));
  const me = await openServer(shell, { url, key }).ask("GET", "/me");
  const scope = await keepLogin(shell, { url, key }, keychain ? "keychain" : "file");
  const where = scope === "keychain" ? "the system keychain" : loginFile(shell);
  note(shell, `signed in at ${url} as ${printable(whoIs(me))}; the key is kept in ${where}`);
  if (shell.env.STRONGROOM_API_KEY) warn(shell, "STRONGROOM_API_KEY is set and beats the kept key");
  return 0;
}

function keyFromInput(shell: Shell, url: string): Promise<string> {
  return shell.input.isTTY ? askHidden(shell, `Key for ${url}: `) : wholeInput(shell, KEY_BYTES_MAX);
}

/** The person of a personal key, else the key. */
function whoIs({ name, person }: JsonRecord): string {
  return isRecord(person) ? `${person.email} (personal key ${name})` : String(name);
}

async function logout(shell: Shell): Promise<number> {
  // A key that is not there or damaged is forgotten all the same.
  const login = await readLogin(shell).catch(() => null);
  const isRevoked = login?.key.startsWith(PERSONAL) ? await revoke(shell, login) : false;
  const url = await forgetLogin(shell);
  dropAllValues(shell);
  if (url === null) note(shell, "you were not signed in");
  else note(shell, `signed out of ${url}; the key ${isRevoked ? "is revoked" : "itself still works"}`);
  return 0;
}

/** Whether the key is good for nothing any more. */
async function revoke(shell: Shell, login: Login): Promise<boolean> {
  try {
    await openServer({ ...shell, env: { ...shell.env, STRONGROOM_RETRY_SECONDS: "0" } }, login).ask(
      "DELETE",
      "/me",
    );
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === "notAllowed") return true;
    warn(shell, `the key could not be revoked: ${error.message}. Revoke it on your account page`);
    return false;
  }
}

async function whoami(shell: Shell, asJson: boolean): Promise<number> {
  const connection = await connectionOf(shell);
  const me = await openServer(shell, connection).ask("GET", "/me");
  shell.output.write(asJson ? `${JSON.stringify(me)}\n` : meLines(connection.url, me));
  return 0;
}
