import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { freePort } from "../free-port";
import { scratchDir } from "../scratch";
import { startProgram } from "./program";

/** Runs a command at the shell of the machine with this data directory, and answers what it printed. */
async function admin(dataDir: string, args: readonly string[], input = ""): Promise<string> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ["dist/admin.mjs", ...args], {
    env: { ...inherited, STRONGROOM_DATA_DIR: dataDir },
  });
  child.stdin.end(input);
  const exit = once(child, "exit");
  const [printed, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect([args[0], (await exit)[0], errors]).toEqual([args[0], 0, expect.anything()]);
  return printed;
}

/** Whether somebody gets in with address and password, as far as the pages. */
async function getsIn(base: string, email: string, password: string): Promise<boolean> {
  const asked = await fetch(`${base}/api/auth/csrf`);
  const { csrfToken } = await asked.json();
  const answer = await fetch(`${base}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: base, cookie: cookies(asked) },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  const page = await fetch(`${base}/projects/default/production/secrets`, {
    redirect: "manual",
    headers: { cookie: cookies(answer) },
  });
  return page.status === 200 && (await page.text()).includes("DATABASE_URL");
}

function cookies(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}

it("a machine that is gone comes back from a backup and three of five shares", {
  timeout: 180_000,
}, async () => {
  const port = String(await freePort());
  const settings = { PORT: port, STRONGROOM_URL: `http://localhost:${port}` };
  const lost = join(await scratchDir(), "lost");
  const found = join(await scratchDir(), "found");
  const backup = join(await scratchDir(), "monday.backup");
  const email = "ada@example.com";
  const password = "violet teapot harbour";
  const reveal = (base: string, key: string) =>
    fetch(`${base}/api/v1/secrets/DATABASE_URL/reveal`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: "{}",
    }).then((answer) => answer.json());

  const before = await startProgram({ ...settings, STRONGROOM_DATA_DIR: lost });
  await before.ready();
  await admin(lost, ["owner", "create", "--email", email, "--name", "Ada"], `${password}\n`);
  const scope = ["--project", "default", "--environment", "production"];
  const permissions = ["--permission", "secrets:write", "--permission", "secrets:read"];
  const key = (await admin(lost, ["api-key", "create", "--name", "app", ...scope, ...permissions])).trim();
  const stored = await fetch(`${before.base}/api/v1/secrets`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify({ name: "DATABASE_URL", value: "postgres://app:sw0rdfish@db/app" }),
  });
  expect(stored.status).toBe(201);
  const split = await admin(lost, ["master-key", "split", "--shares", "5", "--threshold", "3", "--json"]);
  const { shares }: { shares: string[] } = JSON.parse(split);
  await admin(lost, ["backup", backup]);

  const [postmaster] = (await readFile(join(lost, "postgres", "postmaster.pid"), "utf8")).split("\n");
  before.child.kill("SIGKILL");
  process.kill(Number(postmaster), "SIGKILL");
  await before.ended();
  await rm(lost, { recursive: true });

  const three = [4, 0, 2].map((i) => shares[i]).join("\n");
  await admin(found, ["master-key", "recover"], `${three}\n`);
  await admin(found, ["restore", backup]);
  const after = await startProgram({ ...settings, STRONGROOM_DATA_DIR: found });
  await after.ready();
  expect(await getsIn(`http://localhost:${port}`, email, password)).toBe(true);
  expect(await reveal(after.base, key)).toMatchObject({ value: "postgres://app:sw0rdfish@db/app" });
  expect(JSON.parse(await admin(found, ["audit", "verify", "--json"]))).toMatchObject({ isIntact: true });
});
