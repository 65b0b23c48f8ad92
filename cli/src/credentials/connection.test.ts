import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkedKey, checkedUrl, connectionOf, isOpenToTheNetwork } from "./connection";
import { forgetLogin, keepLogin, readLogin } from "./login";

let base: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "strongroom-connection-"));
  env = { NODE_ENV: "test", XDG_CONFIG_HOME: base };
});
afterEach(() => rmSync(base, { recursive: true }));

const kept = { url: "https://kept.example", key: "sr_live_kept" };
const having = (more: Record<string, string>) => ({ env: { ...env, ...more } });

test("the environment beats the kept sign-in", async () => {
  await keepLogin({ env }, kept, "file");
  expect(await connectionOf({ env })).toEqual(kept);
  const set = { STRONGROOM_API_KEY: "sr_live_set", STRONGROOM_URL: "https://set.example/" };
  expect(await connectionOf(having(set))).toEqual({ url: "https://set.example", key: "sr_live_set" });
  expect(await connectionOf(having({ STRONGROOM_API_KEY: "sr_live_set" }))).toEqual({
    ...kept,
    key: "sr_live_set",
  });
});

test("a key may lie in a file that a service manager made, and one in the environment beats it", async () => {
  const file = join(base, "key");
  writeFileSync(file, "sr_live_file\n");
  const set = { STRONGROOM_URL: "https://set.example", STRONGROOM_API_KEY_FILE: file };
  expect(await connectionOf(having(set))).toEqual({ url: "https://set.example", key: "sr_live_file" });
  expect((await connectionOf(having({ ...set, STRONGROOM_API_KEY: "sr_live_set" }))).key).toBe("sr_live_set");
  const absent = connectionOf(having({ ...set, STRONGROOM_API_KEY_FILE: `${file}-absent` }));
  await expect(absent).rejects.toMatchObject({ kind: "usage" });
});

test("a kept key is never sent to another address than its own", async () => {
  await keepLogin({ env }, kept, "file");
  const elsewhere = connectionOf(having({ STRONGROOM_URL: "https://evil.example" }));
  await expect(elsewhere).rejects.toMatchObject({
    kind: "notAllowed",
    message: expect.stringContaining("signed in at"),
  });
});

test("without a key or an address it says what to do", async () => {
  await expect(connectionOf({ env })).rejects.toMatchObject({
    kind: "notAllowed",
    message: expect.stringContaining("login"),
  });
  await expect(connectionOf(having({ STRONGROOM_API_KEY: "k" }))).rejects.toMatchObject({ kind: "usage" });
});

test("signing out forgets it", async () => {
  await keepLogin({ env }, kept, "file");
  expect(await forgetLogin({ env })).toBe(kept.url);
  expect(await readLogin({ env })).toBeNull();
  expect(await forgetLogin({ env })).toBeNull();
});

test.each(["nowhere", "ftp://x", "https://u:p@x", "https://x/path", "https://x/?q", "javascript:alert(1)"])(
  "%j is no address",
  (text) => expect(() => checkedUrl(text)).toThrow(),
);

test.each(["", "a b", "sr_live_é", "a\r\nX-Evil: 1", "k".repeat(201)])(
  "%j is no key, and is not repeated",
  (text) => {
    expect(() => checkedKey(text)).toThrow("this is not a key: those look like sr_live_… or sr_user_…");
  },
);

test("only an address of this machine may be without https unnoticed", () => {
  const open = ["http://a.example", "http://10.0.0.1", "http://127.0.0.1.evil.example"];
  const safe = ["https://a.example", "http://localhost:3000", "http://127.0.0.1", "http://[::1]:1"];
  expect(open.map(isOpenToTheNetwork)).toEqual([true, true, true]);
  expect(safe.map(isOpenToTheNetwork)).toEqual([false, false, false, false]);
});
