import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeServer, KEY, startFakeServer } from "../../fake-server.fixture";
import { type Around, cli } from "../../shell.fixture";

let server: FakeServer;
beforeEach(async () => {
  server = await startFakeServer();
});
afterEach(() => server.close());

const secrets = (args: readonly string[], around: Around = {}) =>
  cli(["secrets", ...args], {
    env: { STRONGROOM_API_KEY: KEY, STRONGROOM_URL: server.url, XDG_CONFIG_HOME: "/nowhere" },
    ...around,
  });

describe("set", () => {
  test.each(["plain", "two\nlines", "ends\r\n\n", " spaces ", "é世界", "\ufeffmark"])(
    "keeps %j byte for byte",
    async (value) => {
      expect(await secrets(["set", "A"], { input: value })).toMatchObject({ code: 0, output: "" });
      expect(server.secrets.get("A")?.value).toBe(value);
    },
  );

  test("warns of the line end that echo adds, and drops it only when told", async () => {
    const { notes } = await secrets(["set", "A"], { input: "value\n" });
    expect(notes).toContain("--trim-newline");
    expect(server.secrets.get("A")?.value).toBe("value\n");
    await secrets(["set", "A", "--trim-newline"], { input: "value\n\n" });
    expect(server.secrets.get("A")?.value).toBe("value\n");
  });

  test("stores at the expected version alone", async () => {
    expect((await secrets(["set", "A", "--expect-version", "3"], { input: "v" })).code).toBe(0);
    expect(JSON.parse(server.bodies.at(-1) ?? "")).toMatchObject({ name: "A", expectedVersion: 3 });
    expect((await secrets(["set", "A", "--expect-version", "three"], { input: "v" })).code).toBe(2);
  });

  test("takes NAME=VALUE, with a warning, and never repeats a value", async () => {
    const { code, output, notes } = await secrets(["set", "A=sword=fish", "-d", "What for"]);
    expect([code, output]).toEqual([0, ""]);
    expect(notes).toContain("shell's history");
    expect(notes).not.toContain("sword");
    expect(server.secrets.get("A")).toEqual({ value: "sword=fish", version: 1, description: "What for" });
  });

  test("asks on a terminal without showing what is typed", async () => {
    const { code, output, notes } = await secrets(["set", "A"], { terminal: true, input: "swordfish\r" });
    expect(code).toBe(0);
    expect(notes).toContain("Value of A: ");
    expect(output + notes).not.toContain("swordfish");
    expect(server.secrets.get("A")?.value).toBe("swordfish");
  });

  test.each([
    ["A", new Uint8Array([0xff, 0xfe]), "not UTF-8"],
    ["A", "", "the value is empty"],
    ["A", "a\0b", "NUL"],
    ["A", "x".repeat(65_537), "65536 bytes"],
    ["A", "x".repeat(70_000), "longer than"],
    ["1A", "x", "begins with a letter"],
    ["strongroom_x", "x", "reserved"],
  ])("refuses what the server would, before it is asked: %j", async (name, input, reason) => {
    const { code, notes } = await secrets(["set", name], { input });
    expect([code, server.requests]).toEqual([2, []]);
    expect(notes).toContain(reason);
  });
});

test("list follows every page and cleans what a terminal would obey", async () => {
  for (const name of ["b", "c", "a"]) await secrets(["set", name, "-d", `of ${name}`], { input: "x" });
  server.secrets.set("d", { value: "x", version: 7, description: "\u001b]0;evil\u0007" });
  const { output } = await secrets(["ls"]);
  expect(output).toContain("NAME  VERSION");
  expect(output.match(/^\w/gm)?.join("")).toBe("Nabcd");
  expect(output).not.toContain("\u001b");
  const asJson = JSON.parse((await secrets(["list", "--json"])).output);
  expect(asJson.map(({ name }: { name: string }) => name)).toEqual(["a", "b", "c", "d"]);
});

test("exists prints true or false and exits with 0 or 1; a refusal is neither", async () => {
  await secrets(["set", "A"], { input: "x" });
  expect(await secrets(["exists", "A"])).toEqual({ code: 0, output: "true\n", notes: "" });
  expect(await secrets(["exists", "B"])).toEqual({ code: 1, output: "false\n", notes: "" });
  const env = { STRONGROOM_API_KEY: "sr_live_wrong", STRONGROOM_URL: server.url };
  expect(await secrets(["exists", "A"], { env })).toMatchObject({ code: 3, output: "" });
});

describe("get", () => {
  beforeEach(() => secrets(["set", "A"], { input: "no end of line" }));

  test("gives a pipe the exact bytes", async () => {
    expect(await secrets(["get", "A"])).toEqual({ code: 0, output: "no end of line", notes: "" });
  });

  test("gives a terminal nothing unless told, and does not even ask the server", async () => {
    const before = server.requests.length;
    const { code, output, notes } = await secrets(["get", "A"], { terminal: true });
    expect([code, output, server.requests.length]).toEqual([2, "", before]);
    expect(notes).toContain("--show");
    expect((await secrets(["get", "A", "--show"], { terminal: true })).output).toBe("no end of line\n");
  });

  test("takes the number of a version, and exits with 4 for what is not there", async () => {
    expect((await secrets(["get", "A", "--version", "1", "--json"])).output).toBe(
      '{"name":"A","value":"no end of line","version":1}\n',
    );
    expect((await secrets(["get", "A", "--version", "one"])).code).toBe(2);
    expect((await secrets(["get", "B"])).code).toBe(4);
  });
});

describe("delete", () => {
  beforeEach(() => secrets(["set", "A"], { input: "x" }));

  test("needs --yes where nobody can be asked", async () => {
    expect(await secrets(["delete", "A"])).toMatchObject({
      code: 2,
      notes: expect.stringContaining("--yes"),
    });
    expect(server.secrets.has("A")).toBe(true);
    expect((await secrets(["delete", "A", "--yes"])).code).toBe(0);
    expect(server.secrets.has("A")).toBe(false);
  });

  test("asks for the name on a terminal", async () => {
    expect((await secrets(["delete", "A"], { terminal: true, input: "B\r" })).code).toBe(1);
    expect(server.secrets.has("A")).toBe(true);
    expect((await secrets(["delete", "A"], { terminal: true, input: "A\r" })).code).toBe(0);
    expect(server.secrets.has("A")).toBe(false);
  });
});

test("history tells who did what, cleaned", async () => {
  await secrets(["set", "A"], { input: "x" });
  const { output } = await secrets(["history", "A"]);
  expect(output).toMatch(/secret\.created\s+me�\[31m\s+version: 1/);
});

test("a name is one part of an address, whatever is in it", async () => {
  await secrets(["exists", "../me?x=1#"]);
  expect(server.requests).toEqual(["HEAD /api/v1/secrets/..%2Fme%3Fx%3D1%23"]);
});
