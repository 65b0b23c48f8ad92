import { createHash } from "node:crypto";
import { hasPrivateKey, PRIVATE_KEY_ISSUE, SSH_KEY_COMMENT_LENGTH_MAX } from "./model";
import { WireReader } from "./wire";

/** A public key of OpenSSH. */
export interface PublicKey {
  readonly type: string;
  readonly bits: number;
  /** `SHA256:` and base64, as OpenSSH shows it. */
  readonly fingerprint: string;
  /** The second word of its line: base64 of `blob`. */
  readonly text: string;
  readonly blob: Buffer;
  readonly comment: string;
}

/** What is wrong with a line, by its number from 1. */
export interface LineIssue {
  readonly line: number;
  readonly message: string;
}

export type ParsedKey = { readonly key: PublicKey } | { readonly issue: string };

const RSA_BITS = { min: 2_048, max: 16_384 };
const CURVES: Readonly<Record<string, { readonly bits: number; readonly pointBytes: number }>> = {
  nistp256: { bits: 256, pointBytes: 65 },
  nistp384: { bits: 384, pointBytes: 97 },
  nistp521: { bits: 521, pointBytes: 133 },
};
const DAMAGED = "This key is damaged: part of it is missing, or does not belong to it.";

/** What each type of key has after its name; the size of one that is right. */
const TYPES: Readonly<Record<string, (fields: readonly Buffer[]) => number | string>> = {
  "ssh-ed25519": ([point, ...more]) => (more.length === 0 && point?.length === 32 ? 256 : DAMAGED),
  "ssh-rsa": ([exponent, modulus, ...more]) =>
    more.length === 0 && exponent && modulus ? rsaBits(exponent, modulus) : DAMAGED,
  "ecdsa-sha2-nistp256": (fields) => curveBits("nistp256", fields, 2),
  "ecdsa-sha2-nistp384": (fields) => curveBits("nistp384", fields, 2),
  "ecdsa-sha2-nistp521": (fields) => curveBits("nistp521", fields, 2),
  "sk-ssh-ed25519@openssh.com": ([point, application, ...more]) =>
    more.length === 0 && application && point?.length === 32 ? 256 : DAMAGED,
  "sk-ecdsa-sha2-nistp256@openssh.com": (fields) => curveBits("nistp256", fields, 3),
};

/** How a word looks that is, or would be, the type of a key. */
const TYPE_LIKE = /^(ssh|ecdsa|sk|rsa|x509v3)-[a-z0-9@.-]+$/;
const TOO_OLD = "DSA keys are too weak: make another with ssh-keygen -t ed25519.";

/** Reads one line. */
export function parsePublicKey(line: string): ParsedKey {
  if (hasPrivateKey(line)) return { issue: PRIVATE_KEY_ISSUE };
  const text = line.trim();
  if (/^---- BEGIN SSH2/.test(text))
    return { issue: "This is a key in another form. Convert it first: ssh-keygen -i -f FILE." };
  const [type = "", encoded = "", ...comment] = text.split(/[ \t]+/);
  if (type === "ssh-dss") return { issue: TOO_OLD };
  if (/-cert-v0\d@openssh\.com$/.test(type))
    return { issue: "This is a certificate: paste the public key that it is for." };
  const sizeOf = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (!sizeOf) return { issue: unknownIssue(type, encoded) };
  const blob = Buffer.from(encoded, "base64");
  if (encoded === "" || blob.toString("base64") !== encoded) return { issue: DAMAGED };
  const reader = new WireReader(blob);
  const named = reader.string()?.toString("latin1");
  const fields: Buffer[] = [];
  while (reader.rest().length > 0) {
    const field = reader.string();
    if (!field) return { issue: DAMAGED };
    fields.push(field);
  }
  if (named === "ssh-dss") return { issue: TOO_OLD };
  if (named !== type) return { issue: DAMAGED };
  const bits = sizeOf(fields);
  if (typeof bits === "string") return { issue: bits };
  const key = { type, bits, fingerprint: fingerprintOf(blob), text: encoded, blob };
  return { key: { ...key, comment: commentOf(comment.join(" ")) } };
}

