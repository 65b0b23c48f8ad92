import type { FieldErrors } from "@/lib/platform/app-error";
import { partsNeeded } from "../configuration/parts";
import { withSpace } from "./scheme";
import { CONNECTION, type EndpointValues, isFilled, POOL, type Row, type SideValues } from "./values";

const KIB = 1_024;
type CipherValues = SideValues["cipher"];

/**
 * The endpoint that a form says, as the API takes it, for the schema of endpoints to check. It has the parts that its
 * choices need and no other; a secret that is not chosen yet is undefined, which the schema has words for.
 */
export function endpointOf({ configuration: input, ...rest }: EndpointValues) {
  const { contentType, encryption, decryption, signature, ca, answer } = input;
  const isSame = decryption.cipher.source === "same";
  const configuration = {
    contentType,
    headers: input.headers.filter(isFilled).map(filledOf),
    query: input.query.filter(isFilled).map(filledOf),
    encryption:
      encryption.level === "none"
        ? null
        : {
            ...levelOf(encryption, encryption.cipher),
            ...(encryption.level === "fields" && { in: encryption.in }),
            cipher: cipherOf(encryption.cipher),
          },
    decryption:
      decryption.level === "none"
        ? null
        : {
            ...levelOf(decryption, (isSame ? encryption : decryption).cipher),
            cipher: isSame ? null : cipherOf(decryption.cipher),
            previousVersionDays: numberIn(decryption.previousVersionDays),
          },
    signature: signature.scheme === "none" ? null : signatureOf(signature),
    ca: chosen(ca) ?? null,
    answer: {
      headers: answer.headers.split(/[\s,]+/).filter((header) => header !== ""),
      bytesMax: numberIn(answer.bytesMax) * KIB,
    },
    timeoutSeconds: numberIn(input.timeoutSeconds),
  };
  return { ...rest, configuration };
}

function filledOf({ name, value }: Row) {
  const { prefix, from } = value;
  const spaced = withSpace(name, prefix);
  if (from.secret.startsWith(POOL))
    return { name, value: { prefix: spaced, from: { pool: from.secret.slice(POOL.length) } } };
  if (from.secret.startsWith(CONNECTION))
    return { name, value: { prefix: spaced, from: { connection: from.secret.slice(CONNECTION.length) } } };
  return { name, value: from.secret === "" ? { text: prefix } : { prefix: spaced, from } };
}

function levelOf({ level, paths, ivSuffix, valuesAs, fields }: SideValues, cipher: CipherValues) {
  const parts = partsNeeded(cipher);
  if (level === "fields") {
    const suffix = parts.has("ivName") && { ivSuffix: orUsual(ivSuffix) };
    return { level, paths: paths.split("\n").filter((path) => path !== ""), valuesAs, ...suffix };
  }
  if (level !== "json") return { level: "body", as: level };
  return {
    level: "body",
    as: level,
    fields: {
      ciphertext: orUsual(fields.ciphertext),
      ...(parts.has("ivName") && { iv: orUsual(fields.iv) }),
      ...(parts.has("tag") && { tag: fields.tag || null }),
      ...(parts.has("wrappedKey") && { key: fields.key || null }),
    },
  };
}

function cipherOf(cipher: CipherValues) {
  const { method, encoding, iv, key } = cipher;
  const parts = partsNeeded(cipher);
  const ivOf = () => (iv.from === "secret" ? { ...iv, iv: chosen(iv.iv) } : { from: iv.from });
  return {
    method,
    ...(parts.has("encoding") && { encoding }),
    ...(parts.has("iv") && { iv: ivOf() }),
    key: {
      from: chosen(key.from),
      ...(parts.has("pem")
        ? { reading: "pem" }
        : { reading: key.reading, derivation: derivationOf(key.derivation) }),
    },
  };
}

function derivationOf({ function: name, salt, iterations, info }: CipherValues["key"]["derivation"]) {
  if (name === "none") return null;
  const more = name === "HKDF-SHA256" ? { info } : { iterations: numberIn(iterations) };
  return { function: name, salt: chosen(salt), ...more };
}

function signatureOf({ header, from, ...rest }: EndpointValues["configuration"]["signature"]) {
  const ownHeader = rest.scheme === "strongroom" && { header: orUsual(header) };
  return { ...rest, from: chosen(from), ...ownHeader };
}

function chosen(secret: Row["value"]["from"]) {
  return secret.secret === "" ? undefined : secret;
}

/** What is left empty has its usual name. */
function orUsual(typed: string): string | undefined {
  return typed === "" ? undefined : typed;
}

/** Not a number where what was typed is not a plain whole one; thousands may be set apart, as hints have them. */
function numberIn(typed: string): number {
  const text = typed.trim();
  const digits = /^\d{1,3}([, \u00a0\u202f]\d{3})+$/.test(text) ? text.replaceAll(/\D/g, "") : text;
  return /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN;
}

/** The values with a name wherever a key is still to be chosen: for a preview, which looks at none of them. */
export function withStandIns({ configuration, ...rest }: EndpointValues): EndpointValues {
  const standing = <T extends object>(part: T): T =>
    JSON.parse(JSON.stringify(part), (key, value) =>
      key === "secret" && value === "" ? "NOT_CHOSEN_YET" : value,
    );
  const { encryption, decryption, signature } = configuration;
  return {
    ...rest,
    configuration: { ...configuration, ...standing({ encryption, decryption, signature }) },
  };
}

/** Paths that say which of several an endpoint has, also where it has none of them. */
const CHOICE = /\.(level|source|function|scheme)$/;

/** Whether the form asks for what is at a path, as `endpointOf` has it: what no choice needs is not asked for. */
export function asksFor(endpoint: ReturnType<typeof endpointOf>, path: string): boolean {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const around = keys.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), endpoint);
  return CHOICE.test(path) ? around !== undefined : isObject(around) && last in around;
}

function isObject(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === "object" && input !== null;
}

/** Errors as the form has them: rows counted as they stand there, the empty ones too, and KiB in place of bytes. */
export function inForm(issues: FieldErrors, { configuration }: EndpointValues): FieldErrors {
  const inRows = (path: string) =>
    path.replace(/^configuration\.(headers|query)\.(\d+)/, (whole, kind: "headers" | "query", at: string) => {
      const filled = configuration[kind].flatMap((row, i) => (isFilled(row) ? [i] : []));
      const row = filled[Number(at)];
      return row === undefined ? whole : `configuration.${kind}.${row}`;
    });
  const inUnits = (path: string, messages: readonly string[]) =>
    path === "configuration.answer.bytesMax" ? ["Enter a whole number of KiB, from 1 to 8,192."] : messages;
  return Object.fromEntries(
    Object.entries(issues).map(([path, messages]) => [inRows(path), inUnits(path, messages)]),
  );
}
