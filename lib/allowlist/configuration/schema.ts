import { z } from "zod";
import { connectionName } from "@/lib/connections/schema";
import { isStorable } from "@/lib/platform/text";
import { poolName } from "@/lib/pools/schema";
import { secretName } from "@/lib/secrets/schema";
import { contradictions } from "./contradictions";
import { CHOOSE_SECRET, holdsIssued, NO_SECRET_CHOSEN, prefixIssue, textIssue } from "./credential";
import { ANSWER_BYTES_MAX, TIMEOUT_SECONDS } from "./limits";
import {
  CIPHER_METHODS,
  CONTENT_TYPES,
  type Configuration,
  ENCODINGS,
  KEY_READINGS,
  type NamedSecret,
  SIGNATURE_SCHEMES,
} from "./model";

const PREVIOUS_VERSION_DAYS_MAX = 90;
const FILLED_MAX = 50;
export const PATHS_MAX = 100;
export const PATH_LENGTH_MAX = 256;
const TEXT_LENGTH_MAX = 2_048;

const reference = z
  .strictObject(
    { secret: secretName },
    { error: ({ input }) => (input === undefined ? NO_SECRET_CHOSEN : CHOOSE_SECRET) },
  )
  .meta({ id: "SecretByName" });

const fromPool = z
  .strictObject({ pool: poolName })
  .meta({ id: "PoolByName", description: "Each send draws a member of the pool." });

const fromConnection = z
  .strictObject({ connection: connectionName })
  .meta({ id: "ConnectionByName", description: "Each send uses an access token of the connected app." });

/** RFC 9110, section 5.1. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
/** What Strongroom or the connection decides, or what would speak to a machine on the way. */
const OWN_HEADERS =
  /^(host|content-length|content-type|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|via|forwarded|cookie2?|x-forwarded-.*|proxy-.*|x-http-method(-override)?|x-method-override|accept-encoding|idempotency-key)$/i;

export const headerName = z
  .string("Enter the name of a header.")
  .regex(TOKEN, "The name of a header has letters, digits and hyphens only.")
  .refine((name) => !OWN_HEADERS.test(name), "This header is set by Strongroom itself, or never sent.")
  .refine(isNoCredential, CHOOSE_SECRET);

export const headerText = z
  .string("The value of a header is text.")
  .max(TEXT_LENGTH_MAX, "A header has at most 2,048 characters.")
  .regex(/^[\x20-\x7e]*$/, "A header has printable ASCII characters only, on one line.");

const parameterName = z
  .string("Enter the name of a query parameter.")
  .min(1, "Enter the name of a query parameter.")
  .max(128, "The name of a query parameter has at most 128 characters.")
  .refine((name) => name.isWellFormed() && !/\p{Cc}/u.test(name), "A name is one line of text.")
  .refine(isNoCredential, CHOOSE_SECRET);

const parameterText = z
  .string("The value of a query parameter is text.")
  .max(TEXT_LENGTH_MAX, "A query parameter has at most 2,048 characters.")
  .refine(isStorable, "A query parameter is valid Unicode text without NUL characters.");

/**
 * A header or parameter with its content: `{text}`, or `{prefix?, from: {secret}}`. What grants access is chosen among
 * the stored secrets, and never typed in.
 */
function filled(name: z.ZodString, text: z.ZodString) {
  return z
    .strictObject({
      name,
      value: z.union(
        [
          z.strictObject({ text }),
          z.strictObject({ prefix: text.default(""), from: reference }),
          z.strictObject({ prefix: text.default(""), from: fromPool }),
          z.strictObject({ prefix: text.default(""), from: fromConnection }),
        ],
        "Give a text, or choose a stored secret.",
      ),
    })
    .superRefine(({ name: args, value }, { addIssue }) => {
      const message = "text" in value ? textIssue(args, value.text) : prefixIssue(args, value.prefix);
      if (message !== null) addIssue({ code: "custom", path: ["value"], message });
    });
}

const rawReading = z.enum(["hex", "base64", "utf8"], "Read the secret as hex, base64 or UTF-8.");

const derivation = z.discriminatedUnion("function", [
  z.strictObject({
    function: z.literal("PBKDF2-SHA256"),
    salt: reference,
    iterations: z
      .int("Enter a whole number of iterations.")
      .min(1_000, "At least 1,000 iterations.")
      .max(2_000_000, "At most 2,000,000 iterations.")
      .default(600_000),
  }),
  z.strictObject({
    function: z.literal("HKDF-SHA256"),
    salt: reference,
    info: z
      .string()
      .max(256, "At most 256 characters.")
      .refine(isStorable, "Valid Unicode text without NUL characters.")
      .refine(isNoCredential, CHOOSE_SECRET)
      .default(""),
  }),
]);

const key = z.strictObject({
  from: reference,
  reading: z.enum(KEY_READINGS, "Read the secret as hex, base64, UTF-8 or PEM."),
  derivation: derivation.nullable().default(null),
});

const iv = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("prepended") }),
  z.strictObject({ from: z.literal("field") }),
  z.strictObject({ from: z.literal("secret"), iv: reference, reading: rawReading }),
]);

const cipher = z
  .strictObject({
    method: z.enum(CIPHER_METHODS, "Choose one of the methods."),
    encoding: z.enum(ENCODINGS, "Choose base64, base64url or hex.").default("base64"),
    iv: iv.default({ from: "prepended" }),
    key,
  })
  .superRefine(({ method, key: { reading, derivation: derived } }, issues) => {
    const isRsa = method.includes("RSA");
    const issue = (path: string, message: string) =>
      issues.addIssue({ code: "custom", path: ["key", path], message });
    if (isRsa && reading !== "pem") issue("reading", "RSA needs a key in PEM.");
    if (!isRsa && reading === "pem") issue("reading", "AES needs a key in hex, base64 or UTF-8.");
    if (isRsa && derived) issue("derivation", "A key for RSA is not derived.");
  })
  .meta({ id: "AllowlistCipher" });

