import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeServer, KEY, startFakeServer } from "../fake-server.fixture";
import { cli } from "../shell.fixture";

let server: FakeServer;
beforeEach(async () => {
  server = await startFakeServer();
});
afterEach(() => server.close());

const access = (...args: string[]) =>
  cli(["access", ...args], {
    env: { STRONGROOM_API_KEY: KEY, STRONGROOM_URL: server.url, XDG_CONFIG_HOME: "/nowhere" },
  });
const answers = (items: readonly object[]) => {
  server.reply = (res) =>
    res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ items, next: null }));
};

const target = { project: "shop", environment: "production", secret: null, pattern: "STRIPE_*" };
const grant = {
  ...{ id: "g-1", subject: { person: "kim@example.com" }, target, capability: "set" },
  ...{ expiresAt: "2027-01-01T00:00:00.000Z", createdBy: "ada@example.com" },
};
const wide = { ...target, environment: null, pattern: null };
const toGroup = {
  ...grant,
  id: "g-2\u001b[2J",
  subject: { group: "billing" },
  target: wide,
  expiresAt: null,
};

test("access shows who reaches a secret and by what, and nothing that a terminal would act on", async () => {
  answers([grant, toGroup]);
  const { code, output } = await access("STRIPE KEY", "-p", "shop", "-e", "production");
  expect(code).toBe(0);
  expect(server.requests).toEqual([
    "GET /api/v1/secrets/STRIPE%20KEY/access?project=shop&environment=production&limit=200",
  ]);
  const lines = output.trimEnd().split("\n");
  expect(lines[1]).toMatch(
    /^kim@example\.com +set +STRIPE_\* in shop\/production +2027-01-01T00:00:00\.000Z +ada@example\.com +g-1$/,
  );
  expect(lines[2]).toMatch(/^group billing +set +every secret in shop +ada@example\.com +g-2/);
  expect(output).not.toContain("\u001b");
});

test("access --json gives what the server says; nobody is said to be nobody", async () => {
  answers([grant]);
  expect(JSON.parse((await access("A", "--json")).output)).toEqual([grant]);
  answers([]);
  expect(await access("A")).toMatchObject({ code: 0, output: "", notes: expect.stringContaining("nobody") });
});
