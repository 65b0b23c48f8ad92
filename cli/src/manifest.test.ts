import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findManifest, hopelessNames, parseManifest } from "./manifest";

const folder = mkdtempSync(join(tmpdir(), "strongroom-manifest-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("is found in a folder above, and says what is needed and where", () => {
  writeFileSync(
    join(folder, "strongroom.toml"),
    '[env]\nrequired = ["A"]\noptional = ["b.c"]\n[project]\nslug = "shop"\nenvironment = "staging"\n',
  );
  const below = join(folder, "a", "b");
  mkdirSync(below, { recursive: true });
  expect(findManifest(below)).toEqual({
    path: join(folder, "strongroom.toml"),
    required: ["A"],
    optional: ["b.c"],
    project: "shop",
    environment: "staging",
    triggers: [],
  });
});

test("triggers are read as the server takes them", () => {
  const text = `[[triggers]]
name = "deploy"
secret_env = "GITHUB_WEBHOOK_SECRET"
scheme = "github"
[[triggers]]
name = "own"
secret_env = "OWN"
scheme = "hmac"
header = "X-Sig"
timestamp_header = "X-Time"
`;
  expect(parseManifest("m", text).triggers).toEqual([
    { name: "deploy", secretEnv: "GITHUB_WEBHOOK_SECRET", scheme: "github" },
    { name: "own", secretEnv: "OWN", scheme: "hmac", hmac: { header: "X-Sig", timestampHeader: "X-Time" } },
  ]);
});

test("names longer than the store takes are read, and said to be hopeless", () => {
  const long = "N".repeat(200);
  const manifest = parseManifest("m", `[env]\nrequired = ["${long}", "OK"]\n`);
  expect(manifest.required).toEqual([long, "OK"]);
  expect(hopelessNames(manifest)).toEqual([{ name: long, reason: expect.stringContaining("200") }]);
});

test.each([
  ["[env\n", "m line 1: "],
  ['[env]\nrequire = ["A"]\n', "m: unknown env.require; known are env.required, env.optional"],
  ["[env]\nrequired = [1]\n", "m: env.required has to be a list of names"],
  ['[env]\nrequired = "A"\n', "m: env.required has to be a list of names"],
  ["env = 3\n", "m: [env] has to be a table"],
  ["[triggers]\nname = 3\n", "m: [[triggers]] have to be tables"],
  ['[[triggers]]\nname = "a"\n', "m: triggers.secret_env has to be text"],
  [
    '[[triggers]]\nsecret = "a"\n',
    "m: unknown triggers.secret; known are triggers.name, triggers.secret_env",
  ],
  ["[project]\nslug = 3\n", "m: project.slug has to be text"],
  ['[env]\nrequired = ["a-b"]\noptional = ["A_B"]\n', "m: a-b and A_B are the same variable"],
  ['"\\u001b[2J" = 1\n', "m: unknown �[2J; known are env, project"],
])("the error in %j is told", (text, message) => {
  expect(() => parseManifest("m", text)).toThrow(message);
});

test("a manifest of nothing asks for nothing", () => {
  expect(parseManifest("m", "")).toMatchObject({ required: [], optional: [], project: null });
});
