import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeServer, KEY, startFakeServer } from "../../fake-server.fixture";
import { type Around, cli } from "../../shell.fixture";

let server: FakeServer;
let folder: string;
beforeEach(async () => {
  server = await startFakeServer();
  folder = mkdtempSync(join(tmpdir(), "strongroom-env-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

const env = (args: readonly string[], around: Around = {}) =>
  cli(["env", ...args], { env: { STRONGROOM_API_KEY: KEY, STRONGROOM_URL: server.url }, folder, ...around });
const file = (text: string | Uint8Array, name = ".env") => writeFileSync(join(folder, name), text);
const have = (name: string, value: string, version = 1) =>
  server.secrets.set(name, { value, version, description: "" });
const changes = () => server.requests.filter((request) => !request.startsWith("GET"));

describe("push", () => {
  test("names a bad line 37, and stores nothing unless bad lines are to be skipped", async () => {
    file(`${Array.from({ length: 36 }, (_, n) => `N${n}=v${n}`).join("\n")}\nsword fish\nLAST=x\n`);
    const refused = await env(["push", ".env", "--yes"]);
    expect([refused.code, server.requests]).toEqual([2, []]);
    expect(refused.notes).toContain(".env line 37: this line is not NAME=value");
    expect(refused.notes).not.toContain("fish");
    const skipped = await env(["push", ".env", "--yes", "--skip-bad"]);
    expect([skipped.code, server.secrets.size]).toEqual([0, 37]);
    expect(skipped.notes).toContain("line 37");
  });

  test("shows what would change before anything does, and no value", async () => {
    have("payment-key", "old", 4);
    file("PAYMENT_KEY=swordfish\nNEW=swordfish2\n");
    const { code, output, notes } = await env(["push", ".env", "--dry-run"]);
    expect([code, output]).toEqual([0, "new version  payment-key (has version 4)\nnew          NEW\n"]);
    expect(output + notes).not.toContain("swordfish");
    expect(changes()).toEqual(["POST /api/v1/secrets/import"]);
    expect(server.secrets.get("payment-key")).toMatchObject({ value: "old", version: 4 });
  });

  test("warns of each value that is not as it is written, and never repeats it", async () => {
    file('PW=sword#fish\nCUT=sword #fish\nB="{\\"a\\":1}"\n');
    const { notes } = await env(["push", ".env", "--yes"]);
    expect([...server.secrets].map(([name, { value }]) => [name, value])).toEqual([
      ["PW", "sword#fish"],
      ["CUT", "sword"],
      ["B", '{"a":1}'],
    ]);
    expect(notes).toContain("warning: .env line 1: the # is part of the value");
    expect(notes).toContain("warning: .env line 2: what follows the # is taken for a comment");
    expect(notes).toContain("warning: .env line 3: escapes");
    expect(notes).not.toContain("sword");
  });

  test("asks on a terminal; without one it needs --yes", async () => {
    file("A=1\n");
    expect((await env(["push", ".env"])).code).toBe(2);
    expect((await env(["push", ".env"], { terminal: true, input: "n\r" })).code).toBe(1);
    expect(server.secrets.size).toBe(0);
    expect((await env(["push", ".env"], { terminal: true, input: "y\r" })).code).toBe(0);
    expect(server.secrets.get("A")?.value).toBe("1");
  });

  test("tells of each line what came of it; the same file again changes nothing", async () => {
    file('A=1\nexport B="two\\nlines" # why\n');
    const first = await env(["push", ".env", "--yes"]);
    expect(first.notes).toContain("line 1: A is stored as version 1");
    expect(server.secrets.get("B")?.value).toBe("two\nlines");
    expect((await env(["push", ".env", "--yes"])).notes).toContain("line 2: B has this value already");
    expect(server.secrets.get("A")?.version).toBe(1);
  });

  test("a line that the server refuses is named, and nothing is stored", async () => {
    file("A=1\n\nREFUSED=2\nB=3\n");
    const { code, notes } = await env(["push", ".env", "--yes"]);
    expect([code, server.secrets.size]).toEqual([2, 0]);
    expect(notes).toContain("line 3: REFUSED: This name is taken here.");
    expect(notes).toContain("nothing of this was stored");
  });

  test("sends all lines in one request, after one for the preview", async () => {
    file(Array.from({ length: 300 }, (_, n) => `N${n}=v${n}`).join("\n"));
    expect((await env(["push", ".env", "--yes"])).code).toBe(0);
    expect([server.requests.length, server.secrets.size]).toEqual([2, 300]);
  });

  test("reads standard input, and refuses what is no text or not there", async () => {
    expect((await env(["push", "-", "--yes"], { input: "A=1\n" })).code).toBe(0);
    file(new Uint8Array([0x41, 0x3d, 0xff]));
    expect(await env(["push", ".env", "--yes"])).toMatchObject({
      code: 2,
      notes: expect.stringContaining("UTF-8"),
    });
    expect((await env(["push", "absent", "--yes"])).code).toBe(2);
    file("# nothing\n");
    expect((await env(["push", ".env", "--yes"])).code).toBe(2);
  });
});

describe("check", () => {
  beforeEach(() => {
    have("SET", "x");
    have("spelled-otherwise", "x");
  });

  test("tells set, missing and hopeless names, and exits with 1 when a required one is missing", async () => {
    const long = "L".repeat(130);
    file(
      `[env]\nrequired = ["SET", "SPELLED_OTHERWISE", "SHARED", "ABSENT"]\noptional = ["MAYBE", "${long}"]\n`,
      "strongroom.toml",
    );
    const { code, output } = await env(["check"]);
    expect(code).toBe(1);
    expect(output.split("\n").slice(0, 5)).toEqual([
      "set      required  SET",
      "set      required  SPELLED_OTHERWISE",
      "set      required  SHARED",
      "missing  required  ABSENT",
      "not set  optional  MAYBE",
    ]);
    expect(output).toContain(`${long}: can never get a value, a name has at most 128 characters`);
    const { names } = JSON.parse((await env(["check", "--json"])).output);
    expect(names[3]).toEqual({ name: "ABSENT", isRequired: true, isSet: false, mistake: null });
  });

  test("tells connected apps from those that have to be connected", async () => {
    const names = '"SET", "connection:github", "connection:crm", "connection:none"';
    file(`[env]\nrequired = [${names}]\n`, "strongroom.toml");
    const { code, output } = await env(["check"]);
    expect(code).toBe(1);
    expect(output.split("\n").slice(0, 4)).toEqual([
      "set      required  SET",
      "set      required  connection:github",
      "missing  required  connection:crm",
      "missing  required  connection:none",
    ]);
  });

  test("exits with 0 when all that is required is set, and asks where the manifest says", async () => {
    file(
      '[env]\nrequired = ["SET"]\noptional = ["X"]\n[project]\nslug = "shop"\nenvironment = "staging"\n',
      "strongroom.toml",
    );
    expect((await env(["check"])).code).toBe(0);
    expect(server.requests[0]).toContain("project=shop&environment=staging");
    await env(["check", "-e", "production"]);
    expect(server.requests.at(-1)).toContain("project=shop&environment=production");
  });

  test("--declare tells the server; without a manifest there is nothing to check", async () => {
    expect(await env(["check"])).toMatchObject({
      code: 2,
      notes: expect.stringContaining("no strongroom.toml"),
    });
    file('[env]\nrequired = ["SET"]\n', "strongroom.toml");
    await env(["check"]);
    expect(changes()).toEqual([]);
    expect((await env(["check", "--declare"])).code).toBe(0);
    expect(changes()).toEqual(["PUT /api/v1/declarations"]);
  });
});
