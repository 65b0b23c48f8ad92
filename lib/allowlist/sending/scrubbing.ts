import { gunzipSync, unzipSync } from "node:zlib";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { AppError } from "@/lib/platform/app-error";
import { Masker } from "@/sdk/src/masking/masker";
import { type Masking, type NamedValue, prepareMasking } from "@/sdk/src/masking/masking";
import { decode } from "../envelope/encoding";
import type { UsedSecret } from "./used-secrets";

/** Shorter bytes stand in other data by chance. */
const DECODED_BYTES_MIN = 8;
const STANDARD_PREFIX = /^whsec_/;
const PEM_BODY = /-----BEGIN [^-]+-----([A-Za-z0-9+/=\s]+)-----END /g;

/**
 * What secrets are looked for as in an answer: their text and what it stands for, each in every form that the masking of
 * a program's output knows. Takes time with every character of them: keep it for as long as the versions stay the same.
 */
export function maskingOf(secrets: readonly UsedSecret[]): Masking {
  return prepareMasking(
    secrets.flatMap(({ name, value, previous }) => [value, ...previous].flatMap((it) => valuesOf(name, it))),
    (name) => name,
  );
}

function valuesOf(name: string, plaintext: Plaintext): NamedValue[] {
  const text = plaintext.reveal();
  return [text, ...decodedForms(text)].map((value) => ({ name, value }));
}

/** What the text may be an encoding of: bytes of a key, the user and password of Basic, the inside of a PEM. */
function decodedForms(text: string): (string | Uint8Array)[] {
  const trimmed = text.trim().replace(STANDARD_PREFIX, "");
  const whole = [decode(trimmed, "hex"), decode(trimmed, "base64"), decode(trimmed, "base64url")];
  const inner = [...text.matchAll(PEM_BODY)].map(([, body = ""]) => Buffer.from(body, "base64"));
  const bytes = [...whole, ...inner]
    .filter((it) => it !== null)
    .filter((it) => it.length >= DECODED_BYTES_MIN);
  return bytes.flatMap((it) => [it, ...textsIn(it)]);
}

function textsIn(bytes: Buffer): string[] {
  const text = bytes.toString("utf8");
  if (/[\p{Cc}\ufffd]/u.test(text)) return [];
  const password = text.slice(text.indexOf(":") + 1);
  return password.length >= DECODED_BYTES_MIN ? [text, password] : [text];
}

/** The bytes with a mark in the place of every secret. */
export function scrubbedBytes(masking: Masking, bytes: Buffer): Buffer {
  const masker = new Masker(masking);
  // What `write` gives is good until the next call.
  return Buffer.concat([Buffer.from(masker.write(bytes)), masker.end()]);
}

export function scrubbedText(masking: Masking, text: string): string {
  return scrubbedBytes(masking, Buffer.from(text, "utf8")).toString("utf8");
}

/**
 * The same for JSON, whose strings are looked through as they are written anew, and so however they were escaped. Where
 * a mark stands in the place of a number, what is left is text.
 */
export function scrubbedJson(masking: Masking, json: unknown): unknown {
  const text = JSON.stringify(json);
  const scrubbed = scrubbedText(masking, text);
  if (scrubbed === text) return json;
  try {
    return JSON.parse(scrubbed);
  } catch {
    return scrubbed;
  }
}

/** The same for bytes that are no text. Throws `badGateway` for a packed file with a secret in it: it cannot be taken out. */
export function scrubbedFile(masking: Masking, bytes: Buffer): Buffer {
  const inner = unpacked(bytes);
  if (inner && !scrubbedBytes(masking, inner).equals(inner)) {
    throw new AppError(
      "badGateway",
      "The answer of the endpoint holds one of its secrets, so it is withheld.",
    );
  }
  return scrubbedBytes(masking, bytes);
}

const UNPACKED_BYTES_MAX = 32 * 1_024 * 1_024;

function unpacked(bytes: Buffer): Buffer | null {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const isZlib = bytes[0] === 0x78 && ((bytes[0] << 8) | (bytes[1] ?? 0)) % 31 === 0;
  if (!isGzip && !isZlib) return null;
  try {
    const options = { maxOutputLength: UNPACKED_BYTES_MAX };
    return isGzip ? gunzipSync(bytes, options) : unzipSync(bytes, options);
  } catch {
    return null;
  }
}
