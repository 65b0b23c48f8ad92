import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { verifyChain } from "@/lib/audit/service";
import { bundledProgram } from "@/test/forked";
import { testRotation } from "../rotation.fixture";
import { undoRotation } from "./service";
import { CLAIM_MS } from "./steps";

const t = await testRotation();
const { ctx, owner, database, service, masterKey } = t;

const program = await bundledProgram("lib/rotation/running/worker-process.fixture.ts");

async function worker(): Promise<{ readonly child: ChildProcess; readonly ended: Promise<unknown> }> {
  const child = fork(program);
  const ended = once(child, "exit");
  await once(child, "message");
  child.send({ address: database.address, masterKey });
  return { child, ended };
}

const values = async (name: string) => {
  const { id } = await database.db.secret.findFirstOrThrow({ where: { name } });
  return t.openAll(id);
};
const callsOf = (name: string) =>
  t.calls.filter(({ data }) => Reflect.get(Object(data.secret), "name") === name).map(({ type }) => type);

test.each(
  ["prepare", "set", "test", "revoke", "revert"].flatMap(
    (phase) =>
      [
        [phase, "before it is answered", 0],
        [phase, "when it is answered", 1],
        [phase, "soon after", 15],
      ] as const,
  ),
)(
  "a process that is killed in %s, %s, loses nothing, and another goes on",
  async (phase, _when, delayMs) => {
    const name = `KILLED_${phase}_${delayMs}`;
    t.clock.set(new Date());
    await t.byWebhook(name);
    const { id } = await t.start(name, phase === "revoke" ? "emergency" : "person");
    if (phase === "revert") {
      await t.run();
      await undoRotation(owner, id);
    }
    const { child, ended } = await worker();
    let kills = 0;
    service.answer = ({ type }, response) => {
      if (type !== `rotation.${phase}` || kills > 0) return response.end();
      kills += 1;
      if (delayMs === 0) return child.kill("SIGKILL");
      response.end();
      setTimeout(() => child.kill("SIGKILL"), delayMs - 1);
    };
    await ended;
    expect(kills).toBe(1);
    // Nobody takes it from a process that may still live.
    await t.run();
    t.clock.set(new Date(Date.now() + CLAIM_MS + 1_000));
    const state = phase === "revoke" ? "done" : phase === "revert" ? "undone" : "running";
    // The database may still be at what the process sent last, and holds the row until then.
    await expect
      .poll(async () => {
        await t.run();
        return t.now(name);
      })
      .toMatchObject({ id, state, toVersion: 2, error: null });
    const [first, second, third] = await values(name);
    expect([first, second === first, third]).toEqual([
      "hunter2hunter2",
      false,
      phase === "revert" ? "hunter2hunter2" : undefined,
    ]);
    const calls = callsOf(name).filter((type) => type === `rotation.${phase}`);
    expect(calls.length).toBeLessThanOrEqual(2);
    expect(await t.pending((await database.db.secret.findFirstOrThrow({ where: { name } })).id)).toBe(0);
  },
  60_000,
);

test("the log of all that verifies", async () => {
  expect(await verifyChain({ pool: ctx.pool, key: ctx.keys.derive("audit") })).toMatchObject({
    isIntact: true,
  });
});
