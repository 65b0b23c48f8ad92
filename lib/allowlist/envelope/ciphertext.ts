import { createSecretKey, randomBytes } from "node:crypto";
import { aesOpen, aesSeal } from "./aes";
import { decode, encode } from "./encoding";
import { notOpened } from "./failures";
import { jweOpen, jweSeal } from "./jwe";
import { type Aes, SCHEMES } from "./method";
import type { ReadyCipher } from "./ready-cipher";
import { rsaOpen, rsaSeal } from "./rsa";
import type { RsaKey } from "./rsa-key";

/** Which parts of a ciphertext have a place of their own; the others are one text: key ‖ iv ‖ ciphertext ‖ tag. */
export interface Layout {
  readonly tag: "own" | "appended";
  readonly key: "own" | "prepended";
}

/** A ciphertext as texts. What is in another part, or not there at all, is null. */
export interface Packed {
  readonly ciphertext: string;
  readonly iv: string | null;
  readonly tag: string | null;
  readonly key: string | null;
}

interface Parts {
  /** The wrapped content key; empty without one. */
  readonly key: Buffer;
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** Encrypts one text. Every call takes a new initialisation vector, and under RSA a new content key. */
export async function seal(cipher: ReadyCipher, layout: Layout, plaintext: Buffer): Promise<Packed> {
  if (SCHEMES[cipher.method].isJwe) {
    return { ciphertext: await jweSeal(cipher.key, plaintext), iv: null, tag: null, key: null };
  }
  const { key, iv, ciphertext, tag } = await partsOf(cipher, plaintext);
  const isPrepended = [layout.key === "own" ? NOTHING : key, cipher.iv === "prepended" ? iv : NOTHING];
  const behind = layout.tag === "own" ? NOTHING : tag;
  const own = (part: Buffer, isOwn: boolean) =>
    isOwn && part.length > 0 ? encode(part, cipher.encoding) : null;
  return {
    ciphertext: encode(Buffer.concat([...isPrepended, ciphertext, behind]), cipher.encoding),
    iv: own(iv, cipher.iv === "field"),
    tag: own(tag, layout.tag === "own"),
    key: own(key, layout.key === "own"),
  };
}

/** Undoes `seal`. Throws `notOpened`, whatever is wrong. */
export async function open(cipher: ReadyCipher, layout: Layout, packed: Packed): Promise<Buffer> {
  const { aes, isJwe } = SCHEMES[cipher.method];
  if (isJwe) return jweOpen(cipher.key, packed.ciphertext);
  const parts = unpack(cipher, layout, packed);
  if (!aes) return rsaOpen(rsaOf(cipher), parts.ciphertext);
  return aesOpen(aes, await contentKey(cipher, parts.key), parts.iv, parts);
}

async function partsOf(cipher: ReadyCipher, plaintext: Buffer): Promise<Parts> {
  const { aes } = SCHEMES[cipher.method];
  if (!aes) {
    return { key: NOTHING, iv: NOTHING, ciphertext: await rsaSeal(rsaOf(cipher), plaintext), tag: NOTHING };
  }
  const iv = Buffer.isBuffer(cipher.iv) ? cipher.iv : randomBytes(aes.ivBytes);
  if ("secret" in cipher.key) {
    return { key: NOTHING, iv, ...aesSeal(aes, cipher.key.secret, iv, plaintext) };
  }
  const content = randomBytes(aes.keyBytes);
  const key = await rsaSeal(cipher.key.rsa, content);
  const sealed = aesSeal(aes, createSecretKey(content), iv, plaintext);
  content.fill(0);
  return { key, iv, ...sealed };
}

/** Takes the texts apart again. The lengths of all parts but the ciphertext are known. */
function unpack(cipher: ReadyCipher, layout: Layout, packed: Packed): Parts {
  const { aes } = SCHEMES[cipher.method];
  const ivBytes = cipher.iv === "prepended" ? (aes?.ivBytes ?? 0) : 0;
  const tagBytes = layout.tag === "appended" ? (aes?.tagBytes ?? 0) : 0;
  const keyBytes = layout.key === "prepended" ? wrappedKeyBytes(cipher, aes) : 0;
  const all = decoded(cipher, packed.ciphertext);
  if (all.length < keyBytes + ivBytes + tagBytes) throw notOpened();
  const end = all.length - tagBytes;
  return {
    key: keyBytes > 0 ? all.subarray(0, keyBytes) : decoded(cipher, packed.key ?? ""),
    iv: ivOf(cipher, packed, all.subarray(keyBytes, keyBytes + ivBytes)),
    ciphertext: all.subarray(keyBytes + ivBytes, end),
    tag: tagBytes > 0 ? all.subarray(end) : decoded(cipher, packed.tag ?? ""),
  };
}

function ivOf(cipher: ReadyCipher, packed: Packed, isPrepended: Buffer): Buffer {
  if (Buffer.isBuffer(cipher.iv)) return cipher.iv;
  return cipher.iv === "field" ? decoded(cipher, packed.iv ?? "") : isPrepended;
}

async function contentKey(cipher: ReadyCipher, wrapped: Buffer) {
  if ("secret" in cipher.key) return cipher.key.secret;
  const content = await rsaOpen(cipher.key.rsa, wrapped);
  if (content.length !== SCHEMES[cipher.method].aes?.keyBytes) throw notOpened();
  const key = createSecretKey(content);
  content.fill(0);
  return key;
}

function wrappedKeyBytes(cipher: ReadyCipher, aes: Aes | null): number {
  return aes && "rsa" in cipher.key ? cipher.key.rsa.modulusBytes : 0;
}

function rsaOf({ key }: ReadyCipher): RsaKey {
  if ("rsa" in key) return key.rsa;
  throw new Error("a method of RSA has no key for it");
}

function decoded({ encoding }: ReadyCipher, text: string): Buffer {
  const bytes = decode(text, encoding);
  if (!bytes) throw notOpened();
  return bytes;
}
