import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { runSql } from "../../server";
import { openFleet, prepareProgram } from "../program/instances";
import { openNetwork } from "../program/network";
import { ownPostgres } from "../program/own-postgres";
import { underWriters } from "../program/under-writers";
import { type Random, randomFor } from "../random";
import { tallyOf, times } from "../tally";

await prepareProgram();
let database = await ownPostgres();
const networks = [await openNetwork(database.url), await openNetwork(database.url)] as const;
/** The way of the test itself, so that it finds a database that has moved. */
const way = await openNetwork(database.url);
const fleet = await openFleet({ count: 2, databases: networks, database: way });

interface Kind {
  readonly kind: string;
  readonly long: number;
  readonly short: number;
  strike(random: Random): Promise<void>;
}

const SECONDS = 1_000;
const OTHERS = "pid <> pg_backend_pid() AND usename = 'strongroom'";
const TERMINATE = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${OTHERS}`;

/** Stops the database for a while. */
const stopping =
  (signal: "SIGINT" | "SIGQUIT" | "SIGKILL", seconds: number): Kind["strike"] =>
  async (random) => {
    await database.stop(signal);
    await sleep(random.between(0, seconds * SECONDS));
    await database.start();
  };

const KINDS: readonly Kind[] = [
  { kind: "the database is stopped and started", long: 20, short: 1, strike: stopping("SIGINT", 3) },
  { kind: "the database stops at once and is started", long: 15, short: 0, strike: stopping("SIGQUIT", 1) },
  { kind: "the database's machine restarts", long: 15, short: 0, strike: stopping("SIGKILL", 1) },
  { kind: "all connections are ended", long: 40, short: 1, strike: () => database.sql(TERMINATE) },
  {
    ...{ kind: "connections that listen are ended", long: 30, short: 0 },
    strike: () => database.sql(`${TERMINATE} AND query LIKE 'LISTEN%'`),
  },
  {
    ...{ kind: "the network drops all connections", long: 30, short: 1 },
    strike: async (random) => random.oneOf(networks).cut(),
  },
  {
    ...{ kind: "packets of open connections vanish", long: 12, short: 0 },
    strike: async (random) => random.oneOf(networks).silence(),
  },
  {
    ...{ kind: "all packets vanish for seconds", long: 10, short: 0 },
    strike: async (random) => {
      for (const network of networks) network.isSilent = true;
      await sleep(random.between(1, 10) * SECONDS);
      for (const network of networks) network.isSilent = false;
    },
  },
  {
    ...{ kind: "the database is slow", long: 10, short: 0 },
    strike: async (random) => {
      for (const network of networks) network.delayMs = random.between(20, 400);
      await sleep(2 * SECONDS);
      for (const network of networks) network.delayMs = 0;
    },
  },
  {
    ...{ kind: "the database is read-only", long: 10, short: 0 },
    strike: async (random) => {
      await database.sql("ALTER DATABASE strongroom SET default_transaction_read_only = on", TERMINATE);
      await sleep(random.between(500, 2_000));
      await database.sql("ALTER DATABASE strongroom RESET default_transaction_read_only");
    },
  },
  {
    ...{ kind: "the head of the audit log is locked for seconds", long: 8, short: 0 },
    strike: async (random) => {
      const seconds = random.between(1, 6);
      const lock = `BEGIN; LOCK TABLE audit_head IN EXCLUSIVE MODE; SELECT pg_sleep(${seconds}); COMMIT`;
      await runSql({ url: way.url }, lock);
    },
  },
  {
    ...{ kind: "the database fails over", long: 8, short: 0 },
    strike: async (random) => {
      const old = database;
      const other = await old.standby();
      await sleep(random.between(100, 600));
      await old.stop(random.oneOf(["SIGKILL", "SIGQUIT"]));
      await other.sql("SELECT pg_promote(true)");
      database = other;
      for (const network of [...networks, way]) network.port = other.port;
    },
  },
];

test.each(KINDS.filter(({ long, short }) => times(long, short) > 0))("$kind", async (one) => {
  const { kind, long, short, strike } = one;
  const [tally, random] = [tallyOf(kind), randomFor(kind)];
  await underWriters(fleet, { tally, random, rounds: times(long, short) }, () => strike(random));
  expect(tally.troubles()).toEqual([]);
});
