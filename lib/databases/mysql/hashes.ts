import { createHash, createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { sha256Crypt } from "./sha256-crypt";

/** Ways of an account to check a password, as `mysql.user` has them. */
export const PLUGINS = ["caching_sha2_password", "ed25519", "mysql_native_password"] as const;
export type Plugin = (typeof PLUGINS)[number];

/** That of a password for Ed25519: its key is made of bytes of this number. */
export const SEED_BYTES = 32;
const ROUNDS = 5_000;
const SALT_BYTES = 20;
/** What stands before an Ed25519 seed as PKCS 8. */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * What a server keeps of a password, as a literal of SQL that holds nothing to be escaped; null for one that it cannot be
 * made of: Ed25519 takes passwords of 32 bytes.
 */
export async function hashLiteral(plugin: Plugin, password: string): Promise<string | null> {
  switch (plugin) {
    case "mysql_native_password":
      return `'*${sha1(sha1(Buffer.from(password)))
        .toString("hex")
        .toUpperCase()}'`;
    case "caching_sha2_password":
      return `0x${Buffer.from(await cachingSha2Hash(password)).toString("hex")}`;
    case "ed25519": {
      const key = ed25519Key(password);
      const jwk = key && createPublicKey(key).export({ format: "jwk" });
      return jwk
        ? `'${Buffer.from(jwk.x ?? "", "base64url")
            .toString("base64")
            .replace("=", "")}'`
        : null;
    }
  }
}

/** `$A$005$`, then 20 characters of salt and the hash. */
export async function cachingSha2Hash(password: string, salt = newSalt()): Promise<string> {
  return `$A$005$${salt.toString("latin1")}${await sha256Crypt(Buffer.from(password), salt, ROUNDS)}`;
}

/** What answers the challenge of `mysql_native_password`. */
export function nativeAnswer(password: string, challenge: Buffer): Buffer {
  const once = sha1(Buffer.from(password));
  return xor(once, sha1(challenge, sha1(once)));
}

/** What answers the challenge of `caching_sha2_password`, where the server remembers the password. */
export function cachingSha2Answer(password: string, challenge: Buffer): Buffer {
  const once = sha256(Buffer.from(password));
  return xor(once, sha256(sha256(once), challenge));
}

/** What answers the challenge of `client_ed25519`; null for a password that is not of 32 bytes. */
export function ed25519Answer(password: string, challenge: Buffer): Buffer | null {
  const key = ed25519Key(password);
  return key && sign(null, challenge, key);
}

/** MariaDB hashes a password as Ed25519 does its seed, so one of 32 bytes is a seed. */
function ed25519Key(password: string) {
  const seed = Buffer.from(password);
  if (seed.length !== SEED_BYTES) return null;
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
}

/** Of ASCII, without NUL and the `$` that stands between the parts. */
function newSalt(): Buffer {
  return Buffer.from(randomBytes(SALT_BYTES).map((byte) => 0x30 + (byte & 0x3f)));
}

function sha1(...parts: readonly Buffer[]): Buffer {
  return createHash("sha1").update(Buffer.concat(parts)).digest();
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

function xor(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)));
}
