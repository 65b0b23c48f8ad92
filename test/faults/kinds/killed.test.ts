import { expect, test } from "vitest";
import { killPostmaster, postmasterOf } from "../../scratch";
import { type Fleet, openFleet, prepareProgram } from "../program/instances";
import { underWriters } from "../program/under-writers";
import { type Random, randomFor } from "../random";
import { tallyOf, times } from "../tally";

await prepareProgram();

interface Kind {
  readonly kind: string;
  readonly instances: number;
  readonly long: number;
  readonly short: number;
  /** What happens; returns what has to be started again by whoever runs the program. */
  strike(fleet: Fleet, random: Random): Promise<void>;
}

/** As an init system starts again what has died. */
async function killAndStart({ instances }: Fleet, random: Random): Promise<void> {
  const instance = random.oneOf(instances);
  await instance.end("SIGKILL");
  await instance.start();
}

async function killBackend({ outside, dataDir }: Fleet, random: Random): Promise<void> {
  const { rows } = await outside.pool.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  );
  const postmaster = await postmasterOf(dataDir);
  if (rows.length > 0 && postmaster) process.kill(random.oneOf(rows).pid, "SIGKILL");
}

const KINDS: readonly Kind[] = [
  { kind: "the program is killed", instances: 1, long: 30, short: 1, strike: killAndStart },
  { kind: "one of two instances is killed", instances: 2, long: 15, short: 0, strike: killAndStart },
  { kind: "one of three instances is killed", instances: 3, long: 15, short: 0, strike: killAndStart },
  {
    ...{ kind: "the database is killed", instances: 1, long: 30, short: 0 },
    strike: async ({ dataDir }) => void (await killPostmaster(dataDir)),
  },
  {
    ...{ kind: "the database of two instances is killed", instances: 2, long: 15, short: 0 },
    strike: async ({ dataDir }) => void (await killPostmaster(dataDir)),
  },
  { kind: "a process of the database is killed", instances: 1, long: 30, short: 0, strike: killBackend },
  {
    ...{ kind: "program and database are killed", instances: 1, long: 20, short: 1 },
    strike: async (fleet, random) => {
      await killPostmaster(fleet.dataDir);
      await killAndStart(fleet, random);
    },
  },
  {
    ...{ kind: "all instances and the database are killed", instances: 3, long: 8, short: 0 },
    strike: async ({ dataDir, instances }) => {
      await killPostmaster(dataDir);
      await Promise.all(instances.map((instance) => instance.end("SIGKILL")));
      await Promise.all(instances.map((instance) => instance.start()));
    },
  },
  {
    ...{ kind: "one of two instances is stopped in order", instances: 2, long: 10, short: 0 },
    strike: async ({ instances }, random) => {
      const instance = random.oneOf(instances);
      await instance.end("SIGTERM");
      await instance.start();
    },
  },
];

const sizes = [...new Set(KINDS.filter(isWanted).map(({ instances }) => instances))];
const fleets = new Map<number, Fleet>();
for (const count of sizes) fleets.set(count, await openFleet({ count }));

function isWanted({ long, short }: Kind): boolean {
  return times(long, short) > 0;
}

test.each(KINDS.filter(isWanted))("$kind", async ({ kind, instances, long, short, strike }) => {
  const [tally, random] = [tallyOf(kind), randomFor(kind)];
  const fleet = fleets.get(instances);
  if (!fleet) throw new Error(`there are no ${instances} instances`);
  await underWriters(fleet, { tally, random, rounds: times(long, short) }, () => strike(fleet, random));
  expect(tally.troubles()).toEqual([]);
});
