import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeServer, KEY, PERSONAL_KEY, startFakeServer } from "../fake-server.fixture";
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
  const asked = ["login", "--key", "--url", server.url, "--no-keychain"];
  const { code, output, notes } = await run(asked, { terminal: true, input: `${KEY}\r` });
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

const pending = { status: 400, json: { error: "authorization_pending" } };
const granted = { status: 200, json: { access_token: PERSONAL_KEY, token_type: "Bearer", expires_in: 60 } };

test("on a terminal it shows a code for the browser, waits, and keeps the personal key; signing out revokes it", async () => {
  server.polls.push(pending, pending, granted);
  const { code, output, notes } = await login({ terminal: true });
  expect([code, output]).toEqual([0, ""]);
  expect(notes).toContain(`open ${server.url}/device in a browser`);
  expect(notes).toContain("WDJB-MJHT");
  expect(notes).toContain("as kim@example.com (personal key laptop)");
  expect(notes).not.toContain(PERSONAL_KEY);
  expect(new URLSearchParams(server.bodies[0]).get("machine")).toBe(hostname());
  expect(readFileSync(file(), "utf8")).toContain(PERSONAL_KEY);
  expect((await run(["whoami"])).output).toMatch(
    /^person +kim@example\.com\nrole +member\nkey +laptop\nexpiresAt +2027-02-01T00:00:00\.000Z$/m,
  );
  expect((await run(["logout"])).notes).toContain("the key is revoked");
  expect(server.requests.at(-1)).toBe("DELETE /api/v1/me");
  expect(existsSync(file())).toBe(false);
});

test.each([
  ["access_denied", 3, "refused"],
  ["expired_token", 1, "in time"],
  ["invalid_grant", 1, "try again"],
])("a sign-in through the browser that ends with %s keeps nothing (%i)", async (error, code, said) => {
  server.polls.push({ status: 400, json: { error } });
  const ran = await run(["login", "--device", "--url", server.url, "--no-keychain"]);
  expect(ran).toMatchObject({ code, notes: expect.stringContaining(said) });
  expect(existsSync(file())).toBe(false);
});

test("signing out while the server is away forgets the key, and says that it was not revoked", async () => {
  server.polls.push(granted);
  await login({ terminal: true });
  await server.close();
  const { code, notes } = await run(["logout"]);
  expect([code, existsSync(file())]).toEqual([0, false]);
  expect(notes).toContain("could not be revoked");
  server = await startFakeServer();
});
