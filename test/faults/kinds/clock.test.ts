import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { scratchDir } from "../../scratch";
import { openFleet, prepareProgram } from "../program/instances";
import { underWriters } from "../program/under-writers";
import { randomFor } from "../random";
import { tallyOf, times } from "../tally";

/** Debian's package faketime. */
const LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
const isThere = existsSync(LIBRARY) && times(1, 0) > 0;

const file = join(await scratchDir(), "clock");
const setClock = async (seconds: number) => {
  await writeFile(`${file}.new`, `${seconds < 0 ? "" : "+"}${seconds}`);
  await rename(`${file}.new`, file);
};

/** The clock of the program alone: that of the database stays, so the two differ as well. */
const CLOCK = {
  LD_PRELOAD: LIBRARY,
  FAKETIME_TIMESTAMP_FILE: file,
  FAKETIME_CACHE_DURATION: "1",
  FAKETIME_DONT_FAKE_MONOTONIC: "1",
  DONT_FAKE_MONOTONIC: "1",
};

await setClock(0);
const DAY_SECONDS = 86_400;

if (isThere) await prepareProgram();
const fleet = isThere ? await openFleet({ count: 2, env: CLOCK }) : null;

test.runIf(isThere).each([
  ["the clock is put back", -1],
  ["the clock is put forward", 1],
] as const)("%s", async (kind, sign) => {
  if (!fleet) return;
  const [tally, random] = [tallyOf(kind), randomFor(kind)];
  await underWriters(fleet, { tally, random, rounds: times(15, 0) }, async () => {
    await setClock(sign * random.oneOf([60, 3_600, DAY_SECONDS, 40 * DAY_SECONDS]) * random.between(1, 3));
    await sleep(2_500);
    if (random.next() < 0.5) await setClock(0);
  });
  await setClock(0);
  expect(tally.troubles()).toEqual([]);
});
