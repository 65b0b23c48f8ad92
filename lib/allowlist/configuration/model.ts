import type { Plaintext } from "@/lib/crypto/plaintext";

/** How an endpoint is spoken to. `R` is how it refers to secrets: by name at the edges, by id where it is stored. */
export interface Configuration<R> {
  /** What the data of a request is sent as. */
  readonly contentType: ContentType;
  readonly headers: readonly Filled<R>[];
  readonly query: readonly Filled<R>[];
  /** Null: it is sent as it is. */
  readonly encryption: Encryption<R> | null;
  /** Null: the answer is not encrypted. */
  readonly decryption: Decryption<R> | null;
  readonly signature: Signature<R> | null;
  /** A certificate authority (PEM) to trust instead of the usual ones. */
  readonly ca: R | null;
  readonly answer: {
    /** Names in lower case of the headers that a caller gets to see. */
    readonly headers: readonly string[];
    readonly bytesMax: number;
  };
  readonly timeoutSeconds: number;
}

/** A pool of the endpoint's environment: each send draws a member. Stands in headers and query parameters alone. */
export interface DrawnFrom {
  readonly pool: string;
  readonly secret?: undefined;
  readonly secretId?: undefined;
  readonly connection?: undefined;
}

/** The access token of a connected app of the endpoint's environment. Stands in headers and query parameters alone. */
export interface TokenOf {
  readonly connection: string;
  readonly secret?: undefined;
  readonly secretId?: undefined;
  readonly pool?: undefined;
}

/** A secret of the endpoint's environment, or one that a shared mapping brings there, by the name it has there; or a pool or connected app. */
export type NamedSecret =
  | { readonly secret: string; readonly pool?: undefined; readonly connection?: undefined }
  | DrawnFrom
  | TokenOf;

/** The same as it is stored: a rename of a secret changes nothing, and pools and connected apps keep their names. */
export type StoredSecret =
  | { readonly secretId: string; readonly pool?: undefined; readonly connection?: undefined }
  | DrawnFrom
  | TokenOf;

/** The same with what is stored, at the moment of a send. */
export interface OpenedSecret {
  readonly value: Plaintext;
  /** Older values that may still open an answer, the newest first. */
  readonly previous: readonly Plaintext[];
}

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

export const CONTENT_TYPES = ["json", "form", "text"] as const;
export type ContentType = (typeof CONTENT_TYPES)[number];

/** A header or a query parameter: its text, or a secret behind a prefix such as `Bearer `. */
export interface Filled<R> {
  readonly name: string;
  readonly value: { readonly text: string } | { readonly prefix: string; readonly from: R };
}

export const CIPHER_METHODS = [
  "AES-256-GCM",
  "AES-256-CBC",
  "AES-128-GCM",
  "AES-128-CBC",
  "RSA-OAEP-256",
  "RSA-OAEP-256+A256GCM",
  "JWE dir+A256GCM",
  "JWE RSA-OAEP-256+A256GCM",
] as const;
export type CipherMethod = (typeof CIPHER_METHODS)[number];

