import { crc32 } from "node:zlib";
import type { ChainEvent } from "../chain";
import type { DetailValue } from "../model";

/**
 * What an event can be found by. A term is a number of 32 bits made of one of these and its text: two texts may share one,
 * so what a term finds is looked at again.
 */
export type TermField = "action" | "actor" | "label" | "secret" | "project" | "environment" | "ip" | "name";

/** Fields of an event's detail that list secrets: names, or objects with a name. */
export const LISTS = ["secrets", "secretsAdded", "secretsRemoved"] as const;

/** Case is ignored where people type. */
export function termOf(field: TermField, text: string): number {
  return crc32(`${field} ${text.toLowerCase()}`) | 0;
}

/** The terms of one event. */
export function termsOf(event: ChainEvent): number[] {
  const fields: readonly (readonly [TermField, string | null])[] = [
    ["action", event.action],
    ["actor", event.actorId],
    ["label", event.actorLabel],
    ["secret", event.secretId],
    ["project", event.projectId],
    ["environment", event.environmentId],
    ["ip", event.ip],
    ["name", event.targetName],
  ];
  const own = fields.flatMap(([field, text]) => (text === null ? [] : [termOf(field, text)]));
  const listed = listedNames(JSON.parse(event.detail)).map((name) => termOf("name", name));
  return [...own, ...listed];
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
