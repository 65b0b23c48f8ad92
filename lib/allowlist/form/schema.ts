import { z } from "zod";
import type {
  Cipher,
  Configuration,
  Decryption,
  Encryption,
  Filled,
  NamedSecret,
} from "../configuration/model";
import { partsNeeded } from "../configuration/parts";
import { ANSWER_BYTES_MAX, FILLED_MAX, TIMEOUT_SECONDS } from "../configuration/schema";
import type { Endpoint } from "../model";
import {
  type Draft,
  type DraftRow,
  formName,
  isFilled,
  ROW_FIELDS,
  ROW_KINDS,
  SIDE_FIELDS,
  SIDES,
  type SideDraft,
  TEXT_FIELDS,
} from "./model";

const KIB = 1_024;
const text = z.string().max(16_384);
const texts = z.union([text.transform((one) => [one]), z.array(text).max(FILLED_MAX + 10)]);
const slug = z.string().max(100);

/** The form of an endpoint as it comes: texts, which `endpointInput` puts together before they are looked at. */
export const endpointForm = z.strictObject({
  project: slug,
  environment: slug,
  /** Of the endpoint that is changed; a new one has none. */
  endpointId: z.uuid().optional(),
  revision: z.coerce.number().int().positive().optional(),
  /** Asks for another empty row where no script can add one. */
  another: z.enum(ROW_KINDS).optional(),
  ...Object.fromEntries(TEXT_FIELDS.map((field) => [field, text.optional()])),
  ...Object.fromEntries(
    SIDES.flatMap((side) => SIDE_FIELDS.map((field) => [formName(side, field), text.optional()])),
  ),
  ...Object.fromEntries(
    ROW_KINDS.flatMap((kind) => ROW_FIELDS.map((field) => [formName(kind, field), texts.optional()])),
  ),
});

const SAMPLE_LENGTH_MAX = 64 * KIB;

const sample = z.string().max(SAMPLE_LENGTH_MAX, "A sample has at most 64 KiB.").default("");

/** The same form with data, and a query of `name=value` lines, to show a preview of; empty for what is made up. */
export const previewForm = endpointForm.extend({ sample, sampleQuery: sample });

const FIRST_SIDE: SideDraft = {
  level: "none",
  paths: "",
  ivSuffix: "_iv",
  valuesAs: "text",
  ciphertext: "data",
  ivField: "iv",
  tagField: "",
  keyField: "",
  method: "AES-256-GCM",
  encoding: "base64",
  iv: "prepended",
  ivSecret: "",
  ivReading: "hex",
  key: "",
  keyReading: "hex",
  derivation: "none",
  salt: "",
  iterations: "600000",
  info: "",
};

/** What the form of a new endpoint starts with. */
export const FIRST_DRAFT: Draft = {
  name: "",
  description: "",
  method: "POST",
  url: "",
  contentType: "json",
  headers: [],
  query: [],
  requestIn: "body",
  request: FIRST_SIDE,
  answerCipher: "same",
  answerPreviousDays: "0",
  answer: FIRST_SIDE,
  signature: "none",
  signatureHeader: "X-Strongroom-Signature",
  signatureKey: "",
  signatureReading: "utf8",
  ca: "",
  answerHeaders: "content-type",
  answerKib: String(ANSWER_BYTES_MAX.default / KIB),
  timeoutSeconds: String(TIMEOUT_SECONDS.default),
};

/** What a draft says, for the schema of endpoints to check: parts that its choices leave unused are left out. */
export function endpointInput(draft: Draft): Record<string, unknown> {
  const { name, description, method, url, contentType, signature, ca } = draft;
  const configuration = {
    contentType,
    headers: draft.headers.filter(isFilled).map(filledInput),
    query: draft.query.filter(isFilled).map(filledInput),
    encryption: encryptionInput(draft),
    decryption: decryptionInput(draft),
    signature: signature === "none" ? null : signatureInput(draft),
    ca: ca === "" ? null : chosen(ca),
    answer: {
      headers: draft.answerHeaders.split(/[\s,]+/).filter((header) => header !== ""),
      bytesMax: numberIn(draft.answerKib) * KIB,
    },
    timeoutSeconds: numberIn(draft.timeoutSeconds),
  };
  return { name, description: description.replaceAll(/\r\n?/g, "\n"), method, url, configuration };
}

function filledInput({ name, text: typed, secret }: DraftRow) {
  return { name, value: secret === "" ? { text: typed } : { prefix: typed, from: chosen(secret) } };
}

function encryptionInput({ request, requestIn }: Draft) {
  if (request.level === "none") return null;
  const level = levelInput(request, partsNeeded(request));
  return { ...level, ...(request.level === "fields" && { in: requestIn }), cipher: cipherInput(request) };
}

function decryptionInput({ request, answer, answerCipher, answerPreviousDays }: Draft) {
  if (answer.level === "none") return null;
  const isSame = answerCipher === "same";
  const level = levelInput(answer, partsNeeded(isSame ? request : answer));
  const cipher = isSame ? null : cipherInput(answer);
  return { ...level, cipher, previousVersionDays: numberIn(answerPreviousDays) };
}

function levelInput(side: SideDraft, parts: ReadonlySet<string>) {
  if (side.level === "fields") {
    const paths = side.paths.split(/\r\n?|\n/).filter((path) => path !== "");
    const ivSuffix = parts.has("ivName") ? unlessEmpty(side.ivSuffix) : undefined;
    return { level: "fields", paths, ivSuffix, valuesAs: side.valuesAs };
  }
  if (side.level !== "json") return { level: "body", as: side.level };
  const fields = {
    ciphertext: unlessEmpty(side.ciphertext),
    iv: parts.has("ivName") ? unlessEmpty(side.ivField) : undefined,
    tag: parts.has("tag") && side.tagField !== "" ? side.tagField : null,
    key: parts.has("wrappedKey") && side.keyField !== "" ? side.keyField : null,
  };
  return { level: "body", as: "json", fields };
}

