import { expect, test } from "vitest";
import { emptyDatabase } from "../../database";
import { newInstance, openFleet, prepareProgram } from "../program/instances";
import { underWriters } from "../program/under-writers";
import { randomFor } from "../random";
import { statementProxy } from "../statement-proxy";
import { tallyOf, times } from "../tally";

await prepareProgram();

test("the program is killed while it makes or changes its tables and starts", async () => {
  const kind = "the program is killed while it starts";
  const [tally, random] = [tallyOf(kind), randomFor(kind)];
  for (let begun = 0; begun < times(3, 1); begun += 1) {
    const database = await emptyDatabase();
    const proxy = await statementProxy(database);
    const instance = await newInstance({
      STRONGROOM_MASTER_KEY: "5a".repeat(32),
      DATABASE_URL: proxy.address.url,
    });
    for (let kills = 0; kills < times(30, 2) && tally.hasTime(); kills += 1) {
      const strike = () => void process.kill(instance.pid, "SIGKILL");
      proxy.arm({ statement: random.between(1, 150), when: random.oneOf(["before", "after"]) }, strike);
      const isStarted = await instance.start().then(
        () => true,
        () => false,
      );
      if (proxy.disarm()) tally.inject();
      await instance.end("SIGKILL");
      if (isStarted) tally.told("done");
      else tally.told("unknown");
    }
    const env = { STRONGROOM_MASTER_KEY: "5a".repeat(32) };
    const fleet = await openFleet({ databases: [proxy.address], env });
    await underWriters(fleet, { tally, random, rounds: 0 }, async () => {});
  }
  expect(tally.troubles()).toEqual([]);
});
