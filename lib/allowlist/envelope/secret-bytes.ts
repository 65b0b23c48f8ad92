import type { Plaintext } from "@/lib/crypto/plaintext";
import type { KeyReading } from "../configuration/model";
import { decode } from "./encoding";
import { incompatible } from "./failures";

export type RawReading = Exclude<KeyReading, "pem">;

const WORDS = { hex: "hex", base64: "base64" } as const;

/**
 * The bytes that a secret's text stands for: nothing is trimmed or skipped. Base64 may be of either alphabet, with or
 * without padding. Throws an error about an incompatible secret that does not repeat the text.
 */
export function secretBytes(value: Plaintext, reading: RawReading): Buffer {
  if (reading === "utf8") return value.bytes();
  const text = value.reveal();
  const bytes = decode(text, reading) ?? (reading === "base64" ? decode(text, "base64url") : null);
  if (bytes) return bytes;
  throw incompatible(
    `This is not ${WORDS[reading]}${/\s/.test(text) ? ": it has blanks or line breaks" : ""}.`,
  );
}

/** The same, checked to be as long as it must be; `what` says of whom, as in "AES-256 needs 32 bytes". */
export function secretBytesOf(value: Plaintext, reading: RawReading, what: string, length: number): Buffer {
  const bytes = secretBytes(value, reading);
  if (bytes.length === length) return bytes;
  throw incompatible(
    `${what} needs ${length} bytes; this secret holds ${bytes.length.toLocaleString("en")}.`,
  );
}
