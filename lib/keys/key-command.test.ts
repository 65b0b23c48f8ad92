import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newMasterKeyText, parseMasterKey } from "@/lib/crypto/master-key";
import { keyFromCommand } from "./key-command";
import { loadMasterKeys } from "./source";

const root = await mkdtemp(join(tmpdir(), "strongroom-key-command-"));
afterAll(() => rm(root, { recursive: true }));

const HEX = newMasterKeyText();
const ID = parseMasterKey(HEX, "test").id;
const run = (command: string, timeoutMs = 10_000) =>
  keyFromCommand(command, "THE_COMMAND", { timeoutMs }).then(
    ({ id }) => id,
    (error: Error) => error.message,
  );

test("a command that prints the key gives it, with a line end or without, also over a pipe", async () => {
  expect(await run(`echo ${HEX}`)).toBe(ID);
  expect(await run(`printf '${HEX}\\r\\n'`)).toBe(ID);
  expect(await run(`printf ${HEX} | cat`)).toBe(ID);
});

test.each([
  ["fails", "exit 3", /failed: it ended with exit code 3/],
  ["is not there", "no-such-command-of-ours 2> /dev/null", /exit code 127/],
  ["prints the key, and fails", `echo ${HEX}; exit 1`, /exit code 1/],
  ["prints nothing", "true", /64 hex digits/],
  ["prints two lines", `echo ${HEX}; echo ${HEX}`, /64 hex digits, the command printed 130 bytes/],
  ["prints a line before it", `echo ok; echo ${HEX}`, /64 hex digits/],
  ["prints without end", "yes | head -c 10000000", /printed 10000000 bytes/],
])("a command that %s stops the start, and its output is in no message", async (_, command, message) => {
  const said = await run(command);
  expect(said).toMatch(message);
  expect(said).toMatch(/^THE_COMMAND: /);
  expect(said).not.toContain(HEX.slice(0, 12));
});

test("a command that hangs is ended with all that it started", async () => {
  const file = join(root, "went-on");
  expect(await run(`(sleep 2; touch ${file}) & sleep 60`, 300)).toBe(
    "THE_COMMAND: the command printed no key within 0.3 seconds",
  );
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(existsSync(file)).toBe(false);
});

test("the key comes from one place: no file is made beside a command", async () => {
  const command = { STRONGROOM_MASTER_KEY_COMMAND: `echo ${HEX}` };
  const load = (env: Record<string, string>) =>
    loadMasterKeys(env, join(root, "data"), { databaseIsEmpty: true });
  expect((await load(command)).current.id).toBe(ID);
  expect(existsSync(join(root, "data"))).toBe(false);
  await expect(load({ ...command, STRONGROOM_MASTER_KEY: HEX })).rejects.toThrow(/^set one of /);
});
