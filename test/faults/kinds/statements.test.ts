import { describe, expect, test } from "vitest";
import { OPERATIONS } from "../operations/all";
import { randomFor } from "../random";
import { type Fault, openScene, strikeEverywhere } from "../strike";
import { tallyOf } from "../tally";

const scene = await openScene();

describe.each<Fault>(["connection lost", "program killed"])("%s at every statement", (fault) => {
  test.each(OPERATIONS)("while $name", async (operation) => {
    const kind = `${fault} while ${operation.name}`;
    const tally = tallyOf(kind);
    await strikeEverywhere(scene, operation, fault, { tally, random: randomFor(kind) });
    expect(tally.troubles()).toEqual([]);
    expect(tally.injected).toBeGreaterThan(0);
  });
});
