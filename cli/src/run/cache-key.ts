import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { openKeychain } from "../credentials/keychain";
import { keyPlaceOf } from "../credentials/login";
import { readPrivateFile, writePrivateFile } from "../credentials/private-file";
import { configFolder } from "../places";
import type { Shell } from "../shell";

const KEY_BYTES = 32;
const ACCOUNT = "cache";

/** The key of the cache, made when it is first needed. It lies where the sign-in's key lies: in the keychain or in a file. */
export async function cacheKey(shell: Pick<Shell, "env">): Promise<Buffer> {
  const keychain = keyPlaceOf(shell) === "keychain" ? await openKeychain() : null;
  const path = join(configFolder(shell), "cache.key");
  const kept = Buffer.from((keychain ? keychain.read(ACCOUNT) : readPrivateFile(path)) ?? "", "base64");
  if (kept.length === KEY_BYTES) return kept;
  const made = randomBytes(KEY_BYTES);
  const text = made.toString("base64");
  if (keychain) keychain.write(ACCOUNT, text);
  else writePrivateFile(path, text);
  return made;
}
