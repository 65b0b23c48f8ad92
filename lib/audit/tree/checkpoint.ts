import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { sha256 } from "./merkle";

/** The end of the tree: how many leaves, and the hash over all of them. */
export interface TreeHead {
  readonly size: number;
  readonly root: Buffer;
}

/** Signs for one log. Its name is made of its public key, so no two instances have the same. */
export interface LogSigner {
  /** Origin of the log and name of its key. */
  readonly origin: string;
  /** Raw, 32 bytes. */
  readonly publicKey: Buffer;
  /** `<name>+<hash of the key>+<the key>`, as those who verify signed notes take it. */
  readonly verifierKey: string;
  /** A checkpoint (c2sp.org/tlog-checkpoint). The same head gives the same text. */
  checkpoint(head: TreeHead): string;
  /** A text that ends in a newline, with the log's signature (c2sp.org/signed-note). */
  signedNote(text: string): string;
}

/** PKCS #8 of an Ed25519 key without the seed itself (RFC 8410). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");
/** The algorithm byte of Ed25519 in signed notes. */
const ED25519 = Buffer.from([1]);
const NAME_HEX_DIGITS = 16;
const KEY_HASH_BYTES = 4;

/** The signer of an instance. `seed`: 32 bytes that only this instance has. */
export function logSigner(seed: Buffer): LogSigner {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
  const publicKey = rawPublicKey(key);
  const origin = `strongroom/${sha256(publicKey).toString("hex").slice(0, NAME_HEX_DIGITS)}`;
  const typed = Buffer.concat([ED25519, publicKey]);
  const keyHash = sha256(Buffer.concat([Buffer.from(`${origin}\n`), typed])).subarray(0, KEY_HASH_BYTES);
  const signedNote = (text: string) => {
    const signature = Buffer.concat([keyHash, sign(null, Buffer.from(text), key)]);
    return `${text}\n\u2014 ${origin} ${signature.toString("base64")}\n`;
  };
  return {
    origin,
    publicKey,
    verifierKey: `${origin}+${keyHash.toString("hex")}+${typed.toString("base64")}`,
    checkpoint: ({ size, root }) => signedNote(`${origin}\n${size}\n${root.toString("base64")}\n`),
    signedNote,
  };
}

function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(createPublicKey(key).export({ format: "jwk" }).x ?? "", "base64url");
}
