import type { Plaintext } from "@/lib/crypto/plaintext";
import type { ReadSource } from "../external/model";

/** How many names one request for values may list. */
export const VALUE_NAMES_MAX = 500;
/** How many values one answer may hold when no names are listed. */
export const VALUES_MAX = 1_000;
/** How many bytes of values one answer may hold. */
export const VALUES_BYTES_MAX = 4 * 1_024 * 1_024;

/** Which value of a secret: the one that counts, the one before it, or the one that a rotation is about to make current. */
export const LABELS = ["current", "previous", "pending"] as const;
export type Label = (typeof LABELS)[number];

/** A value on its way out, already on record as disclosed. */
export interface RevealedSecret {
  readonly name: string;
  readonly version: number;
  readonly value: Plaintext;
  /** Of a value that lives in an external manager. */
  readonly source?: ReadSource | undefined;
}

/** What a request for many values comes to. */
export type ReadValues =
  | { readonly isChanged: false; readonly tag: string }
  | { readonly isChanged: true; readonly tag: string; readonly values: readonly RevealedSecret[] };