/**
 * Reads a `.pub` file or several of them: a key on each line; empty ones and those that begin with `#` are left out. All
 * issues are told at once, with keys that are there twice among them.
 */
export function parsePublicKeys(text: string): {
  readonly keys: readonly PublicKey[];
  readonly issues: readonly LineIssue[];
} {
  if (hasPrivateKey(text)) return { keys: [], issues: [{ line: 1, message: PRIVATE_KEY_ISSUE }] };
  const keys: PublicKey[] = [];
  const issues: LineIssue[] = [];
  const lines = new Map<string, number>();
  for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const parsed = parsePublicKey(line);
    if ("issue" in parsed) {
      issues.push({ line: i + 1, message: parsed.issue });
      continue;
    }
    const first = lines.get(parsed.key.fingerprint);
    if (first !== undefined) issues.push({ line: i + 1, message: `This is the key of line ${first} again.` });
    else keys.push(parsed.key);
    lines.set(parsed.key.fingerprint, first ?? i + 1);
  }
  return { keys, issues };
}

/** How OpenSSH shows a key. */
export function fingerprintOf(blob: Buffer): string {
  // Of 32 bytes the last sign is always the one that fills up.
  return `SHA256:${createHash("sha256").update(blob).digest("base64").slice(0, -1)}`;
}

function unknownIssue(first: string, second: string): string {
  if (Object.hasOwn(TYPES, second) || /\b(ssh-|ecdsa-|sk-)\S+ AAAA/.test(second))
    return "There are options before the key. Leave them out: what a key may do is for rules to say.";
  if (/[="]/.test(first) || /^(restrict|cert-authority|no-|permit|from|command)/.test(first))
    return "There are options before the key. Leave them out: what a key may do is for rules to say.";
  if (TYPE_LIKE.test(first)) return `Keys of this type are not taken: ${first.slice(0, 40)}.`;
  return "This is no public key: it begins with its type, such as ssh-ed25519.";
}

function rsaBits(exponent: Buffer, modulus: Buffer): number | string {
  const bits = bitsOf(modulus);
  if (bits === null || bitsOf(exponent) === null) return DAMAGED;
  if (((exponent.at(-1) ?? 0) & 1) === 0 || ((modulus.at(-1) ?? 0) & 1) === 0) return DAMAGED;
  if (bitsOf(exponent) === 1) return DAMAGED;
  if (bits < RSA_BITS.min)
    return `An RSA key of ${bits} bits is too weak: ${RSA_BITS.min} at least. Better: ssh-keygen -t ed25519.`;
  return bits > RSA_BITS.max ? `An RSA key has at most ${RSA_BITS.max} bits.` : bits;
}

/** How long a positive number is; null for one that is negative, zero, or written longer than it has to be. */
function bitsOf(number: Buffer): number | null {
  const [first = 0x80, second = 0] = number;
  if ((first & 0x80) !== 0) return null;
  if (first === 0) return second >= 0x80 ? (number.length - 1) * 8 : null;
  return number.length * 8 - (Math.clz32(first) - 24);
}

function curveBits(
  curve: string,
  [named, point, ...more]: readonly Buffer[],
  count: number,
): number | string {
  const known = CURVES[curve];
  const isRight =
    known !== undefined &&
    named?.toString("latin1") === curve &&
    point?.length === known.pointBytes &&
    point[0] === 4 &&
    more.length === count - 2;
  return isRight ? known.bits : DAMAGED;
}

/** What is shown of a comment: visible, on one line, and not too long. */
function commentOf(text: string): string {
  return [...text.normalize("NFC").replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, "")]
    .slice(0, SSH_KEY_COMMENT_LENGTH_MAX)
    .join("")
    .trim();
}
