import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { newTrigger } from "@/lib/triggers/schema";
import { putTrigger } from "@/lib/triggers/setting/service";
import { testApi } from "../api/api";
import { installedCli } from "./installed";

const { base, makeKey, call, ctx } = await testApi();
const key = await makeKey({
  permissions: ["secrets:list", "secrets:read", "secrets:write", "triggers:read", "admin"],
});
const { start, run } = await installedCli({ STRONGROOM_URL: base, STRONGROOM_API_KEY: key });
const scope = { project: "default", environment: "production" } as const;
const TOKEN = "token-of-gitlab-0001";
await call(key, "POST /secrets", { name: "TOKEN", value: TOKEN });
await putTrigger(ctx, scope, "deploy", newTrigger.parse({ scheme: "gitlab", secret: "TOKEN" }));

const hook = (body: string, id: string) =>
  fetch(`${base}/hooks/default/deploy`, {
    method: "POST",
    body,
    headers: { "x-gitlab-token": TOKEN, "idempotency-key": id, "x-gitlab-event": "Push Hook" },
  });
const SOON = { timeout: 20_000, interval: 20 };
const PROGRAM = `
  const { readFileSync, statSync } = require("node:fs");
  const { STRONGROOM_PAYLOAD_FILE: file, STRONGROOM_HEADERS_FILE: head, TOKEN } = process.env;
  const mode = (statSync(file).mode & 0o777).toString(8);
  console.log(readFileSync(file, "utf8"), JSON.parse(readFileSync(head))["x-gitlab-event"], mode, TOKEN, file);
  process.exit(3);`;

it("run --on runs the program for each delivery with its payload in a file, one at a time, and says how it ended", async () => {
  const { child, ended, output, notes } = start([
    "run",
    "--on",
    "deploy",
    "--",
    process.execPath,
    "-e",
    PROGRAM,
  ]);
  await expect.poll(notes, SOON).toContain("waiting for deliveries of deploy");
  // It may not listen yet.
  await expect
    .poll(async () => {
      await hook(`more ${Date.now()}`, String(Date.now()));
      return output();
    }, SOON)
    .toContain("more");
  await hook("last", "last");
  await expect.poll(output, SOON).toContain("last");
  const [, file = ""] = /^last Push Hook 600 <secret:token> (\S+)$/m.exec(output()) ?? [];
  expect(file).not.toBe("");
  await expect.poll(notes, SOON).toMatch(/delivery [0-9a-f-]+: the program exited with 3\n$/);
  await expect.poll(() => existsSync(file), SOON).toBe(false);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});

it("triggers and deliveries are listed, and one is replayed", async () => {
  expect((await run(["triggers", "list"])).output).toBe(
    `deploy\tproduction\tgitlab\tevent\t${ctx.origin}/hooks/default/deploy\n`,
  );
  const { output } = await run(["triggers", "deliveries", "deploy"]);
  const [id = ""] = output.split("\t");
  expect(output.split("\n")[0]).toMatch(/^[0-9a-f-]+\t20.*\t4\ttold\t-$/);
  const replayed = await run(["triggers", "replay", "deploy", id]);
  expect(replayed.code).toBe(0);
  const { output: json } = await run(["triggers", "deliveries", "deploy", "--json"]);
  expect(JSON.parse(json)[0]).toMatchObject({ id: replayed.output.trim(), replayOf: id });
});

it("a key that may not receive deliveries is told so, and nothing is run", async () => {
  const other = await makeKey();
  const { code, notes, output } = await run(["run", "--on", "deploy", "--", "echo", "ran"], {
    env: { STRONGROOM_API_KEY: other },
  });
  expect([code, output]).toEqual([3, ""]);
  expect(notes).toContain("triggers:read");
});
