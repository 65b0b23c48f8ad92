import { isAppError } from "@/lib/platform/app-error";
import { giveWay } from "@/lib/platform/mutex";
import type { Cipher, Configuration, Decryption, OpenedSecret } from "../configuration/model";
import { fieldOf, isContainer } from "./chosen-fields";
import { open, type Packed } from "./ciphertext";
import type { DerivedKeys } from "./derived-key";
import { nestedTooDeep, notOpened } from "./failures";
import { nestsTooDeep, parsedJson } from "./json";
import { layoutOf } from "./level";
import { isAuthenticated } from "./method";
import { openFields } from "./opened-fields";
import { ciphersToOpen, type ReadyCipher } from "./ready-cipher";
import { strictText } from "./strict-text";

/** An answer as it came over the wire. */
export interface ReceivedAnswer {
  /** Of HTTP. From 400 on an answer that does not open is handed on as it is: few encrypt their errors. */
  readonly status?: number;
  readonly contentType: string | null;
  readonly body: Buffer;
}

/** What an answer holds: JSON of up to 100,000 values, text, or bytes that are neither. */
export type AnswerBody = { readonly json: unknown } | { readonly text: string } | { readonly bytes: Buffer };

/** Far more versions than the secrets of one key can have within its days. */
const CANDIDATES_MAX = 30;

/**
 * Opens an answer: with the current secrets, then with the ones before. An empty one holds nothing to open; a field that
 * is not there is left out, and one that is there must open. Throws `badGateway`, with the same text whatever is wrong.
 */
export async function openAnswer(
  configuration: Configuration<OpenedSecret>,
  answer: ReceivedAnswer,
  derivedKeys?: DerivedKeys,
): Promise<AnswerBody> {
  const { decryption, encryption } = configuration;
  if (!decryption || answer.body.length === 0) return plainAnswer(answer);
  const cipher = decryption.cipher ?? encryption?.cipher;
  if (!cipher) throw notOpened();
  const isText = configuration.contentType === "text";
  try {
    return await firstThatOpens(cipher, derivedKeys, (ready) =>
      openWith(decryption, ready, answer.body, isText),
    );
  } catch (error) {
    if (answer.status !== undefined && answer.status >= 400 && isAppError(error)) return plainAnswer(answer);
    throw error;
  }
}

async function firstThatOpens(
  cipher: Cipher<OpenedSecret>,
  derivedKeys: DerivedKeys | undefined,
  openWith: (ready: ReadyCipher) => Promise<AnswerBody>,
): Promise<AnswerBody> {
  let tries = 0;
  for (const candidate of ciphersToOpen(cipher, derivedKeys)) {
    if (tries === CANDIDATES_MAX) break;
    if (tries > 0) await giveWay();
    tries += 1;
    try {
      return await openWith(await candidate());
    } catch (error) {
      // A secret that does not fit opens nothing either: an older version may.
      if (!isAppError(error)) throw error;
    }
  }
  throw notOpened();
}

async function openWith(
  decryption: Decryption<OpenedSecret>,
  cipher: ReadyCipher,
  body: Buffer,
  isText: boolean,
): Promise<AnswerBody> {
  const text = strictText(body);
  if (text === null) throw notOpened();
  if (decryption.level === "fields") {
    return { json: await openFields(decryption, cipher, parsed(text)) };
  }
  const packed = decryption.as === "text" ? textPacked(text) : packedIn(parsed(text), decryption.fields);
  const bytes = await open(cipher, layoutOf(decryption), packed);
  return contentOf(bytes, cipher, isText);
}

function textPacked(text: string): Packed {
  return { ciphertext: text.trim(), iv: null, tag: null, key: null };
}

function packedIn(
  json: unknown,
  fields: {
    readonly ciphertext: string;
    readonly iv: string;
    readonly tag: string | null;
    readonly key: string | null;
  },
): Packed {
  if (!isContainer(json)) throw notOpened();
  const textIn = (name: string | null) => {
    const value = name === null ? null : fieldOf(json, name);
    return typeof value === "string" ? value : null;
  };
  const ciphertext = textIn(fields.ciphertext);
  if (ciphertext === null) throw notOpened();
  return { ciphertext, iv: textIn(fields.iv), tag: textIn(fields.tag), key: textIn(fields.key) };
}

/** What was inside. CBC opens to bytes that mean nothing now and then, so that there they are taken for a failure. */
function contentOf(bytes: Buffer, { method }: ReadyCipher, isText: boolean): AnswerBody {
  const text = strictText(bytes);
  if (text === null) {
    if (!isAuthenticated(method)) throw notOpened();
    return { bytes };
  }
  return isText ? { text } : jsonOrText(text);
}

/** An answer that is not encrypted, by what it says that it is. */
function plainAnswer({ contentType, body }: ReceivedAnswer): AnswerBody {
  const text = strictText(body);
  if (text === null) return { bytes: body };
  return /^[^;]*[/+]json\s*(;|$)/i.test(contentType ?? "") ? jsonOrText(text) : { text };
}

function jsonOrText(text: string): AnswerBody {
  const json = parsedJson(text);
  if (json !== undefined) return { json };
  if (nestsTooDeep(text)) throw nestedTooDeep();
  return { text };
}

function parsed(text: string): unknown {
  const json = parsedJson(text);
  if (json === undefined) throw notOpened();
  return json;
}
