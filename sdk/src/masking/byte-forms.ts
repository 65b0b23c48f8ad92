/** Where `base64`, PEM and `xxd -p` break their lines. */
const BASE64_LINES = [76, 64];
const HEX_LINE = 60;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Longer ones are not listed byte by byte by anybody. */
const LISTED_BYTES_MAX = 1_024;
/** What stands between the bytes when they are listed one by one: in hex, and as numbers. */
const HEX_SEPARATORS = [":", " "];
const NUMBER_SEPARATORS = [", ", ",", " "];

/**
 * The ways in which programs write bytes as text: base64, base64url, hex, hex with colons (OpenSSL) or blanks (Buffer of
 * Node), and lists of numbers (Go, Rust, JSON of a Buffer), these up to 1 KiB. Duplicates are allowed.
 */
export function byteForms(bytes: Uint8Array): string[] {
  const base64 = base64Forms(bytes);
  const pairs = Array.from(bytes, (byte) => HEX[byte] ?? "");
  const hex = pairs.join("");
  return [
    ...base64,
    ...base64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_")),
    ...BASE64_LINES.flatMap((width) => wrapped(base64[0] ?? "", width)),
    hex,
    hex.toUpperCase(),
    ...wrapped(hex, HEX_LINE),
    ...(bytes.length > LISTED_BYTES_MAX ? [] : listed(bytes, pairs)),
  ];
}

function listed(bytes: Uint8Array, pairs: readonly string[]): string[] {
  const [colons = "", ...others] = HEX_SEPARATORS.map((separator) => pairs.join(separator));
  const numbers = NUMBER_SEPARATORS.map((separator) => bytes.join(separator));
  return [colons, colons.toUpperCase(), ...others, ...numbers];
}

/**
 * Base64 (RFC 4648) of the bytes when they stand at each of the three alignments inside of other bytes. Each alignment
 * gives the characters that depend on these bytes alone, and the same up to the end of the data, with and without padding.
 * Up to four bits at either end share a character with a neighbour and stay. The first form is that of the beginning.
 */
function base64Forms(bytes: Uint8Array): string[] {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return [0, 1, 2].flatMap((before) => {
    const padded = btoa("\0".repeat(before) + binary);
    const whole = padded.replaceAll("=", "");
    const firstOwn = Math.ceil((before * 8) / 6);
    const lastOwn = Math.floor(((before + bytes.length) * 8) / 6);
    return [whole.slice(firstOwn, lastOwn), whole.slice(firstOwn), padded.slice(firstOwn)];
  });
}

function wrapped(text: string, width: number): string[] {
  if (text.length <= width) return [];
  const lines = Array.from({ length: Math.ceil(text.length / width) }, (_, i) =>
    text.slice(i * width, (i + 1) * width),
  );
  return [lines.join("\n"), lines.join("\r\n")];
}

/** UTF-16, with either end first. */
export function utf16Forms(text: string): Uint8Array[] {
  const little = new Uint8Array(text.length * 2);
  const big = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    little[i * 2] = unit & 0xff;
    little[i * 2 + 1] = unit >> 8;
    big[i * 2] = unit >> 8;
    big[i * 2 + 1] = unit & 0xff;
  }
  return [little, big];
}

/** ISO 8859-1, for a text that it can say and that is another in UTF-8. */
export function latin1Forms(text: string): Uint8Array[] {
  const isOther = /[\u0080-\u00ff]/.test(text) && !/[\u0100-\uffff]/.test(text);
  return isOther ? [Uint8Array.from(text, (char) => char.charCodeAt(0))] : [];
}
