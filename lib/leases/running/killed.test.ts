import { fork } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { bundledProgram } from "@/test/forked";
import { columnsOf } from "@/test/security/stored-locations";
import { testLeases } from "../leases.fixture";
import { renewLease } from "./service";

const t = await testLeases();
const program = await bundledProgram("lib/leases/running/leasing-process.fixture.ts");

/** What passes on what is sent to the database, and to whom it may be said that it does not. */
async function between(
  pass: (statement: string) => boolean,
  answer: () => boolean,
  port = 0,
): Promise<Server> {
  const server = createServer((socket) => {
    const upstream = connect(t.postgres.port, "127.0.0.1");
    upstream.on("error", () => {}).on("data", (chunk) => answer() && socket.write(chunk));
    socket.on("error", () => {}).on("close", () => upstream.destroy());
    socket.on("data", (chunk) => pass(chunk.toString("latin1")) && upstream.write(chunk));
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${portOf(server)}`;
  await t.allow(host);
  return server;
}

const portOf = (server: Server) => Number(Reflect.get(Object(server.address()), "port"));
const through = (server: Server) => ({ port: portOf(server), tls: "none", ca: "" });

test.each([
  ["between the row and the user", "CREATE ROLE", false],
  ["between the user and the answer", "COMMIT", true],
])(
  "a process that is killed %s leaves no user",
  async (_when, statement, reaches) => {
    t.clock.set(new Date());
    const { text } = await t.keyOf(`killed at ${statement}`);
    const child = fork(program);
    const ended = once(child, "exit");
    await once(child, "message");
    let [isKilled, isOver] = [false, false];
    const proxy = await between(
      (sent) => {
        if (isOver || !sent.includes(statement)) return !isKilled;
        isKilled = true;
        if (!reaches) child.kill("SIGKILL");
        return reaches;
      },
      () => {
        if (isKilled) child.kill("SIGKILL");
        return !isKilled;
      },
    );
    const source = `killed-${statement.toLowerCase().replace(" ", "-")}`;
    await t.put(source, through(proxy));
    const { address } = t.database;
    child.send({ address, masterKey: t.masterKey, keyText: text, scope: t.scope, source });
    await ended;
    expect(isKilled).toBe(true);
    const row = await t.database.db.lease.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
    expect(row).toMatchObject({ madeAt: null, endedAt: null });
    [isKilled, isOver] = [false, true];
    // Nobody takes it from a process that may still live.
    await t.sweep();
    expect(await t.row(row.id)).toMatchObject({ endedAt: null });
    t.clock.set(new Date(Date.now() + 46_000));
    await t.sweep();
    expect(await t.users()).toEqual([]);
    expect(await t.row(row.id)).toMatchObject({ endReason: "abandoned", dueAt: null });
  },
  30_000,
);

test("a database that is away is asked again until it is back", async () => {
  t.clock.set(new Date());
  const proxy = await between(
    () => true,
    () => true,
  );
  await t.put("away", through(proxy));
  const key = await t.keyOf("away");
  const { id } = await t.lease(key, { source: "away", ttlSeconds: 60 });
  const port = portOf(proxy);
  await new Promise((resolve) => proxy.close(resolve));
  await expect(t.lease(key, { source: "away" })).rejects.toMatchObject({ code: "badGateway" });
  await expect(renewLease(key.ctx, id, {})).rejects.toMatchObject({ code: "badGateway" });
  t.later(61);
  await t.sweep();
  expect(await t.row(id)).toMatchObject({
    attempts: 1,
    error: expect.stringMatching(/ECONNREFUSED/),
  });
  await t.sweep();
  expect(await t.row(id)).toMatchObject({ attempts: 1 });
  await between(
    () => true,
    () => true,
    port,
  );
  t.later(11);
  await t.sweep();
  expect(await t.users()).toEqual([]);
});

test("leases that a clock made which ran ahead do not outlive its being set back", async () => {
  t.clock.set(new Date(Date.now() + 30 * 24 * 3_600_000));
  await t.lease(await t.keyOf("ahead", { expires: "365d" }));
  t.clock.set(new Date());
  await t.sweep();
  expect(await t.users()).toEqual([]);
});

test("of 40 leases whose holders went away, connected or not, two instances leave none, and end each once", async () => {
  t.clock.set(new Date());
  const key = await t.keyOf("gone");
  const leases = await Promise.all(Array.from({ length: 40 }, () => t.lease(key, { ttlSeconds: 60 })));
  for (const { values } of leases.slice(0, 5)) await t.connect(values);
  expect(await t.users()).toHaveLength(40);
  t.later(61);
  await Promise.all([t.sweep(), t.sweep()]);
  expect(await t.users()).toEqual([]);
  const detail = { contains: "sr_gone_" };
  expect(await t.database.db.auditEvent.count({ where: { action: "lease.ended", detail } })).toBe(40);
  const passwords = leases.map(({ values }) => values.password);
  for (const { name, bytes } of await columnsOf(t.ctx.pool))
    expect([name, passwords.filter((password) => bytes.includes(password))]).toEqual([name, []]);
  const log = await t.postgres.log();
  expect(log).toMatch(/CREATE ROLE/);
  expect(passwords.filter((password) => log.includes(password))).toEqual([]);
});
