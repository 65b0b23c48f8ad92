const encoder = new TextEncoder();
const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** The bytes of a text in UTF-8, each as one character. */
export function binaryOf(text: string): string {
  return Array.from(bytesOf(text), (byte) => String.fromCharCode(byte)).join("");
}

/** A percent-encoding (RFC 3986) of bytes, with upper case digits, in which letters, digits and `safe` stay as they are. */
export function percentEncoding(safe: string): (binary: string) => string {
  const kept = new Set(ALPHANUMERIC + safe);
  const all = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
  const codes = new Map(all.filter((char) => !kept.has(char)).map((char) => [char, codeOf(char)]));
  const encoded = new RegExp(
    `[${[...codes.keys()].map((char) => `\\x${codeOf(char).slice(1)}`).join("")}]`,
    "g",
  );
  return (binary) => binary.replace(encoded, (char) => codes.get(char) ?? char);
}

function codeOf(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
