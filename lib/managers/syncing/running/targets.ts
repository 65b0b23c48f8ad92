import { isChosen, type Spot, spotFor } from "../model";
import type { KnownEntry, SyncedSecret, SyncRow } from "../store";

export interface Target extends Spot {
  readonly secret: SyncedSecret;
}

/** What is to be at one path, and what is known of it. */
export interface PathTargets {
  readonly path: string;
  readonly targets: readonly Target[];
  readonly known: readonly KnownEntry[];
  /** Secrets that go nowhere, and why. */
  readonly refused: readonly (Target & { readonly reason: string })[];
}

/**
 * Where each chosen secret goes, by path, with what is known there from before. No two go to one place: their names are other variables,
 * and every template has a name in it.
 */
export function targetsOf(
  row: Pick<SyncRow, "configuration" | "project" | "environment">,
  secrets: readonly SyncedSecret[],
  known: readonly KnownEntry[],
  refusalOf: (secret: SyncedSecret) => string | null,
): PathTargets[] {
  const chosen = secrets.filter(({ name }) => isChosen(row.configuration, name));
  const all = chosen.map((secret) => {
    const spot = spotFor(row.configuration, row, secret.name);
    return { ...spot, secret, reason: refusalOf(secret) };
  });
  const byPath = grouped(all, ({ path }) => path);
  const knownByPath = grouped(known, ({ path }) => path);
  return [...new Set([...byPath.keys(), ...knownByPath.keys()])].sort().map((path) => {
    const here = byPath.get(path) ?? [];
    return {
      path,
      known: knownByPath.get(path) ?? [],
      targets: here.filter(({ reason }) => reason === null),
      refused: here.flatMap(({ reason, ...target }) => (reason === null ? [] : [{ ...target, reason }])),
    };
  });
}

/** `Map.groupBy`, which Node 20 has not. */
function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
