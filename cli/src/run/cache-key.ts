import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { openKeychain } from "../credentials/keychain";
import { keyLocationOf } from "../credentials/login";
import { createPrivateFile, readPrivateFile } from "../credentials/private-file";
import { usage } from "../failure";
import { configFolder } from "../scopes";
import type { Shell } from "../shell";

const KEY_BYTES = 32;
const ACCOUNT = "cache";

/**
 * The key of the cache, made when it is first needed. It lies where the sign-in's key lies: in the keychain or in a file. Runs
 * that need it first at the same time get the same one.
 */
export async function cacheKey(shell: Pick<Shell, "env">): Promise<Buffer> {
  const keychain = keyLocationOf(shell) === "keychain" ? await openKeychain() : null;
  const path = join(configFolder(shell), "cache.key");
  const kept = keyIn(keychain ? keychain.read(ACCOUNT) : readPrivateFile(path));
  if (kept) return kept;
  const made = randomBytes(KEY_BYTES).toString("base64");
  if (keychain) {
    // No keychain can create without replacing: who reads afterwards has the last one.
    keychain.write(ACCOUNT, made);
    return keyIn(keychain.read(ACCOUNT)) ?? damaged("the key of kept values in the system keychain");
  }
  return keyIn(createPrivateFile(path, made)) ?? damaged(path);
}

function keyIn(text: string | null): Buffer | null {
  const key = Buffer.from(text ?? "", "base64");
  return key.length === KEY_BYTES ? key : null;
}

function damaged(what: string): never {
  throw usage(`${what} is damaged: remove it`);
}
