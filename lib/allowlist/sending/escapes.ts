/** Where what was read goes. */
interface Out {
  readonly bytes: Buffer;
  length: number;
}

/** Reads one character or escape at a place, and answers the place after it. */
export type Reading = (bytes: Buffer, at: number, out: Out) => number;

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const AND = 0x26;
const HASH = 0x23;
const EQUALS = 0x3d;
const PLUS = 0x2b;
const MINUS = 0x2d;
const SEMICOLON = 0x3b;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LF = 0x0a;
const CR = 0x0d;
const SMALL_X = 0x78;
const SMALL_U = 0x75;
const LARGE_U = 0x55;
const CONTROLS: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27 };
const AMP = Buffer.from("amp;");
const NAMED = [
  [Buffer.from("quot;"), 0x22],
  [Buffer.from("apos;"), 0x27],
  [Buffer.from("lt;"), 0x3c],
  [Buffer.from("gt;"), 0x3e],
] as const;
/** Read at once; what would follow is not read. */
const UTF7_RUN_MAX = 16 * 1_024;
const IS_BASE64 = Array.from({ length: 256 }, (_, byte) => /[A-Za-z0-9+/]/.test(String.fromCharCode(byte)));

/** Undoes an escape of JSON, programs, addresses or HTML, also one that was escaped again; leaves out zeros and line breaks. */
export const escapes: Reading = (bytes, at, out) => {
  const byte = bytes[at] ?? 0;
  if (byte === BACKSLASH) return backslash(bytes, at, out);
  if (byte === PERCENT) return percent(bytes, at, out);
  if (byte === AND) return entity(bytes, at, out);
  if (byte === 0 || byte === CR) return at + 1;
  if (byte !== LF) return put(out, byte, at + 1);
  let next = at + 1;
  while (bytes[next] === 0x20 || bytes[next] === 0x09) next += 1;
  return next;
};

/** Undoes `=3D` and soft line breaks (RFC 2045, section 6.7). */
export const quotedPrintable: Reading = (bytes, at, out) => {
  const byte = bytes[at] ?? 0;
  if (byte !== EQUALS) return put(out, byte, at + 1);
  if (bytes[at + 1] === LF) return at + 2;
  if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  const code = hex(bytes, at + 1, 2);
  return code === null ? put(out, byte, at + 1) : put(out, code, at + 3);
};

/** Undoes `+AHM-` (RFC 2152). */
export const utf7: Reading = (bytes, at, out) => {
  const byte = bytes[at] ?? 0;
  if (byte !== PLUS) return put(out, byte, at + 1);
  if (bytes[at + 1] === MINUS) return put(out, PLUS, at + 2);
  let end = at + 1;
  while (end <= at + UTF7_RUN_MAX && IS_BASE64[bytes[end] ?? 0]) end += 1;
  const units = Buffer.from(bytes.toString("latin1", at + 1, end), "base64");
  for (let i = 0; i + 1 < units.length; i += 2) putText(out, units.readUInt16BE(i));
  return bytes[end] === MINUS ? end + 1 : end;
};

function backslash(bytes: Buffer, from: number, out: Out): number {
  let at = from;
  while (bytes[at] === BACKSLASH) at += 1;
  if (at === bytes.length) return at;
  const after = codeAfter(bytes, at, out) ?? octal(bytes, at, out);
  if (after !== null) return after;
  const message = bytes[at] ?? 0;
  return put(out, CONTROLS[String.fromCharCode(message)] ?? message, at + 1);
}

/** What follows `\u`, `\U` or `\x`, with or without braces; null without a code. */
function codeAfter(bytes: Buffer, at: number, out: Out): number | null {
  const message = bytes[at];
  if (message !== SMALL_U && message !== LARGE_U && message !== SMALL_X) return null;
  if (bytes[at + 1] === OPEN) {
    let end = at + 2;
    while (end < at + 8 && digit(bytes[end]) < 16) end += 1;
    const code = bytes[end] === CLOSE ? hex(bytes, at + 2, end - at - 2) : null;
    return code === null ? null : putText(out, code, end + 1);
  }
  const digits = message === SMALL_U ? 4 : message === SMALL_X ? 2 : 8;
  const code = hex(bytes, at + 1, digits);
  if (code === null) return null;
  return message === SMALL_X ? put(out, code, at + 3) : putText(out, code, at + 1 + digits);
}

