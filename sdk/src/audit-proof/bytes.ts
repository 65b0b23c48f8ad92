const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map([...DIGITS].map((digit, value) => [digit.charCodeAt(0), value]));
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes of standard base64 (RFC 4648, section 4) with its padding, or null: each sequence of bytes has one spelling. */
export function fromBase64(text: string): Uint8Array | null {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  if (text.length % 4 !== 0) return null;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let held = 0;
  let bits = 0;
  for (let from = 0, to = 0; from < text.length - padding; from++) {
    const value = VALUES.get(text.charCodeAt(from));
    if (value === undefined) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[to++] = held >> bits;
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : null;
}

/** The same for the hash of SHA-256. */
export function hashFrom(text: unknown): Uint8Array | null {
  const bytes = typeof text === "string" ? fromBase64(text) : null;
  return bytes?.length === 32 ? bytes : null;
}

/** Bytes as text, exactly, also a byte-order mark. Null when they are not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

/** A whole number from 0 on as formats of logs write it, in decimal without leading zeros. Null for anything else. */
export function wholeNumber(text: string | undefined): number | null {
  if (text === undefined || !/^(0|[1-9]\d{0,15})$/.test(text)) return null;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : null;
}