export const ENCODINGS = ["base64", "base64url", "hex"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** How the text of a secret becomes the bytes of a key. */
export const KEY_READINGS = ["hex", "base64", "utf8", "pem"] as const;
export type KeyReading = (typeof KEY_READINGS)[number];

/** Where the initialisation vector of AES comes from, and how the other side learns of it. */
export type InitialisationVector<R> =
  /** Random, in front of the ciphertext. */
  | { readonly from: "prepended" }
  /** Random, beside the ciphertext in a field of its own. */
  | { readonly from: "field" }
  /** Always the same, which weakens every method: for endpoints that leave no choice. */
  | { readonly from: "secret"; readonly iv: R; readonly reading: Exclude<KeyReading, "pem"> };

export interface Key<R> {
  readonly from: R;
  readonly reading: KeyReading;
  /** Null: the bytes are the key. */
  readonly derivation: Derivation<R> | null;
}

export type Derivation<R> =
  | { readonly function: "PBKDF2-SHA256"; readonly salt: R; readonly iterations: number }
  | { readonly function: "HKDF-SHA256"; readonly salt: R; readonly info: string };

export interface Cipher<R> {
  readonly method: CipherMethod;
  /** Of ciphertexts; JWE has its own. */
  readonly encoding: Encoding;
  /** For AES, alone or under RSA; JWE has its own. */
  readonly iv: InitialisationVector<R>;
  readonly key: Key<R>;
}

/** Names of the fields of a JSON object that carries one ciphertext. */
export interface EnvelopeFields {
  readonly ciphertext: string;
  /** Of the initialisation vector, where it has a field of its own. */
  readonly iv: string;
  /** Of the authentication tag of GCM; null: it follows the ciphertext. */
  readonly tag: string | null;
  /** Of the content key wrapped by RSA; null: it is in front. */
  readonly key: string | null;
}

/** What of a message is encrypted. */
export type Level =
  /** Each chosen field is replaced by its ciphertext. */
  | {
      readonly level: "fields";
      readonly in: "body" | "query";
      /** JSON Pointers, or dotted paths in which `*` stands for every element. */
      readonly paths: readonly string[];
      /** Added to a field's name for its initialisation vector, where that has a field of its own. */
      readonly ivSuffix: string;
      /** Whether a field's text is encrypted as it is, or as JSON. */
      readonly valuesAs: "text" | "json";
    }
  /** The whole body is one ciphertext. */
  | { readonly level: "body"; readonly as: "text" }
  /** The whole body is a JSON object that carries one ciphertext. */
  | { readonly level: "body"; readonly as: "json"; readonly fields: EnvelopeFields };

export type Encryption<R> = Level & { readonly cipher: Cipher<R> };

export type Decryption<R> = Level & {
  /** Null: the request's. */
  readonly cipher: Cipher<R> | null;
  /** After a rotation of the key's secret its previous version still opens answers for so many days. */
  readonly previousVersionDays: number;
};

export const SIGNATURE_SCHEMES = ["strongroom", "standard-webhooks"] as const;
export type SignatureScheme = (typeof SIGNATURE_SCHEMES)[number];

/** HMAC-SHA256 over the time and the body as it is sent. */
export interface Signature<R> {
  readonly scheme: SignatureScheme;
  /** The header of the scheme `strongroom`; Standard Webhooks has its own three. */
  readonly header: string;
  readonly from: R;
  readonly reading: Exclude<KeyReading, "pem">;
}

/** The same configuration with every reference to a secret replaced; `replace` is told what it is used for, in words. */
export function mapReferences<A, B>(
  { headers, query, encryption, decryption, signature, ca, ...rest }: Configuration<A>,
  replace: (reference: A, path: string) => B,
): Configuration<B> {
  const filled = (kind: string) => (item: Filled<A>, at: number) => mapFilled(item, `${kind}.${at}`, replace);
  return {
    ...rest,
    headers: headers.map(filled("headers")),
    query: query.map(filled("query")),
    encryption: encryption && {
      ...encryption,
      cipher: mapCipher(encryption.cipher, "encryption.cipher", replace),
    },
    decryption: decryption && {
      ...decryption,
      cipher: decryption.cipher && mapCipher(decryption.cipher, "decryption.cipher", replace),
    },
    signature: signature && { ...signature, from: replace(signature.from, "signature.from") },
    ca: ca && replace(ca, "ca"),
  };
}

/** Every reference to a secret, in the order of the configuration, with the path that it stands at. */
export function referencesOf<R>(configuration: Configuration<R>): { reference: R; path: string }[] {
  const found: { reference: R; path: string }[] = [];
  mapReferences(configuration, (reference, path) => found.push({ reference, path }));
  return found;
}

/** The pools that a configuration draws from, each once. */
export function poolsIn<R extends { readonly pool?: string | undefined }>(
  configuration: Configuration<R>,
): string[] {
  return [...new Set(referencesOf(configuration).flatMap(({ reference }) => reference.pool ?? []))];
}

/** The connected apps whose tokens a configuration uses, each once. */
export function connectionsIn<R extends { readonly connection?: string | undefined }>(
  configuration: Configuration<R>,
): string[] {
  return [...new Set(referencesOf(configuration).flatMap(({ reference }) => reference.connection ?? []))];
}

function mapFilled<A, B>(
  { name, value }: Filled<A>,
  path: string,
  replace: (reference: A, path: string) => B,
): Filled<B> {
  if ("text" in value) return { name, value };
  return { name, value: { ...value, from: replace(value.from, `${path}.value.from`) } };
}

function mapCipher<A, B>(
  cipher: Cipher<A>,
  path: string,
  replace: (reference: A, path: string) => B,
): Cipher<B> {
  const { iv, key } = cipher;
  const { derivation } = key;
  return {
    ...cipher,
    iv: iv.from === "secret" ? { ...iv, iv: replace(iv.iv, `${path}.iv.iv`) } : iv,
    key: {
      ...key,
      from: replace(key.from, `${path}.key.from`),
      derivation: derivation && {
        ...derivation,
        salt: replace(derivation.salt, `${path}.key.derivation.salt`),
      },
    },
  };
}
