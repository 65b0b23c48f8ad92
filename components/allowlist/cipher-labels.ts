import type { CipherMethod, Encoding, KeyReading } from "@/lib/allowlist/configuration/model";

export const METHOD_NAMES: Readonly<Record<CipherMethod, string>> = {
  "AES-256-GCM": "AES-256-GCM (recommended)",
  "AES-256-CBC": "AES-256-CBC with PKCS#7",
  "AES-128-GCM": "AES-128-GCM",
  "AES-128-CBC": "AES-128-CBC with PKCS#7",
  "RSA-OAEP-256": "RSA-OAEP-256 alone",
  "RSA-OAEP-256+A256GCM": "RSA-OAEP-256 + AES-256-GCM",
  "JWE dir+A256GCM": "JWE: dir + A256GCM",
  "JWE RSA-OAEP-256+A256GCM": "JWE: RSA-OAEP-256 + A256GCM",
};

export const ENCODING_NAMES: Readonly<Record<Encoding, string>> = {
  base64: "Base64",
  base64url: "Base64url, without padding",
  hex: "Hex",
};

export const READING_NAMES: Readonly<Record<KeyReading, string>> = {
  hex: "Hex",
  base64: "Base64",
  utf8: "UTF-8 text",
  pem: "PEM",
};

/** The same within a sentence. */
export const READING_LABELS: Readonly<Record<KeyReading, string>> = {
  hex: "hex",
  base64: "Base64",
  utf8: "UTF-8",
  pem: "PEM",
};

/** How the text of a secret becomes bytes, where a PEM makes no sense. */
export const RAW_READINGS = (["hex", "base64", "utf8"] as const).map((value) => ({
  value,
  label: READING_NAMES[value],
}));

export function optionsOf<V extends string>(names: Readonly<Record<V, string>>) {
  return Object.entries<string>(names).map(([value, label]) => ({ value, label }));
}
