import {
  CIPHER_METHODS,
  type CipherMethod,
  ENCODINGS,
  type Encoding,
} from "@/lib/allowlist/configuration/model";
import { type Agreement, IV_SUFFIX, type Part } from "./agreement";
import type { newKeys } from "./keys";

export type Keys = Awaited<ReturnType<typeof newKeys>>;
export const IV_STRATEGIES = ["prepended", "field", "secret"] as const;
export type IvStrategy = (typeof IV_STRATEGIES)[number];

/** What differs between two ways of encrypting one text. */
export interface Variant {
  readonly method: CipherMethod;
  readonly encoding: Encoding;
  readonly iv: IvStrategy;
}

/** Every method with every encoding and strategy that makes a difference for it. */
export const VARIANTS: readonly Variant[] = CIPHER_METHODS.flatMap((method) =>
  (method.startsWith("JWE") ? ENCODINGS.slice(0, 1) : ENCODINGS).flatMap((encoding) =>
    (hasIv(method) ? IV_STRATEGIES : IV_STRATEGIES.slice(0, 1)).map((iv) => ({ method, encoding, iv })),
  ),
);

export const CARD = { number: "4111-sent-canary-9317", code: "sent-canary-code" };
export const NOTES = ["sent-canary-first-note", "sent-canary-second-note"];
export const ANSWERED = {
  token: "answer-canary-token",
  rows: [{ name: "answer-canary-row" }, { name: "answer-canary-other" }],
};
export const OPEN = "in the open";

/** A way of placing ciphertexts: the words of the configuration, and those of the partner. */
export interface Placing {
  readonly name: string;
  readonly configured: object;
  readonly part: Part;
}

const OWN_FIELDS = { ciphertext: "payload", iv: "nonce", tag: "mac", key: "content_key" };
const WHOLE: readonly Placing[] = [
  { name: "body as text", configured: { level: "body", as: "text" }, part: { kind: "text" } },
  {
    name: "body as JSON",
    configured: { level: "body", as: "json" },
    part: { kind: "json", data: "data", iv: "iv" },
  },
  {
    name: "body as JSON, every part in a field",
    configured: { level: "body", as: "json", fields: OWN_FIELDS },
    part: { kind: "json", data: "payload", iv: "nonce", tag: "mac", key: "content_key" },
  },
];

export const REQUESTS: readonly Placing[] = [
  ...WHOLE,
  fields("fields of the body", ["card.number", "/card/code", "notes.*.text"], false, [
    ["card", "number"],
    ["card", "code"],
    ["notes", "*", "text"],
  ]),
  fields("fields of the body as JSON", ["card", "/notes"], true, [["card"], ["notes"]]),
  {
    name: "parameters of the query",
    configured: { level: "fields", in: "query", paths: ["card.number", "code"], ivSuffix: IV_SUFFIX },
    part: { kind: "query", names: ["card.number", "code"] },
  },
];
export const ANSWERS: readonly Placing[] = [
  ...WHOLE,
  fields("fields of the answer", ["token", "rows.*.name"], false, [["token"], ["rows", "*", "name"]]),
];

/** What is sent for a placing: the texts that are to be hidden, and one that is not. RSA alone takes 190 bytes. */
export function inputFor({ part }: Placing): { data: unknown; query?: Record<string, string> } {
  const notes = NOTES.map((text) => ({ text }));
  if (part.kind === "query") {
    return { data: { open: OPEN }, query: { "card.number": CARD.number, code: CARD.code } };
  }
  return part.kind === "fields"
    ? { data: { card: CARD, notes, open: OPEN } }
    : { data: { card: CARD, notes } };
}

/** Whether there is a place for the initialisation vector. */
export function isPossible({ iv }: Variant, ...placings: readonly Placing[]): boolean {
  return iv !== "field" || placings.every(({ part }) => part.kind !== "text");
}

/** Keys of different lengths are different secrets. */
function namesFor(method: CipherMethod) {
  return {
    aes: method.includes("128") ? "AES_128" : "AES_256",
    iv: method.includes("CBC") ? "IV_CBC" : "IV_GCM",
    theirs: "PARTNER_KEY",
    own: "OWN_KEY",
    signing: "SIGNING",
  };
}

/** The configuration of an endpoint that speaks one way, by the names of its secrets. */
export function configurationFor(variant: Variant, request: Placing, answer: Placing): object {
  const isRsa = variant.method.includes("RSA");
  const names = namesFor(variant.method);
  const iv =
    variant.iv === "secret"
      ? { from: "secret", iv: { secret: names.iv }, reading: "hex" }
      : { from: variant.iv };
  const cipher = (secret: string) => ({
    method: variant.method,
    encoding: variant.encoding,
    iv,
    key: { from: { secret }, reading: isRsa ? "pem" : "hex" },
  });
  return {
    encryption: { ...request.configured, cipher: cipher(isRsa ? names.theirs : names.aes) },
    decryption: { ...answer.configured, cipher: isRsa ? cipher(names.own) : null },
    signature: { scheme: schemeOf(variant), from: { secret: names.signing }, reading: "hex" },
  };
}

/** The values of these secrets. */
export function secretsFor({ method }: Variant, keys: Keys): Readonly<Record<string, string>> {
  const names = namesFor(method);
  return {
    [names.aes]: keysOf(method, keys).aes.toString("hex"),
    [names.iv]: keysOf(method, keys).iv.toString("hex"),
    [names.theirs]: keys.partner.publicKey,
    [names.own]: keys.ours.privateKey,
    [names.signing]: keys.signing.toString("hex"),
  };
}

/** The same as the partner was told. */
export function agreementFor(variant: Variant, request: Placing, answer: Placing, keys: Keys): Agreement {
  const { aes, iv } = keysOf(variant.method, keys);
  return {
    method: variant.method,
    encoding: variant.encoding,
    iv: { prepended: "in front", field: "beside", secret: iv }[variant.iv] as Agreement["iv"],
    keys: { shared: aes, own: keys.partner.privateKey, theirs: keys.ours.publicKey },
    request: request.part,
    answer: answer.part,
    signature: { scheme: schemeOf(variant), key: keys.signing, header: "x-strongroom-signature" },
  };
}

/** Everything of it that must never be on the wire. */
export function hiddenOf(
  variant: Variant,
  keys: Keys,
): { readonly texts: readonly string[]; readonly keys: readonly Buffer[] } {
  const texts = [...Object.values(CARD), ...NOTES, ANSWERED.token, ...ANSWERED.rows.map(({ name }) => name)];
  return { texts, keys: [keysOf(variant.method, keys).aes, keys.signing] };
}

/** One encoding goes with the other scheme, so that both are met. */
function schemeOf({ encoding }: Variant) {
  return encoding === "base64url" ? "standard-webhooks" : "strongroom";
}

function keysOf(method: CipherMethod, { aes, iv }: Keys) {
  return {
    aes: method.includes("128") ? aes.subarray(0, 16) : aes,
    iv: method.includes("CBC") ? iv : iv.subarray(0, 12),
  };
}

function hasIv(method: CipherMethod): boolean {
  return method !== "RSA-OAEP-256" && !method.startsWith("JWE");
}

function fields(name: string, paths: string[], isJson: boolean, steps: string[][]): Placing {
  const configured = { level: "fields", paths, valuesAs: isJson ? "json" : "text", ivSuffix: IV_SUFFIX };
  return { name, configured, part: { kind: "fields", steps, isJson } };
}