function octal(bytes: Buffer, at: number, out: Out): number | null {
  let end = at;
  let code = 0;
  for (; end < at + 3 && digit(bytes[end]) < 8; end += 1) code = code * 8 + digit(bytes[end]);
  return end === at ? null : put(out, code & 0xff, end);
}

function percent(bytes: Buffer, from: number, out: Out): number {
  let at = from + 1;
  while (bytes[at] === 0x32 && bytes[at + 1] === 0x35 && hex(bytes, at + 2, 2) !== null) at += 2;
  const unit = bytes[at] === SMALL_U ? hex(bytes, at + 1, 4) : null;
  if (unit !== null) return putText(out, unit, at + 5);
  const code = hex(bytes, at, 2);
  return code === null ? put(out, PERCENT, from + 1) : put(out, code, at + 2);
}

function entity(bytes: Buffer, from: number, out: Out): number {
  let at = from + 1;
  while (follows(bytes, at, AMP)) at += AMP.length;
  if (bytes[at] === HASH) {
    const isHex = ((bytes[at + 1] ?? 0) | 0x20) === SMALL_X;
    const base = isHex ? 16 : 10;
    const begin = isHex ? at + 2 : at + 1;
    let end = begin;
    let code = 0;
    for (; end < begin + 7 && digit(bytes[end]) < base; end += 1) code = code * base + digit(bytes[end]);
    if (end > begin && code <= 0x10ffff) return putText(out, code, bytes[end] === SEMICOLON ? end + 1 : end);
  }
  const named = NAMED.find(([name]) => follows(bytes, at, name));
  return named ? put(out, named[1], at + named[0].length) : put(out, AND, at);
}

function follows(bytes: Buffer, at: number, text: Buffer): boolean {
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text[i]) return false;
  return true;
}

function put(out: Out, byte: number, next: number): number {
  out.bytes[out.length] = byte;
  out.length += 1;
  return next;
}

/** A code point, or half of one: the second half takes the place of the first. */
function putText(out: Out, code: number, next = 0): number {
  const { bytes, length } = out;
  const isLow = code >= 0xdc00 && code <= 0xdfff;
  const before = length >= 3 && bytes[length - 3] === 0xed ? highBefore(bytes, length) : null;
  if (isLow && before !== null) {
    out.length -= 3;
    const whole = String.fromCodePoint(0x10000 + ((before - 0xd800) << 10) + (code - 0xdc00));
    out.length += out.bytes.write(whole, out.length, "utf8");
  } else if (code >= 0xd800 && code <= 0xdfff) {
    for (const byte of [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)])
      put(out, byte, 0);
  } else {
    out.length += out.bytes.write(String.fromCodePoint(code), out.length, "utf8");
  }
  return next;
}

function highBefore(bytes: Buffer, length: number): number | null {
  const code = 0xd000 | (((bytes[length - 2] ?? 0) & 0x3f) << 6) | ((bytes[length - 1] ?? 0) & 0x3f);
  return code >= 0xd800 && code <= 0xdbff ? code : null;
}

function hex(bytes: Buffer, at: number, digits: number): number | null {
  let code = 0;
  for (let i = 0; i < digits; i += 1) {
    const value = digit(bytes[at + i]);
    if (value > 15) return null;
    code = code * 16 + value;
  }
  return code <= 0x10ffff ? code : null;
}

/** The value of a digit up to F, 99 for what is none. */
function digit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const message = byte | 0x20;
  return message >= 0x61 && message <= 0x66 ? message - 0x57 : 99;
}