function cipherInput(side: SideDraft) {
  const { method, encoding } = side;
  const parts = partsNeeded(side);
  return {
    method,
    encoding: parts.has("encoding") ? encoding : undefined,
    iv: parts.has("iv") ? ivInput(side) : undefined,
    key: {
      from: chosen(side.key),
      reading: parts.has("pem") ? "pem" : side.keyReading,
      derivation: parts.has("pem") ? null : derivationInput(side),
    },
  };
}

function ivInput({ iv, ivSecret, ivReading }: SideDraft) {
  return iv === "secret" ? { from: iv, iv: chosen(ivSecret), reading: ivReading } : { from: iv };
}

function derivationInput({ derivation, salt, iterations, info }: SideDraft) {
  if (derivation === "none") return null;
  const shared = { function: derivation, salt: chosen(salt) };
  return derivation === "HKDF-SHA256" ? { ...shared, info } : { ...shared, iterations: numberIn(iterations) };
}

function signatureInput({ signature, signatureHeader, signatureKey, signatureReading }: Draft) {
  const shared = { scheme: signature, from: chosen(signatureKey), reading: signatureReading };
  return signature === "strongroom" ? { ...shared, header: unlessEmpty(signatureHeader) } : shared;
}

/** A reference by name; none at all where nothing is chosen, which the schema has words for. */
function chosen(secret: string): { secret: string } | undefined {
  return secret === "" ? undefined : { secret };
}

/** What is left empty has its usual name. */
function unlessEmpty(typed: string): string | undefined {
  return typed === "" ? undefined : typed;
}

/** Not a number where what was typed is not a plain whole one; thousands may be set apart, as hints have them. */
function numberIn(typed: string): number {
  const digits = /^\d{1,3}([, \u00a0\u202f]\d{3})+$/.test(typed.trim())
    ? typed.replaceAll(/\D/g, "")
    : typed.trim();
  return /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN;
}

/** An endpoint as its form shows it. */
export function draftOf({
  name,
  description,
  method,
  url,
  configuration,
}: Pick<Endpoint<NamedSecret>, "name" | "description" | "method" | "url" | "configuration">): Draft {
  const { encryption, decryption, signature, ca, answer, timeoutSeconds } = configuration;
  return {
    ...FIRST_DRAFT,
    ...{ name, description, method, url },
    contentType: configuration.contentType,
    headers: configuration.headers.map(rowOf),
    query: configuration.query.map(rowOf),
    requestIn: encryption?.level === "fields" ? encryption.in : FIRST_DRAFT.requestIn,
    request: encryption ? { ...levelOf(encryption), ...cipherOf(encryption.cipher) } : FIRST_SIDE,
    ...answerOf(decryption),
    ...signatureOf(signature),
    ca: ca?.secret ?? "",
    answerHeaders: answer.headers.join(", "),
    answerKib: String(Math.ceil(answer.bytesMax / KIB)),
    timeoutSeconds: String(timeoutSeconds),
  };
}

function rowOf({ name, value }: Filled<NamedSecret>): DraftRow {
  if ("text" in value) return { name, text: value.text, secret: "" };
  return { name, text: value.prefix, secret: value.from.secret };
}

function answerOf(decryption: Decryption<NamedSecret> | null) {
  if (!decryption) return {};
  return {
    answer: { ...levelOf(decryption), ...(decryption.cipher && cipherOf(decryption.cipher)) },
    answerCipher: decryption.cipher ? "own" : "same",
    answerPreviousDays: String(decryption.previousVersionDays),
  };
}

function levelOf(given: Encryption<NamedSecret> | Decryption<NamedSecret>): SideDraft {
  if (given.level === "fields") {
    const { paths, ivSuffix, valuesAs } = given;
    return { ...FIRST_SIDE, level: "fields", paths: paths.join("\n"), ivSuffix, valuesAs };
  }
  if (given.as === "text") return { ...FIRST_SIDE, level: "text" };
  const { ciphertext, iv, tag, key } = given.fields;
  return { ...FIRST_SIDE, level: "json", ciphertext, ivField: iv, tagField: tag ?? "", keyField: key ?? "" };
}

function cipherOf({ method, encoding, iv, key }: Cipher<NamedSecret>) {
  const { derivation } = key;
  return {
    ...{ method, encoding, iv: iv.from },
    ivSecret: iv.from === "secret" ? iv.iv.secret : "",
    ivReading: iv.from === "secret" ? iv.reading : FIRST_SIDE.ivReading,
    key: key.from.secret,
    keyReading: key.reading === "pem" ? FIRST_SIDE.keyReading : key.reading,
    derivation: derivation?.function ?? "none",
    salt: derivation?.salt.secret ?? "",
    iterations:
      derivation?.function === "PBKDF2-SHA256" ? String(derivation.iterations) : FIRST_SIDE.iterations,
    info: derivation?.function === "HKDF-SHA256" ? derivation.info : "",
  };
}

function signatureOf(signature: Configuration<NamedSecret>["signature"]) {
  if (!signature) return {};
  const { scheme, header, from, reading } = signature;
  return {
    signature: scheme,
    signatureHeader: header,
    signatureKey: from.secret,
    signatureReading: reading,
  };
}
