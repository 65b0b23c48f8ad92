import { expect, it } from "vitest";
import { batch } from "./batch";

it("asks once for all that come in one turn, and once more for those that come meanwhile", async () => {
  const asked: number[][] = [];
  const ask = batch(async (keys: readonly number[]) => {
    asked.push([...keys]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return keys.map((key) => key * 10);
  });
  const first = [ask(1), ask(2)];
  await new Promise((resolve) => setTimeout(resolve, 5));
  const later = [ask(3), ask(4), ask(5)];
  expect(await Promise.all([...first, ...later])).toEqual([10, 20, 30, 40, 50]);
  expect(asked).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
});

it("asks for the same key once, and again for those who ask while it is looked up", async () => {
  const asked: string[][] = [];
  const ask = batch(async (keys: readonly string[]) => {
    asked.push([...keys]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return keys.map((key) => `${key} ${asked.length}`);
  });
  const first = [ask("a"), ask("b"), ask("a")];
  await new Promise((resolve) => setTimeout(resolve, 5));
  const later = [ask("a"), ask("a")];
  expect(await Promise.all([...first, ...later])).toEqual(["a 1", "b 1", "a 1", "a 2", "a 2"]);
  expect(asked).toEqual([["a", "b"], ["a"]]);
});

it("tells a failure to those whom it concerns, and goes on", async () => {
  let isBroken = true;
  const ask = batch(async (keys: readonly number[]) => {
    if (isBroken) throw new Error("away");
    return keys;
  });
  const outcomes = await Promise.allSettled([ask(1), ask(2)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  isBroken = false;
  expect(await ask(3)).toBe(3);
});
