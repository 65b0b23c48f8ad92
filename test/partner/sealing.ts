import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from "node:crypto";
import { CompactEncrypt, compactDecrypt } from "jose";
import type { Agreement } from "./agreement";

/** A ciphertext as it travels: the parts that travel by themselves, as texts. */
export interface Travelling {
  readonly data: string;
  readonly iv?: string | undefined;
  readonly tag?: string | undefined;
  readonly key?: string | undefined;
}

/** Which parts travel by themselves. */
export interface Apart {
  readonly tag: boolean;
  readonly key: boolean;
}

const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };

export async function decrypt(agreed: Agreement, apart: Apart, sent: Travelling): Promise<Buffer> {
  const { method, encoding, keys } = agreed;
  if (method.startsWith("JWE")) return fromJwe(agreed, sent.data);
  const read = (text: string | undefined) => Buffer.from(text ?? "", encoding);
  let rest = read(sent.data);
  if (method === "RSA-OAEP-256") return privateDecrypt({ key: keys.own, ...OAEP }, rest);
  const take = (count: number) => {
    const taken = rest.subarray(0, count);
    rest = rest.subarray(count);
    return taken;
  };
  let key = keys.shared;
  if (method.startsWith("RSA")) {
    const size = (createPrivateKey(keys.own).asymmetricKeyDetails?.modulusLength ?? 0) / 8;
    key = privateDecrypt({ key: keys.own, ...OAEP }, apart.key ? read(sent.key) : take(size));
  }
  const isGcm = method.includes("GCM");
  const iv =
    agreed.iv === "in front" ? take(isGcm ? 12 : 16) : agreed.iv === "beside" ? read(sent.iv) : agreed.iv;
  const bits = key.length * 8;
  if (!isGcm) {
    const decipher = createDecipheriv(`aes-${bits}-cbc`, key, iv);
    return Buffer.concat([decipher.update(rest), decipher.final()]);
  }
  const tag = apart.tag ? read(sent.tag) : rest.subarray(-16);
  const decipher = createDecipheriv(bits === 128 ? "aes-128-gcm" : "aes-256-gcm", key, iv);
  decipher.setAuthTag(tag);
  const ciphertext = apart.tag ? rest : rest.subarray(0, -16);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}

export async function encrypt(agreed: Agreement, apart: Apart, plaintext: Buffer): Promise<Travelling> {
  const { method, encoding, keys } = agreed;
  if (method.startsWith("JWE")) return { data: await toJwe(agreed, plaintext) };
  const write = (bytes: Buffer) => bytes.toString(encoding);
  const theirs = { key: keys.theirs, ...OAEP };
  if (method === "RSA-OAEP-256") return { data: write(publicEncrypt(theirs, plaintext)) };
  const isWrapped = method.startsWith("RSA");
  const key = isWrapped ? randomBytes(32) : keys.shared;
  const wrapped = isWrapped ? publicEncrypt(theirs, key) : Buffer.alloc(0);
  const isGcm = method.includes("GCM");
  const iv = Buffer.isBuffer(agreed.iv) ? agreed.iv : randomBytes(isGcm ? 12 : 16);
  const sealed = isGcm ? gcm(key, iv, plaintext) : cbc(key, iv, plaintext);
  const data = [
    ...(apart.key ? [] : [wrapped]),
    ...(agreed.iv === "in front" ? [iv] : []),
    sealed.ciphertext,
    ...(apart.tag ? [] : [sealed.tag]),
  ];
  return {
    data: write(Buffer.concat(data)),
    iv: agreed.iv === "beside" ? write(iv) : undefined,
    tag: apart.tag && isGcm ? write(sealed.tag) : undefined,
    key: apart.key && isWrapped ? write(wrapped) : undefined,
  };
}

function gcm(key: Buffer, iv: Buffer, plaintext: Buffer) {
  const cipher = createCipheriv(key.length === 16 ? "aes-128-gcm" : "aes-256-gcm", key, iv);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { ciphertext, tag: cipher.getAuthTag() };
}

function cbc(key: Buffer, iv: Buffer, plaintext: Buffer) {
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
  return { ciphertext: Buffer.concat([cipher.update(plaintext), cipher.final()]), tag: Buffer.alloc(0) };
}

async function fromJwe({ method, keys }: Agreement, text: string): Promise<Buffer> {
  const key = method.includes("dir") ? keys.shared : createPrivateKey(keys.own);
  return Buffer.from((await compactDecrypt(text, key)).plaintext);
}

async function toJwe({ method, keys }: Agreement, plaintext: Buffer): Promise<string> {
  const isDirect = method.includes("dir");
  return new CompactEncrypt(plaintext)
    .setProtectedHeader({ alg: isDirect ? "dir" : "RSA-OAEP-256", enc: "A256GCM" })
    .encrypt(isDirect ? keys.shared : createPublicKey(keys.theirs));
}
