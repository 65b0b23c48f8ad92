import type { CipherMethod } from "../configuration/model";

/** AES as one of the methods uses it. */
export interface Aes {
  readonly name: "aes-256-gcm" | "aes-256-cbc" | "aes-128-gcm" | "aes-128-cbc";
  readonly keyBytes: 16 | 32;
  readonly ivBytes: 12 | 16;
  /** 0 for CBC, which has none. */
  readonly tagBytes: 0 | 16;
}

interface Scheme {
  /** Null: RSA alone. */
  readonly aes: Aes | null;
  readonly isRsa: boolean;
  readonly isJwe: boolean;
}

const gcm256: Aes = { name: "aes-256-gcm", keyBytes: 32, ivBytes: 12, tagBytes: 16 };
const gcm128: Aes = { name: "aes-128-gcm", keyBytes: 16, ivBytes: 12, tagBytes: 16 };
const cbc256: Aes = { name: "aes-256-cbc", keyBytes: 32, ivBytes: 16, tagBytes: 0 };
const cbc128: Aes = { name: "aes-128-cbc", keyBytes: 16, ivBytes: 16, tagBytes: 0 };

/** What each method is made of. */
export const SCHEMES: Readonly<Record<CipherMethod, Scheme>> = {
  "AES-256-GCM": { aes: gcm256, isRsa: false, isJwe: false },
  "AES-256-CBC": { aes: cbc256, isRsa: false, isJwe: false },
  "AES-128-GCM": { aes: gcm128, isRsa: false, isJwe: false },
  "AES-128-CBC": { aes: cbc128, isRsa: false, isJwe: false },
  "RSA-OAEP-256": { aes: null, isRsa: true, isJwe: false },
  "RSA-OAEP-256+A256GCM": { aes: gcm256, isRsa: true, isJwe: false },
  "JWE dir+A256GCM": { aes: gcm256, isRsa: false, isJwe: true },
  "JWE RSA-OAEP-256+A256GCM": { aes: gcm256, isRsa: true, isJwe: true },
};

/** Whether the initialisation vector is ours to place: RSA alone has none, JWE has a place for it. */
export function hasOwnIv(method: CipherMethod): boolean {
  const { aes, isJwe } = SCHEMES[method];
  return aes !== null && !isJwe;
}

/** Whether what opens is what was sealed. CBC lets through what somebody changed or sealed under another key. */
export function isAuthenticated(method: CipherMethod): boolean {
  return SCHEMES[method].aes?.tagBytes !== 0;
}
