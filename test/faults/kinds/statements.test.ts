import { expect, test } from "vitest";
import { OPERATIONS } from "../operations/all";
import { randomFor } from "../random";
import { type Fault, openScene, strikeEverywhere } from "../strike";
import { tallyOf } from "../tally";

const scene = await openScene();

const FAULTS: readonly Fault[] = ["connection lost", "program killed"];
const KINDS = OPERATIONS.flatMap((operation) =>
  FAULTS.map((fault) => ({ kind: `${fault} while ${operation.name}`, fault, operation })),
);

test.each(KINDS)("$kind, at every statement", async ({ kind, fault, operation }) => {
  const tally = tallyOf(kind);
  await strikeEverywhere(scene, operation, fault, { tally, random: randomFor(kind) });
  expect(tally.troubles()).toEqual([]);
  expect(tally.injected).toBeGreaterThan(0);
});
