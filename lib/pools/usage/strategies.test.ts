import { describe, expect, test } from "vitest";
import type { Strategy } from "../model";
import { type Candidate, openStrategies } from "./strategies";

const now = new Date(0);
const members = (...weights: number[]): Candidate[] =>
  weights.map((weight, i) => ({ secretId: "abcdefgh"[i] ?? "", weight, takenThisHour: 0 }));
const poolOf = (strategy: Strategy) => ({ id: "p", strategy });

/** The same numbers each time. */
function seeded(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

function picker(strategy: Strategy) {
  const taken = new Map<string, number>();
  const unwritten = ({ secretId }: { readonly secretId: string }) => taken.get(secretId) ?? 0;
  const pick = openStrategies({ random: seeded(), unwritten });
  const one = (of: readonly Candidate[], caller = "c") => {
    const secretId = pick({ pool: poolOf(strategy), caller, now }, of)?.secretId ?? "none";
    taken.set(secretId, (taken.get(secretId) ?? 0) + 1);
    return secretId;
  };
  return {
    one,
    taken,
    many: (of: readonly Candidate[], count: number) => Array.from({ length: count }, () => one(of)),
  };
}

describe("in turn", () => {
  test("each gets its share in every round, spread over the round", () => {
    const { many } = picker("roundRobin");
    expect(many(members(5, 1, 1), 14).join("")).toBe("aabacaaaabacaa");
  });

  test("a member that was out gets its turn again and no more, and callers who see others share the turns", () => {
    const { many, one, taken } = picker("roundRobin");
    const [a, b, c] = members(1, 1, 1);
    if (!a || !b || !c) throw new Error("three");
    expect(many([a, b], 100).filter((id) => id === "a")).toHaveLength(50);
    expect(many([a, b, c], 6).join("")).toBe("abcabc");
    for (let i = 0; i < 300; i += 1) {
      one([a, b]);
      one([b, c]);
    }
    const since = { a: 52, b: 52, c: 2 };
    for (const [id, share] of Object.entries({ a: 150, b: 300, c: 150 }))
      expect(taken.get(id)).toBe(share + since[id as keyof typeof since]);
  });
});

describe("least used", () => {
  test("comes to the weights, within two in a hundred", () => {
    const { many, taken } = picker("leastUsed");
    many(members(10, 5, 4, 1), 4_000);
    for (const [id, share] of Object.entries({ a: 0.5, b: 0.25, c: 0.2, d: 0.05 }))
      expect(Math.abs((taken.get(id) ?? 0) / 4_000 - share)).toBeLessThan(0.02);
  });

  test("what other instances have written counts too", () => {
    const { many, taken } = picker("leastUsed");
    const [a, b] = members(1, 1);
    if (!a || !b) throw new Error("two");
    many([{ ...a, takenThisHour: 100 }, b], 150);
    expect([taken.get("a"), taken.get("b")]).toEqual([25, 125]);
  });
});

describe("sticky", () => {
  const callers = Array.from({ length: 4_000 }, (_, i) => `caller-${i}`);

  test("gives a caller the same each time, on every instance, and callers to members by weight", () => {
    const [one, other] = [picker("sticky"), picker("sticky")];
    const of = members(3, 1);
    const first = callers.map((caller) => one.one(of, caller));
    expect(callers.map((caller) => other.one([...of].reverse(), caller))).toEqual(first);
    expect(Math.abs(first.filter((id) => id === "a").length / 4_000 - 0.75)).toBeLessThan(0.02);
  });

  test("one that goes out moves its own callers alone, evenly, and they come back with it", () => {
    const { one } = picker("sticky");
    const of = members(1, 1, 1, 1);
    const before = callers.map((caller) => one(of, caller));
    const without = callers.map((caller) => one(of.slice(1), caller));
    const moved = callers.filter((_, i) => before[i] !== without[i]);
    expect(moved).toEqual(callers.filter((_, i) => before[i] === "a"));
    const movedToB = callers.filter((_, i) => before[i] === "a" && without[i] === "b").length;
    expect(Math.abs(movedToB / moved.length - 1 / 3)).toBeLessThan(0.05);
    expect(callers.map((caller) => one(of, caller))).toEqual(before);
  });
});

test.each(["roundRobin", "leastUsed", "sticky"] as const)(
  "%s has nothing to give where nothing is left",
  (strategy) => {
    const { one } = picker(strategy);
    expect([one([]), one(members(1))]).toEqual(["none", "a"]);
  },
);
