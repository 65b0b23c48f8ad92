const encoder = new TextEncoder();
const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** A percent-encoding (RFC 3986) with upper case digits, in which letters, digits and `safe` stay as they are. */
export function percentEncoding(safe: string): (bytes: Uint8Array) => string {
  const kept = new Set(bytesOf(ALPHANUMERIC + safe));
  const codes = Array.from({ length: 256 }, (_, byte) =>
    kept.has(byte) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
  );
  return (bytes) => {
    let text = "";
    for (const byte of bytes) text += codes[byte] ?? "";
    return text;
  };
}
