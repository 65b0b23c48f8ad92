import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { expect, it } from "vitest";
import { createApiKey } from "@/lib/api-keys/service";
import { readSettings } from "@/lib/platform/settings";
import { boot, contextOf } from "@/lib/runtime/boot";
import { databaseBehindProxy, startProgram } from "./program";

/** A key of the program, made past it. */
async function keyFor(env: Record<string, string>): Promise<string> {
  const log = pino({ level: "silent" });
  const booted = await boot({ env, root: process.cwd(), settings: readSettings(env), log });
  const made = await createApiKey(contextOf(booted.runtime.services, { kind: "operator", name: "test" }), {
    name: "test",
    kind: "service",
    project: "default",
    environment: "production",
    permissions: ["secrets:list", "secrets:read", "secrets:write"],
    secrets: null,
    expires: "1d",
  });
  await booted.stop();
  return made.text;
}

it("a stop ends streams and answers what machines asked for until then", async () => {
  const { url } = await databaseBehindProxy();
  const env = { DATABASE_URL: url, STRONGROOM_MASTER_KEY: randomBytes(32).toString("hex") };
  const program = await startProgram(env);
  await program.ready();
  const headers = { authorization: `Bearer ${await keyFor(env)}`, "content-type": "application/json" };
  const at = (path: string) => `${program.base}/api/v1${path}`;
  const store = (value: string) =>
    fetch(at("/secrets"), { method: "POST", headers, body: JSON.stringify({ name: "A", value }) });
  expect((await store("one")).status).toBe(201);
  const stream = await fetch(at("/events"), { headers });
  const ended = stream.text();
  let isStopping = false;
  const broken: string[] = [];
  const visitor = async (): Promise<void> => {
    while (true) {
      const answer = await fetch(at("/secrets/A/reveal"), { method: "POST", headers, body: "{}" }).catch(
        () => null,
      );
      if (!answer) return;
      if (answer.status !== 200) broken.push(`${answer.status}, ${isStopping ? "while stopping" : "before"}`);
      await answer.text();
    }
  };
  const visitors = Array.from({ length: 8 }, visitor);
  await new Promise((resolve) => setTimeout(resolve, 500));
  isStopping = true;
  const begun = Date.now();
  program.child.kill("SIGTERM");
  expect(await ended).toContain("event: ping");
  expect(await program.ended()).toBe(0);
  await Promise.all(visitors);
  expect(broken).toEqual([]);
  expect(Date.now() - begun).toBeLessThan(8_000);
});
