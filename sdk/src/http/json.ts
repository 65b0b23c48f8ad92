import { failure } from "../errors.js";

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Readers of what the server answers: a field that is not what the API promises is an error, not `undefined` later on. */

export function recordIn(json: unknown): JsonRecord {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw unexpected("an object");
  return { ...json };
}

export function textIn(record: JsonRecord, field: string): string {
  const value = ownField(record, field);
  if (typeof value !== "string") throw unexpected(`text in ${field}`);
  return value;
}

export function numberIn(record: JsonRecord, field: string): number {
  const value = ownField(record, field);
  if (typeof value !== "number") throw unexpected(`a number in ${field}`);
  return value;
}

export function booleanIn(record: JsonRecord, field: string): boolean {
  const value = ownField(record, field);
  if (typeof value !== "boolean") throw unexpected(`true or false in ${field}`);
  return value;
}

export function oneOf<const T extends string>(record: JsonRecord, field: string, allowed: readonly T[]): T {
  const value = textIn(record, field);
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw unexpected(`one of ${allowed.join(", ")} in ${field}`);
  return found;
}

export function listIn<T>(record: JsonRecord, field: string, read: (item: unknown) => T): T[] {
  const value = ownField(record, field);
  if (!Array.isArray(value)) throw unexpected(`a list in ${field}`);
  return value.map(read);
}

export function orNull<T>(
  record: JsonRecord,
  field: string,
  read: (record: JsonRecord, field: string) => T,
): T | null {
  const value = ownField(record, field);
  return value === null || value === undefined ? null : read(record, field);
}

function ownField(record: JsonRecord, field: string): unknown {
  return Object.hasOwn(record, field) ? record[field] : undefined;
}

function unexpected(what: string) {
  const detail = `The server's answer lacks ${what}. It may be of a version that this library does not know.`;
  return failure("notStrongroom", detail);
}
