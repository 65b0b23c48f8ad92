import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../random";
import type { Tally } from "../tally";
import { openChecks } from "./checks";
import type { Fleet } from "./instances";
import { startWriters } from "./writers";

interface Options {
  readonly tally: Tally;
  readonly random: Random;
  readonly rounds: number;
}

/** Strikes while clients write, at no moment in particular, and looks after each time at all that they were told. */
export async function underWriters(
  fleet: Fleet,
  { tally, random, rounds }: Options,
  strike: () => Promise<void>,
): Promise<void> {
  const check = await openChecks(fleet.outside, tally);
  const writers = startWriters(fleet, { tally, random });
  for (let round = 0; round < rounds && tally.hasTime(); round += 1) {
    await writers.untilDone(3);
    await sleep(random.between(0, 300));
    await strike();
    tally.inject();
    await fleet.recovers(tally);
    await check(writers.ledger);
  }
  await writers.untilDone(3);
  await writers.stop();
  await check(writers.ledger);
}
