import type { Plaintext } from "@/lib/crypto/plaintext";
import { isMaskable } from "@/sdk/src/masking/maskable";
import { type Masking, type NamedValue, prepareMasking } from "@/sdk/src/masking/masking";
import { passwordsIn } from "@/sdk/src/masking/parts";
import { decode } from "../envelope/encoding";
import type { UsedSecret } from "./used-secrets";

/** Shorter bytes stand in other data by chance. */
const DECODED_BYTES_MIN = 8;
const PREFIX = /^(whsec_|Basic\s+|Bearer\s+)/i;
const PEM_BODY = /-----BEGIN [^-]+-----([A-Za-z0-9+/=\s]+)-----END /g;
/** So many candidates fit into a few hundred answers of an endpoint that repeats what it gets. */
const CANDIDATES_MIN = 1e8;

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

/**
 * Whether any of the secrets is so short, common or simple that an answer without it would still tell what it is: it stands
 * in ordinary text, and a sender who makes an endpoint repeat all candidates sees which of them is replaced.
 */
export function hasGuessable(secrets: readonly UsedSecret[]): boolean {
  return secrets.some(({ value, previous }) => [value, ...previous].some(isGuessable));
}

function isGuessable(plaintext: Plaintext): boolean {
  const text = plaintext.reveal();
  const basic = [decode(withoutPrefix(text), "base64")].flatMap((it) => (it ? textsIn(it).slice(1) : []));
  return [text, ...passwordsIn(text), ...basic].some(
    (it) => !isMaskable(it) || candidatesLike(it) < CANDIDATES_MIN,
  );
}

/** How many texts have this length and are made of the same kinds of characters. */
function candidatesLike(text: string): number {
  const kinds: readonly (readonly [RegExp, number])[] = [
    [/[0-9]/, 10],
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[^0-9A-Za-z]/, 32],
  ];
  const letters = kinds.reduce((sum, [kind, size]) => sum + (kind.test(text) ? size : 0), 0);
  return letters ** [...text].length;
}

function valuesOf(name: string, plaintext: Plaintext): NamedValue[] {
  const text = plaintext.reveal();
  return [text, ...decodedForms(text)].map((value) => ({ name, value }));
}

/** What the text may be an encoding of: bytes of a key, the user and password of Basic, the inside of a PEM. */
function decodedForms(text: string): (string | Uint8Array)[] {
  const trimmed = withoutPrefix(text);
  const whole = [decode(trimmed, "hex"), decode(trimmed, "base64"), decode(trimmed, "base64url")];
  const inner = [...text.matchAll(PEM_BODY)].map(([, body = ""]) => Buffer.from(body, "base64"));
  const bytes = [...whole, ...inner]
    .filter((it) => it !== null)
    .filter((it) => it.length >= DECODED_BYTES_MIN);
  return bytes.flatMap((it) => [it, ...textsIn(it)]);
}

function withoutPrefix(text: string): string {
  return text.trim().replace(PREFIX, "");
}

/** The bytes as a text, if they are one, and what stands after its colon: the password of Basic. */
function textsIn(bytes: Buffer): string[] {
  const text = bytes.toString("utf8");
  if (/[\p{Cc}\ufffd]/u.test(text)) return [];
  const colon = text.indexOf(":");
  return colon === -1 ? [text] : [text, text.slice(colon + 1)];
}
