import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CacheTarget, dropAllValues, keepValues, keptValues } from "./cache";

const HOUR_MS = 3_600_000;
const now = new Date("2026-01-02T03:04:05Z");
const target: CacheTarget = { url: "https://s.example", key: "sr_live_a_b", question: "[]" };
const values = { A: "swordfish-1", B: "line\nline" };

let base: string;
let shell: { env: NodeJS.ProcessEnv };
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "strongroom-cache-"));
  shell = {
    env: { NODE_ENV: "test", XDG_CONFIG_HOME: join(base, "config"), XDG_CACHE_HOME: join(base, "cache") },
  };
});
afterEach(() => rmSync(base, { recursive: true }));

const folder = () => join(base, "cache", "strongroom");
const fileOf = () => join(folder(), String(readdirSync(folder())[0]));
const later = (ms: number) => new Date(now.getTime() + ms);

test("gives back what was kept, with its time", async () => {
  await keepValues(shell, target, values, now);
  expect(await keptValues(shell, target, HOUR_MS, later(HOUR_MS))).toEqual({ values, at: now });
});

test("holds no value, name or key in cleartext, in files of the owner alone", async () => {
  await keepValues(shell, target, values, now);
  const text = readFileSync(fileOf(), "utf8");
  for (const canary of [
    "swordfish",
    Buffer.from("swordfish-1").toString("base64").slice(0, 12),
    target.key,
  ]) {
    expect(text).not.toContain(canary);
  }
  for (const path of [fileOf(), join(base, "config", "strongroom", "cache.key")]) {
    expect(statSync(path).mode & 0o777).toBe(0o600);
  }
});

test("is not used when it is too old, or comes from the future", async () => {
  await keepValues(shell, target, values, now);
  expect(await keptValues(shell, target, HOUR_MS, later(HOUR_MS + 1))).toBeNull();
  expect(await keptValues(shell, target, HOUR_MS, later(-HOUR_MS))).toBeNull();
});

test("opens for no other key, server or question", async () => {
  await keepValues(shell, target, values, now);
  const file = readFileSync(fileOf());
  for (const other of [{ key: "sr_live_a_c" }, { url: "https://t.example" }, { question: '["A"]' }]) {
    const elsewhere = { ...target, ...other };
    expect(await keptValues(shell, elsewhere, HOUR_MS, now)).toBeNull();
    // Nor when its file is put where that one's would be.
    dropAllValues(shell);
    await keepValues(shell, elsewhere, values, now);
    writeFileSync(fileOf(), file);
    expect(await keptValues(shell, elsewhere, HOUR_MS, now)).toBeNull();
  }
});

test("its time cannot be made younger, and any flipped byte makes it useless", async () => {
  await keepValues(shell, target, values, now);
  const text = readFileSync(fileOf(), "utf8");
  writeFileSync(fileOf(), text.replace(now.toISOString(), later(HOUR_MS).toISOString()));
  expect(await keptValues(shell, target, HOUR_MS, later(HOUR_MS))).toBeNull();
  for (const part of ["iv", "tag", "sealed"]) {
    const kept = JSON.parse(text);
    const bytes = Buffer.from(kept[part], "base64");
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    writeFileSync(fileOf(), JSON.stringify({ ...kept, [part]: bytes.toString("base64") }));
    expect(await keptValues(shell, target, HOUR_MS, now), part).toBeNull();
  }
  for (const broken of ["", "{}", "[]", '{"at":1}', text.slice(0, 40)]) {
    writeFileSync(fileOf(), broken);
    expect(await keptValues(shell, target, HOUR_MS, now)).toBeNull();
  }
});

test("is useless without the key of the cache", async () => {
  await keepValues(shell, target, values, now);
  rmSync(join(base, "config"), { recursive: true });
  expect(await keptValues(shell, target, HOUR_MS, now)).toBeNull();
});
