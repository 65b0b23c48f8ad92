import { type JsonWebKey, type KeyObject, randomBytes } from "node:crypto";

/** The line of a public key as `authorized_keys` has it (RFC 4253, section 6.6; RFC 8709; RFC 5656), without a comment. */
export function opensshPublicKey(key: KeyObject): string {
  const jwk = key.export({ format: "jwk" });
  return `${typeOf(jwk)} ${publicBlob(jwk).toString("base64")}`;
}

const BLOCK_BYTES = 8;
const LINE_LENGTH = 70;

/** A private key without a passphrase, as OpenSSH's PROTOCOL.key describes it. Ends in a line break. */
export function opensshPrivateKey(key: KeyObject): string {
  const jwk = key.export({ format: "jwk" });
  const check = randomBytes(4);
  const plain = Buffer.concat([check, check, text(typeOf(jwk)), ...privateFields(jwk), text("")]);
  const missing = (BLOCK_BYTES - (plain.length % BLOCK_BYTES)) % BLOCK_BYTES;
  const padding = Buffer.from(Array.from({ length: missing }, (_, i) => i + 1));
  const bytes = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    ...[text("none"), text("none"), text("")],
    uint32(1),
    string(publicBlob(jwk)),
    string(Buffer.concat([plain, padding])),
  ]);
  const lines = bytes.toString("base64").match(new RegExp(`.{1,${LINE_LENGTH}}`, "g")) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join(
    "\n",
  );
}

function typeOf({ kty }: JsonWebKey): string {
  if (kty === "OKP") return "ssh-ed25519";
  return kty === "EC" ? "ecdsa-sha2-nistp256" : "ssh-rsa";
}

function publicBlob(jwk: JsonWebKey): Buffer {
  return Buffer.concat([text(typeOf(jwk)), ...publicFields(jwk)]);
}

function publicFields({ kty, x, y, e, n }: JsonWebKey): Buffer[] {
  if (kty === "OKP") return [string(raw(x))];
  if (kty === "EC") return [text("nistp256"), string(Buffer.concat([Buffer.from([4]), raw(x), raw(y)]))];
  return [mpint(raw(e)), mpint(raw(n))];
}

function privateFields(jwk: JsonWebKey): Buffer[] {
  const { kty, d, e, n, p, q, qi, x } = jwk;
  if (kty === "OKP") return [string(raw(x)), string(Buffer.concat([raw(d), raw(x)]))];
  if (kty === "EC") return [...publicFields(jwk), mpint(raw(d))];
  return [raw(n), raw(e), raw(d), raw(qi), raw(p), raw(q)].map(mpint);
}

function raw(field: string | undefined): Buffer {
  return Buffer.from(field ?? "", "base64url");
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function string(bytes: Buffer): Buffer {
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function text(value: string): Buffer {
  return string(Buffer.from(value));
}

/** A positive number: without zeros in front, but with one where its first bit would say that it is negative. */
function mpint(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Buffer.alloc(0) : bytes.subarray(first);
  return string((digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), digits]) : digits);
}
