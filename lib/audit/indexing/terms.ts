import { crc32 } from "node:zlib";
import type { ChainEvent } from "../chain";
import type { DetailValue } from "../model";

/**
 * What an event can be found by. A term is a number of 32 bits made of one of these and its text: two texts may share one,
 * so what a term finds is looked at again.
 */
export type TermField = (typeof FIELDS)[number];

/** `actor`: id and label. `subject`: the secret's id, and the names of what it is about. */
const FIELDS = ["action", "actor", "subject", "project", "environment", "ip"] as const;

/** What is looked for together has terms of its own: each alone would be in most blocks. */
const PAIRS = [
  ["actor", "action"],
  ["subject", "action"],
  ["environment", "action"],
] as const satisfies readonly (readonly [TermField, TermField])[];

/** Reads of many values list all of their names: too many for pairs, and looking for reads of a secret needs none. */
const UNPAIRED = "values.read";

/** Terms by field: those of an event, or those that a filter is satisfied with. */
export type Terms = Readonly<Partial<Record<TermField, readonly number[]>>>;

/** Fields of an event's detail that list secrets: names, or objects with a name. */
export const LISTS = ["secrets", "secretsAdded", "secretsRemoved"] as const;

/** Case is ignored where people type. */
export function termOf(field: TermField, text: string): number {
  return crc32(`${field} ${text.toLowerCase()}`) | 0;
}

/** The same few texts come again and again. */
const cached = new Map<string, number>();
const CACHED_MAX = 50_000;

function known(field: TermField, ...texts: readonly (string | null)[]): number[] {
  const terms: number[] = [];
  for (const text of texts) {
    if (text === null) continue;
    const key = `${field} ${text}`;
    const term = cached.get(key) ?? termOf(field, text);
    terms.push(term);
    if (cached.size >= CACHED_MAX) cached.clear();
    if (!cached.has(key)) cached.set(key, term);
  }
  return terms;
}

/** The terms of pairs, for those fields that have terms at all. */
export function pairsOf(terms: Terms): number[][] {
  const isUnpaired = terms.action?.includes(termOf("action", UNPAIRED));
  return PAIRS.flatMap(([a, b]) => {
    const [left, right] = [terms[a], terms[b]];
    if (!left || !right || (isUnpaired && a === "subject")) return [];
    return [left.flatMap((x) => right.map((y) => pairOf(x, y)))];
  });
}

function pairOf(left: number, right: number): number {
  return Math.imul(left, 0x9e3779b1) ^ right;
}

/** The terms of one event. Plain loops: every event goes through here when it is indexed, and when the log is verified. */
export function termsOf(event: ChainEvent): number[] {
  const own: Readonly<Record<TermField, number[]>> = {
    action: known("action", event.action),
    actor: known("actor", event.actorId, event.actorLabel),
    subject: known("subject", event.secretId, ...namesIn(event)),
    project: known("project", event.projectId),
    environment: known("environment", event.environmentId),
    ip: known("ip", event.ip),
  };
  const terms: number[] = [];
  for (const field of FIELDS) for (const term of own[field]) terms.push(term);
  for (const [a, b] of PAIRS) {
    if (a === "subject" && event.action === UNPAIRED) continue;
    for (const left of own[a]) for (const right of own[b]) terms.push(pairOf(left, right));
  }
  return terms;
}

/** The names of what an event is about. */
export function namesIn({ targetName, detail }: Pick<ChainEvent, "targetName" | "detail">): string[] {
  const listed = listedNames(JSON.parse(detail));
  return targetName === null ? listed : [targetName, ...listed];
}

/** The names of secrets that the detail of an event lists. */
export function listedNames(detail: Readonly<Record<string, DetailValue>>): string[] {
  return LISTS.flatMap((field) => {
    const list = detail[field];
    return Array.isArray(list) ? list.flatMap((item: DetailValue) => nameIn(item) ?? []) : [];
  });
}

/** The name of a secret in such a list. */
export function nameIn(item: DetailValue): string | null {
  if (typeof item === "string") return item;
  if (typeof item !== "object" || item === null || !("name" in item)) return null;
  return typeof item.name === "string" ? item.name : null;
}
