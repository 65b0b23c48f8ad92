import { counted } from "@/lib/counted";
import type { DetailValue } from "../model";

/** The detail of an event. A version of the program that is older or newer may have put anything into it. */
export type Detail = Readonly<Record<string, DetailValue>>;

/** What an event is called and says. Each text stands for itself whatever the detail holds. */
export interface Wording {
  /** For lists of events, without what it is about. */
  readonly label: string;
  /** What somebody did, without who did. */
  readonly sentence: (name: string, detail: Detail) => string;
  /** What else there is to know, line by line; an empty one is left out. */
  readonly details?: (detail: Detail) => readonly string[];
}

export type Maybe = DetailValue | undefined;

const NAMES_MAX = 50;

/** Any value as text: never empty, never `undefined` or `[object Object]`. */
export function shown(value: Maybe): string {
  if (value === undefined || value === null) return "–";
  if (value === "") return "(empty)";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return value.toLocaleString("en");
  if (typeof value === "string") return value;
  return isList(value) ? listed(value) : JSON.stringify(value);
}

/** The same, in quotation marks when somebody wrote it. */
export function quoted(value: Maybe): string {
  return typeof value === "string" && value !== "" ? `“${value}”` : shown(value);
}

/** What it was, and what it is. */
export function fromTo(from: Maybe, to: Maybe, text: (value: Maybe) => string = quoted): string {
  return `${text(from)} → ${text(to)}`;
}

/** A line with a label; none for what is not there. */
export function line(label: string, value: Maybe, text: (value: Maybe) => string = shown): string {
  return value === undefined || value === null || isEmptyList(value) ? "" : `${label}: ${text(value)}.`;
}

/** `3 sessions ended.`, or nothing for none. */
export function count(value: Maybe, noun: string, rest = ""): string {
  return typeof value === "number" && value > 0 ? `${counted(value, noun)}${rest}.` : "";
}

/** Names, or objects with a name and perhaps a version, with commas between them; the first 50. */
export function listed(value: Maybe): string {
  if (!isList(value)) return shown(value);
  const names = value.slice(0, NAMES_MAX).map(nameWithVersion).join(", ");
  const more = value.length - NAMES_MAX;
  return more > 0 ? `${names} and ${more.toLocaleString("en")} more` : names || "none";
}

/** One field of a value; undefined where there is none. */
export function fieldOf(value: Maybe, field: string): Maybe {
  return isObject(value) && Object.hasOwn(value, field) ? value[field] : undefined;
}

/** `wrong-password` as `Wrong password`. */
export function capital(value: Maybe): string {
  const text = shown(value).replaceAll("-", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The text of a code, or the code itself where this version of the program knows none. */
export function named(texts: Readonly<Record<string, string>>, code: Maybe): string {
  const key = shown(code);
  return Object.hasOwn(texts, key) ? (texts[key] ?? key) : key;
}

/** A number that an event has; 0 for anything else. */
export function numberOf(value: Maybe): number {
  return typeof value === "number" ? value : 0;
}

/** How many a list has; 0 for what is no list. */
export function sizeOf(value: Maybe): number {
  return isList(value) ? value.length : 0;
}

function nameWithVersion(item: DetailValue): string {
  const name = fieldOf(item, "name");
  if (name === undefined) return shown(item);
  const version = fieldOf(item, "version");
  return version === undefined ? shown(name) : `${shown(name)} (version ${shown(version)})`;
}

function isEmptyList(value: Maybe): boolean {
  return isList(value) && value.length === 0;
}

function isList(value: Maybe): value is readonly DetailValue[] {
  return Array.isArray(value);
}

function isObject(value: Maybe): value is { readonly [key: string]: DetailValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