const fieldName = z
  .string("Enter the name of a field.")
  .min(1, "Enter the name of a field.")
  .max(128, "The name of a field has at most 128 characters.")
  .refine((name) => name !== "__proto__" && isStorable(name), "No field can have this name.")
  .refine(isNoCredential, CHOOSE_SECRET);

const fieldPath = z
  .string("A path is text.")
  .min(1, "Enter a path such as /card/number or card.number.")
  .max(PATH_LENGTH_MAX, "A path has at most 256 characters.")
  .refine((path) => path.isWellFormed() && !/\p{Cc}/u.test(path), "A path is one line of text.")
  .refine(isNoCredential, CHOOSE_SECRET);

const fieldsLevel = {
  level: z.literal("fields"),
  in: z.enum(["body", "query"], "Choose body or query.").default("body"),
  paths: z
    .array(fieldPath, "List the fields.")
    .min(1, "Name at least one field.")
    .max(PATHS_MAX, `At most ${PATHS_MAX} fields.`),
  ivSuffix: fieldName.default("_iv"),
  valuesAs: z.enum(["text", "json"], "Choose text or JSON.").default("text"),
};
const textLevel = { level: z.literal("body"), as: z.literal("text") };
const jsonLevel = {
  level: z.literal("body"),
  as: z.literal("json"),
  fields: z
    .strictObject({
      ciphertext: fieldName.default("data"),
      iv: fieldName.default("iv"),
      tag: fieldName.nullable().default(null),
      key: fieldName.nullable().default(null),
    })
    .default({ ciphertext: "data", iv: "iv", tag: null, key: null }),
};

const encryption = z.discriminatedUnion(
  "level",
  [
    z.strictObject({ ...fieldsLevel, cipher }),
    z.discriminatedUnion(
      "as",
      [z.strictObject({ ...textLevel, cipher }), z.strictObject({ ...jsonLevel, cipher })],
      "Send the body as text or as JSON.",
    ),
  ],
  "Encrypt fields, or the body.",
);

const ofAnswer = {
  cipher: cipher.nullable().default(null),
  previousVersionDays: z
    .int("A number of days is a whole number.")
    .min(0, "A number of days is not negative.")
    .max(PREVIOUS_VERSION_DAYS_MAX, `At most ${PREVIOUS_VERSION_DAYS_MAX} days.`)
    .default(0),
};
const decryption = z.discriminatedUnion(
  "level",
  [
    z.strictObject({
      ...fieldsLevel,
      ...ofAnswer,
      in: z.literal("body", "An answer has fields in its body only.").default("body"),
    }),
    z.discriminatedUnion(
      "as",
      [z.strictObject({ ...textLevel, ...ofAnswer }), z.strictObject({ ...jsonLevel, ...ofAnswer })],
      "Read the body as text or as JSON.",
    ),
  ],
  "Decrypt fields, or the body.",
);

const signature = z.strictObject({
  scheme: z.enum(SIGNATURE_SCHEMES, "Choose strongroom or standard-webhooks."),
  header: headerName.default("X-Strongroom-Signature"),
  from: reference,
  reading: rawReading.default("utf8"),
});

/** How an endpoint is spoken to, with secrets by their names. */
export const configuration = z
  .strictObject({
    contentType: z.enum(CONTENT_TYPES, "Choose json, form or text.").default("json"),
    headers: z
      .array(filled(headerName, headerText))
      .max(FILLED_MAX, `At most ${FILLED_MAX} headers.`)
      .default([]),
    query: z
      .array(filled(parameterName, parameterText))
      .max(FILLED_MAX, `At most ${FILLED_MAX} query parameters.`)
      .default([]),
    encryption: encryption.nullable().default(null),
    decryption: decryption.nullable().default(null),
    signature: signature.nullable().default(null),
    ca: reference.nullable().default(null),
    answer: z
      .strictObject({
        headers: z
          .array(
            z
              .string()
              .regex(TOKEN, "This is not the name of a header.")
              .refine(isNoCredential, CHOOSE_SECRET)
              .toLowerCase(),
          )
          .max(FILLED_MAX, `At most ${FILLED_MAX} headers.`)
          .default(["content-type"]),
        bytesMax: z
          .int("A number of bytes is a whole number.")
          .min(1, "At least 1 byte.")
          .max(ANSWER_BYTES_MAX.max, "At most 8 MiB.")
          .default(ANSWER_BYTES_MAX.default),
      })
      .default({ headers: ["content-type"], bytesMax: ANSWER_BYTES_MAX.default }),
    timeoutSeconds: z
      .int("A number of seconds is a whole number.")
      .min(1, "At least 1 second.")
      .max(TIMEOUT_SECONDS.max, "At most 60 seconds.")
      .default(TIMEOUT_SECONDS.default),
  })
  .superRefine((args, { addIssue }) => {
    for (const [path, message] of contradictions(args)) {
      addIssue({ code: "custom", path: path.split("."), message });
    }
  })
  .meta({ id: "AllowlistConfiguration" }) satisfies z.ZodType<Configuration<NamedSecret>, unknown>;

/** What says by itself that it is an issued key is kept nowhere, also not as a name. */
function isNoCredential(text: string): boolean {
  return !holdsIssued(text);
}
