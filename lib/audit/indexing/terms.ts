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

/** The terms of pairs, for those fields that have terms at all. */
export function pairsOf(terms: Terms): number[][] {
  const isUnpaired = terms.action?.includes(termOf("action", UNPAIRED));
  return PAIRS.flatMap(([a, b]) => {
    const [left, right] = [terms[a], terms[b]];
    if (!left || !right || (isUnpaired && a === "subject")) return [];
    return [left.flatMap((x) => right.map((y) => Math.imul(x, 0x9e3779b1) ^ y))];
  });
}

/** The terms of one event. */
export function termsOf(event: ChainEvent): number[] {
  const { action, actorId, actorLabel, secretId, projectId, environmentId, ip } = event;
  const texts: Readonly<Record<TermField, readonly (string | null)[]>> = {
    action: [action],
    actor: [actorId, actorLabel],
    subject: [secretId, ...namesIn(event)],
    project: [projectId],
    environment: [environmentId],
    ip: [ip],
  };
  const terms = Object.fromEntries(
    FIELDS.map((field) => [
      field,
      texts[field].flatMap((text) => (text === null ? [] : [termOf(field, text)])),
    ]),
  );
  return [...Object.values(terms), ...pairsOf(terms)].flat();
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
