import { bytesOf } from "./percent.ts";

/** How a character is written by its code. */
export type Code = (char: string) => string;
export type Write = (text: string) => string;

export interface Escaping {
  /** These get a backslash before them. */
  readonly before?: string;
  /** The control characters that are written as a backslash and a letter, by their letters. */
  readonly letters?: string;
  /** How other control characters are written; as they are without it. */
  readonly code?: Code;
  /** These are written by their codes as well, or by `codedAs`. */
  readonly coded?: string;
  readonly codedAs?: Code;
  /** How what is not ASCII is written; as it is without it. */
  readonly wide?: Code;
}

const LETTERS: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  Z: "\x1a",
  e: "\x1b",
  E: "\x1b",
};
const CONTROLS = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code));

/** A way of writing text in which single characters are replaced: that of one kind of program. */
export function escaping(input: Escaping): Write {
  const { before = "", letters = "", code, coded = "", codedAs = code, wide } = input;
  const written = new Map<string, string>();
  if (code) for (const char of CONTROLS) written.set(char, code(char));
  if (codedAs) for (const char of coded) written.set(char, codedAs(char));
  for (const message of letters) written.set(LETTERS[message] ?? message, `\\${message}`);
  for (const char of before) written.set(char, `\\${char}`);
  const others = wide ? "\\u{80}-\\u{10ffff}" : "";
  const touched = new RegExp(`[${[...written.keys()].map(CODES.braces).join("")}${others}]`, "gu");
  return (text) => text.replace(touched, (char) => written.get(char) ?? wide?.(char) ?? char);
}

const lower = (text: string) => text;
const upper = (text: string) => text.toUpperCase();
const hex = (code: number, digits: number, cased: Write) => cased(code.toString(16).padStart(digits, "0"));
const codePoint = (char: string) => char.codePointAt(0) ?? 0;
const perByte = (write: (byte: number) => string) => (char: string) => [...bytesOf(char)].map(write).join("");

/** `\u00e9`, and a pair of them for what is beyond 16 bits. */
const unit = (cased: Write) => (char: string) =>
  Array.from({ length: char.length }, (_, i) => `\\u${hex(char.charCodeAt(i), 4, cased)}`).join("");
/** `\xe9`, `\u20ac` or `\U0001f600`, as short as can be; from `shortest` bits on. */
const sized = (cased: Write, shortest: 8 | 16) => (char: string) => {
  const code = codePoint(char);
  if (code <= 0xff && shortest === 8) return `\\x${hex(code, 2, cased)}`;
  return code <= 0xffff ? `\\u${hex(code, 4, cased)}` : `\\U${hex(code, 8, cased)}`;
};

/** The ways of writing a character by its code. */
export const CODES = {
  u: unit(lower),
  U: unit(upper),
  x: perByte((byte) => `\\x${hex(byte, 2, lower)}`),
  X: perByte((byte) => `\\x${hex(byte, 2, upper)}`),
  octal: perByte((byte) => `\\${byte.toString(8).padStart(3, "0")}`),
  python: sized(lower, 8),
  yaml: sized(upper, 8),
  go: sized(lower, 16),
  braces: (char: string) => `\\u{${codePoint(char).toString(16)}}`,
  perl: (char: string) => `\\x{${codePoint(char).toString(16)}}`,
  ruby: (char: string) =>
    codePoint(char) > 0xffff ? `\\u{${hex(codePoint(char), 1, upper)}}` : unit(upper)(char),
  decimal: (char: string) => `&#${codePoint(char)};`,
  entity: (char: string) => `&#x${hex(codePoint(char), 1, upper)};`,
  entityLower: (char: string) => `&#x${hex(codePoint(char), 1, lower)};`,
  equals: perByte((byte) => `=${hex(byte, 2, upper)}`),
} as const;
