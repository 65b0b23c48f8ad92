import { z } from "zod";
import { visibleName } from "@/lib/names/schema";
import { PASSKEY_NAME_LENGTH_MAX } from "./model";

/** More than any authenticator says without attestation; 16 KiB are read before anything is parsed. */
const ANSWER_LENGTH_MAX = 16_384;
const MISSING = "A passkey needs JavaScript. Wait until the page is loaded, then try again.";
const UNUSABLE = "The browser's answer could not be read. Try again.";
const TRANSPORTS = new Set(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]);

/** Base64url without padding of at most this many characters. */
const bytes = (lengthMax: number) =>
  z
    .string()
    .max(lengthMax)
    .regex(/^[A-Za-z0-9_-]+$/);

/** Credential ids have at most 1,023 bytes (WebAuthn, section 4). */
const credentialId = bytes(1_364);
const clientDataJSON = bytes(4_096);
const authenticatorData = bytes(8_192);

const common = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
  authenticatorAttachment: z.string().max(32).nullish(),
  /** No extension is asked for that decides anything. */
  clientExtensionResults: z.record(z.string(), z.unknown()).optional(),
};

const registration = z
  .strictObject({
    ...common,
    response: z.strictObject({
      clientDataJSON,
      attestationObject: bytes(12_288),
      transports: z.array(z.string().max(32)).max(16).default([]),
      // Repeated by browsers from the attestation object, which alone is looked at.
      authenticatorData: z.string().optional(),
      publicKey: z.string().optional(),
      publicKeyAlgorithm: z.number().optional(),
    }),
  })
  .transform(({ id, rawId, type, response: { clientDataJSON, attestationObject, transports } }) => ({
    id,
    rawId,
    type,
    response: {
      clientDataJSON,
      attestationObject,
      transports: transports.filter((name) => TRANSPORTS.has(name)),
    },
    clientExtensionResults: {},
  }));

const assertion = z
  .strictObject({
    ...common,
    response: z.strictObject({
      clientDataJSON,
      authenticatorData,
      signature: bytes(8_192),
      userHandle: bytes(86).nullish(),
    }),
  })
  .transform(({ id, rawId, type, response: { userHandle, ...response } }) => ({
    id,
    rawId,
    type,
    response: { ...response, ...(userHandle && { userHandle }) },
    clientExtensionResults: {},
  }));

/** A form field with the browser's answer as JSON. Says one thing about anything that is none. */
function answerOf<S extends z.ZodType>(schema: S) {
  return z
    .string(MISSING)
    .min(1, MISSING)
    .max(ANSWER_LENGTH_MAX, UNUSABLE)
    .transform((text, { addIssue }) => {
      const parsed = schema.safeParse(parsedJson(text));
      if (parsed.success) return parsed.data;
      addIssue(UNUSABLE);
      return z.NEVER;
    });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One line of visible text that tells a passkey from the others of its owner. */
const name = visibleName(PASSKEY_NAME_LENGTH_MAX);

const passkeyId = z.uuid("There is no such passkey.");
const next = z.string().optional();

export const newPasskey = z.strictObject({ answer: answerOf(registration), name });
export const enrolledPasskey = z.strictObject({ answer: answerOf(registration), name, next });
export const passkeyName = z.strictObject({ passkeyId, name });
export const passkeyToRemove = z.strictObject({ passkeyId });
export const shownPasskey = z.strictObject({ answer: answerOf(assertion), next });

export type RegistrationAnswer = z.output<typeof registration>;
export type AssertionAnswer = z.output<typeof assertion>;
