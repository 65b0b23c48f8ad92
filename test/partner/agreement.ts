/** What a partner was told of an endpoint, in its own words: nothing here comes from the product. */
export interface Agreement {
  readonly method: string;
  readonly encoding: "base64" | "base64url" | "hex";
  /** Bytes: always these, and never sent. */
  readonly iv: "in front" | "beside" | Buffer;
  readonly keys: PartnerKeys;
  readonly request: Part;
  readonly answer: Part;
  readonly signature: SignatureAgreement | null;
}

export interface PartnerKeys {
  /** For AES and JWE `dir`. */
  readonly shared: Buffer;
  /** PEM: opens requests under RSA. */
  readonly own: string;
  /** PEM: seals answers under RSA. */
  readonly theirs: string;
}

/** What of a message is encrypted. */
export type Part =
  | { readonly kind: "nothing" }
  | { readonly kind: "fields"; readonly steps: readonly (readonly string[])[]; readonly isJson: boolean }
  | { readonly kind: "query"; readonly names: readonly string[] }
  | { readonly kind: "text" }
  | {
      readonly kind: "json";
      readonly data: string;
      readonly iv: string;
      readonly tag?: string;
      readonly key?: string;
    };

export interface SignatureAgreement {
  readonly scheme: "strongroom" | "standard-webhooks";
  readonly key: Buffer;
  readonly header: string;
}

/** Added to a field's name for its initialisation vector. */
export const IV_SUFFIX = "_iv";
