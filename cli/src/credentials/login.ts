import { rmSync } from "node:fs";
import { join } from "node:path";
import { usage } from "../failure";
import { isRecord, parsedJson } from "../json";
import { configFolder } from "../scopes";
import type { Shell } from "../shell";
import { openKeychain } from "./keychain";
import { readPrivateFile, writePrivateFile } from "./private-file";

/** Where a kept key lies. */
export type KeyLocation = "keychain" | "file";

/** The one kept sign-in: an address and the key for it. */
export interface Login {
  readonly url: string;
  readonly key: string;
}

interface Kept {
  readonly url: string;
  /** Null when the key lies in the keychain, under the address. */
  readonly key: string | null;
}

export function loginFile(shell: Pick<Shell, "env">): string {
  return join(configFolder(shell), "login.json");
}

/** The kept sign-in, or null. The keychain is only asked when the file says that the key lies there. */
export async function readLogin(shell: Pick<Shell, "env">): Promise<Login | null> {
  const kept = readKept(shell);
  if (kept === null) return null;
  const key = kept.key ?? (await openKeychain())?.read(kept.url) ?? null;
  if (key === null) throw usage("the key in the system keychain is gone: strongroom login");
  return { url: kept.url, key };
}

/** Keeps a sign-in in place of the one before: the key in the keychain where there is one and it is wanted, else in the file. */
export async function keepLogin(
  shell: Pick<Shell, "env">,
  login: Login,
  wanted: KeyLocation,
): Promise<KeyLocation> {
  const before = readKept(shell);
  const keychain = wanted === "keychain" ? await openKeychain() : null;
  keychain?.write(login.url, login.key);
  const kept: Kept = { url: login.url, key: keychain ? null : login.key };
  // Replaced in one step: whoever reads meanwhile, or after a crash, finds the old sign-in or the new one.
  writePrivateFile(loginFile(shell), `${JSON.stringify(kept)}\n`);
  const isLeft = before?.key === null && !(keychain && before.url === login.url);
  if (isLeft) (await openKeychain())?.remove(before.url);
  return keychain ? "keychain" : "file";
}

/** Forgets the kept sign-in. Returns its address, or null when there was none. */
export async function forgetLogin(shell: Pick<Shell, "env">): Promise<string | null> {
  const kept = readKept(shell);
  if (kept === null) return null;
  if (kept.key === null) (await openKeychain())?.remove(kept.url);
  rmSync(loginFile(shell), { force: true });
  return kept.url;
}

/** Where the kept sign-in's key lies; a file when there is none. */
export function keyLocationOf(shell: Pick<Shell, "env">): KeyLocation {
  return readKept(shell)?.key === null ? "keychain" : "file";
}

function readKept(shell: Pick<Shell, "env">): Kept | null {
  const path = loginFile(shell);
  const text = readPrivateFile(path);
  if (text === null) return null;
  const kept = parsedJson(text);
  if (isRecord(kept) && typeof kept.url === "string" && (typeof kept.key === "string" || kept.key === null)) {
    return { url: kept.url, key: kept.key };
  }
  throw usage(`${path} is damaged: remove it, then strongroom login`);
}
