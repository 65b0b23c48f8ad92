import { fork } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { bundledProgram } from "@/test/forked";
import { testImports } from "./imports.fixture";
import { CLAIM_MS } from "./running/claim";

const t = await testImports();
const { database, masterKey, vault } = t;
const program = await bundledProgram("lib/imports/running/worker-process.fixture.ts");

/** 10,000 by hand: `IMPORT_ENTRIES=10000`. */
const ENTRIES = Number(process.env.IMPORT_ENTRIES ?? 240);

/** A process that works at imports until it is killed, when it asks for a path for the `nth` time. */
async function killedAt(path: string, nth: number): Promise<void> {
  const child = fork(program);
  const ended = once(child, "exit");
  await once(child, "message");
  let times = 0;
  vault.instead = (asked) => {
    if (asked.path === `secret/data/${path}` && asked.method === "GET" && ++times === nth)
      child.kill("SIGKILL");
    return null;
  };
  child.send({ address: database.address, masterKey });
  await ended;
  vault.instead = () => null;
  expect(times).toBe(nth);
  t.clock.set(new Date(Date.now() + CLAIM_MS + 1_000));
  await database.db.import.updateMany({ data: { claimedUntil: new Date(0) } });
}

test(
  "a process that is killed while it reads, and one while it stores, lose nothing, and nothing is stored twice",
  async () => {
    t.clock.set(new Date());
    const path = (n: number) => `killed/${String(n).padStart(5, "0")}`;
    for (let n = 0; n < ENTRIES; n += 1) vault.put(path(n), { value: `the value of ${n}` });
    const { id } = await t.start({ path: "killed", names: "KILLED_{path}" });
    const middle = path(Math.floor(ENTRIES / 2));
    await killedAt(middle, 1);
    const unread = (await t.seen(id)).unread;
    expect(unread).toBeGreaterThan(0);
    expect(unread).toBeLessThan(ENTRIES);
    await killedAt(middle, 2);
    const { counts } = await t.seen(id);
    expect(counts.created).toBeGreaterThan(0);
    expect(counts.new).toBeGreaterThan(0);
    while ((await t.seen(id)).state !== "done") await t.run();
    expect((await t.seen(id)).counts).toMatchObject({ created: ENTRIES, new: 0, refused: 0 });
    const ours = { startsWith: "KILLED_" };
    const versions = await database.db.secretVersion.count({ where: { secret: { name: ours } } });
    const created = await database.db.auditEvent.count({
      where: { action: "secret.created", targetName: ours },
    });
    expect([versions, created]).toEqual([ENTRIES, ENTRIES]);
  },
  ENTRIES * 100 + 60_000,
);
