import { hash } from "node:crypto";
import type { Strategy } from "../model";
import type { MemberRef } from "./usage";

/** What a strategy looks at of a member. */
export interface Candidate {
  readonly secretId: string;
  readonly weight: number;
  /** How often it was taken in this hour, as far as that is written. */
  readonly takenThisHour: number;
}

export interface Asking {
  readonly pool: { readonly id: string; readonly strategy: Strategy };
  /** Who is to get the same member each time: for `sticky`. */
  readonly caller: string;
  readonly now: Date;
}

/** Picks one of the members that can be taken; null where there is none. */
export type PickMember = <M extends Candidate>(asking: Asking, members: readonly M[]) => M | null;

/** Pools whose turns are remembered; those that were silent longest are forgotten first. */
const POOLS_REMEMBERED = 1_000;

interface Options {
  readonly random: () => number;
  /** How often a member was taken in this hour, as far as that is not written yet. */
  readonly unwritten: (member: MemberRef, now: Date) => number;
}

/** The strategies, with what this instance remembers for them. */
export function openStrategies({ random, unwritten }: Options): PickMember {
  const turns = new Map<string, Map<string, number>>();
  const turnsOf = (poolId: string) => {
    const known = turns.get(poolId) ?? new Map<string, number>();
    turns.delete(poolId);
    turns.set(poolId, known);
    const [oldest] = turns.size > POOLS_REMEMBERED ? turns.keys() : [];
    if (oldest !== undefined) turns.delete(oldest);
    return known;
  };
  return ({ pool, caller, now }, members) => {
    const [first, second] = members;
    if (first === undefined || second === undefined) return first ?? null;
    switch (pool.strategy) {
      case "roundRobin":
        return inTurn(turnsOf(pool.id), members);
      case "leastUsed":
        return lessUsed(random, members, (member) => {
          const { secretId, takenThisHour, weight } = member;
          return (takenThisHour + unwritten({ poolId: pool.id, secretId }, now)) / weight;
        });
      case "sticky":
        return closest(caller, members);
    }
  };
}

/**
 * Smooth weighted round robin: of weights 3 and 1 comes a, a, b, a. Each gains its weight, and who has most pays for all, so that
 * the sum stays 0 whichever of the members a caller may see.
 */
function inTurn<M extends Candidate>(turns: Map<string, number>, members: readonly M[]): M | null {
  let picked: M | null = null;
  let most = Number.NEGATIVE_INFINITY;
  let total = 0;
  for (const member of members) {
    const credit = (turns.get(member.secretId) ?? 0) + member.weight;
    turns.set(member.secretId, credit);
    total += member.weight;
    if (credit > most) [picked, most] = [member, credit];
  }
  if (picked) turns.set(picked.secretId, most - total);
  return picked;
}

/**
 * The less used of two that are drawn: as even as looking at all of them, for practical purposes, but several instances that know
 * the same old counts do not all run to the same member.
 */
function lessUsed<M extends Candidate>(
  random: () => number,
  members: readonly M[],
  loadOf: (member: M) => number,
): M | null {
  const a = drawn(random, members);
  const b = drawn(
    random,
    members.filter((member) => member !== a),
  );
  if (!a || !b) return a;
  return loadOf(b) < loadOf(a) ? b : a;
}

/** One of the members, those of more weight more often. */
function drawn<M extends Candidate>(random: () => number, members: readonly M[]): M | null {
  let left = random() * members.reduce((sum, { weight }) => sum + weight, 0);
  for (const member of members) {
    left -= member.weight;
    if (left < 0) return member;
  }
  return members.at(-1) ?? null;
}

/**
 * Weighted rendezvous hashing: each caller has an order of all members, and gets the first that can be taken. So one that goes out
 * moves its own callers only, and they come back with it.
 */
function closest<M extends Candidate>(caller: string, members: readonly M[]): M | null {
  let picked: M | null = null;
  let best = Number.NEGATIVE_INFINITY;
  for (const member of members) {
    const score = -member.weight / Math.log(fraction(`${member.secretId}/${caller}`));
    if (score > best) [picked, best] = [member, score];
  }
  return picked;
}

/** A number above 0 and below 1 that follows from a text. */
function fraction(text: string): number {
  return (Number.parseInt(hash("sha256", text).slice(0, 12), 16) + 0.5) / 2 ** 48;
}
