import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeServer, KEY, startFakeServer } from "../../fake-server.fixture";
import { cli } from "../../shell.fixture";

let server: FakeServer;
beforeEach(async () => {
  server = await startFakeServer();
  for (const name of ["A", "STUCK"]) server.secrets.set(name, { value: "v", version: 1, description: "" });
});
afterEach(() => server.close());

const run = (...args: string[]) =>
  cli(args, { env: { STRONGROOM_API_KEY: KEY, STRONGROOM_URL: server.url, XDG_CONFIG_HOME: "/nowhere" } });

test("rotate begins a rotation and prints its id, with or without grace time", async () => {
  expect(await run("rotate", "A")).toMatchObject({ code: 0, output: "A\n" });
  expect(JSON.parse(server.bodies.at(-1) ?? "")).toEqual({ emergency: false });
  expect(await run("rotate", "A", "--emergency", "--json")).toMatchObject({
    code: 0,
    output: '{"id":"A"}\n',
  });
  expect(JSON.parse(server.bodies.at(-1) ?? "")).toEqual({ emergency: true });
});

test("rotate --wait says which version is current, or exits with 1 and what went wrong", async () => {
  expect(await run("rotate", "A", "--now", "--wait")).toMatchObject({
    code: 0,
    output: "A is at version 2\n",
  });
  const stuck = await run("rotate", "STUCK", "--wait");
  expect(stuck).toMatchObject({ code: 1, output: "" });
  expect(stuck.notes).toContain("needs attention in the phase set: no");
  expect(stuck.notes).not.toContain("\u001b");
  expect((await run("rotate", "ABSENT")).code).toBe(4);
});

test("get takes a label in place of a version, and not both", async () => {
  expect((await run("secrets", "get", "A", "--label", "previous")).code).toBe(0);
  expect(JSON.parse(server.bodies.at(-1) ?? "")).toEqual({ label: "previous" });
  expect((await run("secrets", "get", "A", "--label", "newest")).code).toBe(2);
  expect((await run("secrets", "get", "A", "--label", "previous", "--version", "1")).code).toBe(2);
});
