import { fieldError } from "@/lib/platform/app-error";
import { METHODS_WITHOUT_BODY } from "../configuration/contradictions";
import type { Configuration, Encryption, Filled, Method, OpenedSecret } from "../configuration/model";
import { type Body, bodyOf, JSON_TYPE, jsonOf, TEXT_TYPE } from "./body";
import { seal } from "./ciphertext";
import { requireCompatible } from "./compatibility";
import type { DerivedKeys } from "./derived-key";
import { layoutOf } from "./level";
import { SCHEMES } from "./method";
import { queryOf } from "./query";
import { ciphersToOpen, type ReadyCipher, readyToSeal } from "./ready-cipher";
import { sealFields } from "./sealed-fields";
import { type SignatureFacts, signatureHeaders } from "./signature";

export type Pair = readonly [name: string, value: string];

/** What a caller wants to send. */
export interface OutgoingInput {
  /** Any JSON. */
  readonly data?: unknown;
  readonly query?: Readonly<Record<string, string>>;
}

export interface RequestFacts extends SignatureFacts {
  readonly method: Method;
  /** The endpoint's own address: a caller may not name a parameter that it has. */
  readonly url?: string;
  /** Spares sends to the same endpoint the work of making its keys. */
  readonly derivedKeys?: DerivedKeys;
}

/** What goes over the wire beside method and address. */
export interface PreparedRequest {
  /** Null: the request has no body. */
  readonly body: Buffer | null;
  /** The content type, the configured ones, the signature. */
  readonly headers: readonly Pair[];
  /** The configured ones, then the caller's, encrypted where that was asked for. */
  readonly query: readonly Pair[];
}

const NOTHING = Buffer.alloc(0);

/**
 * Makes of a caller's data what is sent: serialised once, encrypted, and signed over exactly these bytes. Throws
 * `validation` for data that cannot be sent this way (the path of the field, never what is in it), and `conflict` when
 * a secret does not fit: nothing ever goes out less encrypted than the configuration says.
 */
export async function prepareRequest(
  configuration: Configuration<OpenedSecret>,
  input: OutgoingInput,
  facts: RequestFacts,
): Promise<PreparedRequest> {
  requireCompatible(configuration);
  await requireKeyForAnswer(configuration, facts.derivedKeys);
  const { encryption, signature } = configuration;
  const cipher = encryption && (await readyToSeal(encryption.cipher, facts.derivedKeys));
  const query = await queryOf(configuration, cipher, input.query ?? {}, facts.url);
  const body = await preparedBody(configuration, cipher, input.data, facts.method);
  const signed = signature ? signatureHeaders(signature, body?.bytes ?? NOTHING, facts) : [];
  const type: Pair[] = body ? [["content-type", body.contentType]] : [];
  const headers = [...type, ...configuration.headers.map(filledText), ...signed];
  return { body: body?.bytes ?? null, headers, query };
}

/** An answer that nobody could open would come too late to be refused. */
async function requireKeyForAnswer(
  { encryption, decryption }: Configuration<OpenedSecret>,
  derivedKeys: DerivedKeys | undefined,
): Promise<void> {
  const cipher = decryption && (decryption.cipher ?? encryption?.cipher);
  if (!cipher) return;
  const [withCurrent] = ciphersToOpen(cipher, derivedKeys);
  await withCurrent?.();
}

async function preparedBody(
  { contentType, encryption }: Configuration<OpenedSecret>,
  cipher: ReadyCipher | null,
  data: unknown,
  method: Method,
): Promise<Body | null> {
  const isEncrypted = encryption !== null && !(encryption.level === "fields" && encryption.in === "query");
  if (METHODS_WITHOUT_BODY.includes(method)) {
    if (data !== undefined) throw fieldError("data", `A ${method} request has no body. Leave the data out.`);
    if (isEncrypted) throw fieldError("data", `A ${method} request has no body that could be encrypted.`);
    return null;
  }
  if (!isEncrypted || !cipher) return data === undefined ? null : bodyOf(contentType, data);
  if (encryption.level === "fields") {
    return bodyOf(contentType, await sealFields(encryption, cipher, data));
  }
  if (data === undefined) throw fieldError("data", "The body is encrypted here, so there has to be one.");
  return sealBody(encryption, cipher, bodyOf(contentType, data).bytes);
}

async function sealBody(
  level: Extract<Encryption<OpenedSecret>, { readonly level: "body" }>,
  cipher: ReadyCipher,
  plaintext: Buffer,
): Promise<Body> {
  const packed = await seal(cipher, layoutOf(level), plaintext);
  if (level.as === "text") {
    const contentType = SCHEMES[cipher.method].isJwe ? "application/jose" : TEXT_TYPE;
    return { bytes: Buffer.from(packed.ciphertext), contentType };
  }
  const { fields } = level;
  const named: [string | null, string | null][] = [
    [fields.ciphertext, packed.ciphertext],
    [fields.iv, packed.iv],
    [fields.tag, packed.tag],
    [fields.key, packed.key],
  ];
  const members = named.filter(([name, text]) => name !== null && text !== null);
  return { bytes: Buffer.from(jsonOf(Object.fromEntries(members))), contentType: JSON_TYPE };
}

function filledText({ name, value }: Filled<OpenedSecret>): Pair {
  return [name, "text" in value ? value.text : value.prefix + value.from.value.reveal()];
}
