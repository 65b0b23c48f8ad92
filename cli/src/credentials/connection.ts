import { readFileSync } from "node:fs";
import { Failure, usage } from "../failure";
import { isLoopback } from "../http/loopback";
import { printable } from "../printable";
import type { Shell } from "../shell";
import { type Login, readLogin } from "./login";

/** Which server to ask, and with which key. */
export interface Connection extends Login {}

/**
 * The key and the address of this call: the environment beats the kept sign-in. A kept key is only ever sent to the address
 * that it was kept for, so that a changed STRONGROOM_URL cannot carry it elsewhere.
 */
export async function connectionOf(shell: Pick<Shell, "env">): Promise<Connection> {
  const key = keyFromEnvironment(shell.env);
  const address = shell.env.STRONGROOM_URL;
  const url = address ? checkedUrl(address) : null;
  if (key && url) return { url, key };
  const login = await readLogin(shell);
  if (key) {
    if (login) return { url: login.url, key };
    throw usage("an API key is set but STRONGROOM_URL is not: which server is it for?");
  }
  if (!login) {
    throw new Failure("notAllowed", "no key: strongroom login, or set STRONGROOM_API_KEY and STRONGROOM_URL");
  }
  if (url && url !== login.url) {
    throw new Failure(
      "notAllowed",
      `you are signed in at ${login.url}, not at ${url}: strongroom login --url ${url}`,
    );
  }
  return login;
}

/** The key itself, or from the file that a service manager put it into. */
function keyFromEnvironment(env: NodeJS.ProcessEnv): string | null {
  const { STRONGROOM_API_KEY: key, STRONGROOM_API_KEY_FILE: file } = env;
  if (key) return checkedKey(key);
  if (!file) return null;
  try {
    return checkedKey(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw usage(`STRONGROOM_API_KEY_FILE: ${printable(file)} cannot be read`);
  }
}

/** The origin of a server's address. */
export function checkedUrl(text: string): string {
  if (!URL.canParse(text))
    throw usage(`${JSON.stringify(text)} is not an address such as https://secrets.example.com`);
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw usage("the address begins with https:// or http://");
  if (url.username || url.password) throw usage("the address holds a password: keys are not given that way");
  if (url.pathname !== "/" || url.search || url.hash) {
    throw usage(`the address has nothing after the host: did you mean ${url.origin}?`);
  }
  return url.origin;
}

/** Whether what is sent there can be read on the way. */
export function isOpenToTheNetwork(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !isLoopback(hostname);
}

/** A key that can stand in a header. Never repeated in an error. */
export function checkedKey(text: string): string {
  const key = text.trim();
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw usage("this is not a key: those look like sr_live_… or sr_user_…");
  return key;
}
