import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeServer, KEY, startFakeServer } from "../fake-server.fixture";
import { type Around, cli } from "../shell.fixture";

let server: FakeServer;
let home: string;
beforeEach(async () => {
  server = await startFakeServer();
  home = mkdtempSync(join(tmpdir(), "strongroom-home-"));
});
afterEach(async () => {
  rmSync(home, { recursive: true });
  await server.close();
});

const env = () => ({ XDG_CONFIG_HOME: join(home, "config"), XDG_CACHE_HOME: join(home, "cache") });
const run = (args: readonly string[], around: Around = {}) => cli(args, { env: env(), ...around });
const login = (around: Around = { input: `${KEY}\n` }) =>
  run(["login", "--url", server.url, "--no-keychain"], around);
const file = () => join(home, "config", "strongroom", "login.json");

test("keeps a key from standard input, after trying it, where only its owner can read it", async () => {
  const { code, output, notes } = await login();
  expect([code, output]).toEqual([0, ""]);
  expect(notes).toContain(`signed in at ${server.url} as ci`);
  expect(notes).not.toContain(KEY);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readFileSync(file(), "utf8")).toContain(KEY);
  expect((await run(["whoami"])).output).toContain("permissions  secrets:read");
  expect(JSON.parse((await run(["me", "--json"])).output)).toMatchObject({ name: "ci" });
});

test("asks for it on a terminal without showing it", async () => {
  const { code, output, notes } = await login({ terminal: true, input: `${KEY}\r` });
  expect(code).toBe(0);
  expect(output + notes).not.toContain(KEY);
});

test("a key that the server refuses, or none, is not kept", async () => {
  expect((await login({ input: "sr_live_wrong" })).code).toBe(3);
  expect((await login({ input: "" })).code).toBe(2);
  expect(existsSync(file())).toBe(false);
});

test("without an address it asks for one; a server that is away is said (5)", async () => {
  expect((await run(["login"], { input: KEY })).code).toBe(2);
  await login();
  await server.close();
  expect((await login()).code).toBe(5);
  server = await startFakeServer();
});

test("signing out forgets key and kept values; then nothing is asked", async () => {
  await login();
  await run(["logout"]);
  expect(existsSync(file())).toBe(false);
  expect(await run(["secrets", "list"])).toMatchObject({
    code: 3,
    notes: expect.stringContaining("strongroom login"),
  });
});

test("a kept key that others could read is not used", async () => {
  await login();
  chmodSync(file(), 0o644);
  const before = server.requests.length;
  expect(await run(["whoami"])).toMatchObject({ code: 2, notes: expect.stringContaining("chmod 600") });
  expect(server.requests).toHaveLength(before);
});

test("a key is never taken as an argument", async () => {
  expect((await run(["login", "--url", server.url, KEY])).code).toBe(2);
  expect((await run(["login", "--key", KEY])).code).toBe(2);
});
