import { createHash } from "node:crypto";

/** One share of a master key, as it stands on a recovery sheet. */
export interface Share {
  /** 8 hex digits that all shares of a sheet have. */
  readonly sheetId: string;
  /** The first 8 hex digits of the id of the master key. */
  readonly keyId: string;
  /** Counted from 1. */
  readonly number: number;
  /** How many there are. */
  readonly count: number;
  /** How many of them make the key. */
  readonly threshold: number;
  /** The values of the polynomials, and where they were taken. */
  readonly bytes: Uint8Array;
}

/** 32 signs without I, L, O and U; what is typed in their stead is understood. */
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const READ_AS: Readonly<Record<string, string>> = { I: "1", L: "1", O: "0" };
const VERSION = 1;
const ID_BYTES = 4;
const SHARE_BYTES = 33;
const CONTENT_BYTES = 4 + 2 * ID_BYTES + SHARE_BYTES;
const CHECKSUM_BYTES = 5;
const GROUP_SIGNS = 5;
const ROW_GROUPS = 5;
const GROUPS = ((CONTENT_BYTES + CHECKSUM_BYTES) * 8) / 5 / (GROUP_SIGNS - 1);
const SHARE_SIGNS = GROUPS * GROUP_SIGNS;
/** x⁵ + x² + 1 */
const POLYNOMIAL = 0b100101;

/** The groups of a share, in rows of five, as they are printed. Each group has four signs and one that checks them. */
export function rowsOfShare(share: Share): string[][] {
  const content = contentOf(share);
  const signs = toSigns(Buffer.concat([content, checksumOf(content)]));
  const groups = Array.from({ length: GROUPS }, (_, i) => {
    const four = signs.slice(i * 4, i * 4 + 4);
    return [...four, checkOf(four, i)].map((sign) => SIGNS[sign]).join("");
  });
  return Array.from({ length: GROUPS / ROW_GROUPS }, (_, i) =>
    groups.slice(i * ROW_GROUPS, (i + 1) * ROW_GROUPS),
  );
}

/** A share in one line. */
export function textOfShare(share: Share): string {
  return rowsOfShare(share).flat().join("-");
}

/** Reads a share that was typed: small letters, spaces, hyphens and line ends do not matter. Throws an Error that says where it is wrong. */
export function parseShare(text: string): Share {
  const typed = typedSigns(text);
  const wrong = wrongGroup(typed);
  if (wrong !== null) throw new Error(`${wrong} is typed wrong${lengthNote(typed)}`);
  if (typed.length !== SHARE_SIGNS) throw new Error(`a share has ${SHARE_SIGNS} signs${lengthNote(typed)}`);
  const signs = groupsIn(typed).flatMap((group) => valuesOf(group).slice(0, -1));
  const bytes = fromSigns(signs);
  const content = bytes.subarray(0, CONTENT_BYTES);
  if (!checksumOf(content).equals(bytes.subarray(CONTENT_BYTES)))
    throw new Error("several groups are typed wrong: compare every group with the sheet");
  return shareIn(content);
}

/** What is wrong with the start of a share, a row of it or several: null when all of it so far may be right. */
export function wrongRow(text: string): string | null {
  const typed = typedSigns(text);
  const wrong = wrongGroup(typed);
  if (wrong !== null) return `${wrong} is typed wrong`;
  return typed.length % (ROW_GROUPS * GROUP_SIGNS) === 0 ? null : "a row has five groups of five signs";
}

/** Whether so much was typed that nothing is missing. */
export function isWholeShare(text: string): boolean {
  return typedSigns(text).length >= SHARE_SIGNS;
}

function contentOf({ sheetId, keyId, number, count, threshold, bytes }: Share): Buffer {
  const ids = [sheetId, keyId].map((id) => Buffer.from(id, "hex"));
  return Buffer.concat([Buffer.from([VERSION, threshold, number, count]), ...ids, bytes]);
}

function shareIn(content: Buffer): Share {
  const [version, threshold = 0, number = 0, count = 0] = content;
  if (version !== VERSION) throw new Error("a newer version of Strongroom made this share");
  const ids = content.subarray(4, 4 + 2 * ID_BYTES).toString("hex");
  const [sheetId, keyId] = [ids.slice(0, 2 * ID_BYTES), ids.slice(2 * ID_BYTES)];
  return { sheetId, keyId, number, count, threshold, bytes: Uint8Array.from(content.subarray(-SHARE_BYTES)) };
}

/** What no other share has, and what a wrong group that fits by chance does not pass. */
function checksumOf(content: Buffer): Buffer {
  return createHash("sha256")
    .update("strongroom/share/v1")
    .update(content)
    .digest()
    .subarray(0, CHECKSUM_BYTES);
}

/**
 * A sum over the field of 32, in which each sign and the number of the group have a weight of their own: one wrong sign, two that
 * changed places, and a group in the place of another one are found for certain.
 */
function checkOf(four: readonly number[], index: number): number {
  return four.reduce((sum, sign, i) => sum ^ doubled(sign, i + 1), index);
}

function doubled(sign: number, times: number): number {
  const more = sign << 1;
  return times === 0 ? sign : doubled(more > 31 ? more ^ POLYNOMIAL : more, times - 1);
}

/** The first group that cannot be right, as people find it. */
function wrongGroup(typed: string): string | null {
  const groups = groupsIn(typed);
  const index = groups.findIndex((group, i) => i >= GROUPS || !isGroup(group, i));
  if (index === -1) return null;
  if (index >= GROUPS) return "what follows the last group";
  return `group ${(index % ROW_GROUPS) + 1} of row ${Math.floor(index / ROW_GROUPS) + 1}`;
}

function isGroup(group: string, index: number): boolean {
  const values = valuesOf(group);
  return (
    values.length === GROUP_SIGNS &&
    !values.includes(-1) &&
    checkOf(values.slice(0, -1), index) === values.at(-1)
  );
}

function lengthNote(typed: string): string {
  const missing = SHARE_SIGNS - typed.length;
  if (missing === 0) return "";
  return missing > 0 ? `, and ${missing} are missing` : `, and ${-missing} are too many`;
}

function groupsIn(typed: string): string[] {
  return typed.match(new RegExp(`.{1,${GROUP_SIGNS}}`, "gu")) ?? [];
}

function typedSigns(text: string): string {
  return text
    .toUpperCase()
    .replace(/[\s-]/g, "")
    .replace(/[ILO]/g, (sign) => READ_AS[sign] ?? sign);
}

/** -1 for what is no sign. */
function valuesOf(group: string): number[] {
  return [...group].map((sign) => SIGNS.indexOf(sign));
}

function toSigns(bytes: Buffer): number[] {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => Number.parseInt(five, 2));
}

function fromSigns(signs: readonly number[]): Buffer {
  const bits = signs.map((sign) => sign.toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
