import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeServer, KEY, startFakeServer } from "../../fake-server.fixture";
import { cli } from "../../shell.fixture";

let server: FakeServer;
let folder: string;
beforeEach(async () => {
  server = await startFakeServer();
  folder = mkdtempSync(join(tmpdir(), "strongroom-import-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

const run = (...args: string[]) =>
  cli(["import", ...args], { env: { STRONGROOM_API_KEY: KEY, STRONGROOM_URL: server.url }, folder });
const file = (document: unknown, name = "secrets.json") =>
  writeFileSync(join(folder, name), typeof document === "string" ? document : JSON.stringify(document));
const stored = () => Object.fromEntries([...server.secrets].map(([name, { value }]) => [name, value]));

describe("from a file", () => {
  test.each([
    ["a flat object", { A: "x", B: " y\n" }],
    ["what Doppler shows", { A: { computed: "x", note: "" }, B: { computed: " y\n" } }],
    [
      "what Infisical exports",
      [
        { key: "A", value: "x" },
        { key: "B", value: " y\n", comment: "" },
      ],
    ],
  ])("json takes %s", async (_, document) => {
    file(document);
    expect((await run("json", "secrets.json", "--yes")).code).toBe(0);
    expect(stored()).toEqual({ A: "x", B: " y\n" });
  });

  test("json refuses by name what is no text, and never repeats a value; with --skip-bad the rest is stored", async () => {
    file({
      A: "x",
      NESTED: { deep: "swordfish" },
      PORT: 1.5,
      LIST: ["swordfish"],
      "https://swordfish": "y",
      a: "z",
    });
    const refused = await run("json", "secrets.json", "--yes");
    expect([refused.code, server.requests]).toEqual([2, []]);
    for (const text of ["NESTED: this is no text", "PORT: this is a number", "LIST: this is no text"])
      expect(refused.notes).toContain(text);
    expect(refused.notes).toContain("entry 5: a name has only letters");
    expect(refused.notes).toContain("a: the same variable as A");
    expect(refused.notes + refused.output).not.toContain("swordfish");
    expect((await run("json", "secrets.json", "--yes", "--skip-bad")).code).toBe(0);
    expect(stored()).toEqual({ A: "x" });
  });

  test("--dry-run shows what is new and changed, and stores nothing", async () => {
    server.secrets.set("A", { value: "old", version: 4, description: "" });
    file({ A: "x", B: "y" });
    const { code, output } = await run("json", "secrets.json", "--dry-run");
    expect([code, output]).toEqual([0, "new version  A (has version 4)\nnew          B\n"]);
    expect(stored()).toEqual({ A: "old" });
  });

  test("what is more than a request takes goes in parts", async () => {
    file(Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`N${n}`, "v"])));
    expect((await run("json", "secrets.json", "--yes")).code).toBe(0);
    expect([server.requests.length, server.secrets.size]).toEqual([6, 2_001]);
  });

  test("dotenv reads as env push does; a file that is no JSON is refused", async () => {
    file("A='x'\n", ".env");
    expect((await run("dotenv", ".env", "--yes")).code).toBe(0);
    expect(stored()).toEqual({ A: "x" });
    expect(await run("json", ".env", "--yes")).toMatchObject({
      code: 2,
      notes: expect.stringContaining("not JSON"),
    });
  });
});

describe("from an external manager", () => {
  const asked = () => server.requests.map((request) => request.replace("/api/v1", ""));

  test("--dry-run shows what will become of each text, and leaves nothing behind", async () => {
    const { code, output, notes } = await run("vault", "--manager", "office", "--path", "app", "--dry-run");
    expect([code, output]).toEqual([
      0,
      "new      DB_A (app/db a)\nchanged  DB_B (app/db b)\nrefused  DB_C (app/db \ufffdc): This is no text.\n",
    ]);
    expect(notes).toContain("1 new, 1 changed, 0 same, 1 refused");
    expect(JSON.parse(server.bodies[0] ?? "")).toEqual({ manager: "office", path: "app", dryRun: true });
    expect(asked().at(-1)).toBe("DELETE /imports/planned");
  });

  test("--yes stores what was planned, and reports each refusal", async () => {
    const { code, notes } = await run("aws", "-m", "office", "--yes");
    expect(code).toBe(0);
    expect(asked()).toContain("POST /imports/planned/run");
    expect(notes).toContain("refused  DB_C");
    expect(notes).toContain("1 created, 1 replaced, 0 same, 1 refused, 0 waiting");
  });

  test("without a terminal it needs --yes, and without a manager nothing is asked", async () => {
    expect((await run("vault", "-m", "office")).code).toBe(2);
    expect((await run("vault")).code).toBe(2);
  });
});
