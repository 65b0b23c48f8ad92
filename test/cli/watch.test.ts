import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { testApi } from "../api/api";
import { installedCli } from "./installed";

const { base, makeKey, call } = await testApi();
const key = await makeKey();
const organisationKey = await makeKey({
  project: null,
  permissions: ["admin", "secrets:list", "secrets:read", "secrets:write"],
});
const { start, run, folder } = await installedCli({ STRONGROOM_URL: base, STRONGROOM_API_KEY: key });

const set = (name: string, value: string) => call(key, "POST /secrets", { name, value });
/** Says its value's length, so that it is not masked, and how often it was started. */
const SAY = 'console.log("length " + process.env.WATCHED.length); setInterval(() => {}, 1000)';
const say = ["--", process.execPath, "-e", SAY];
/** Programs start in their own time, and where a change were missed nothing would happen for much longer. */
const SOON = { timeout: 15_000, interval: 20 };

it("--watch=all starts the program anew after a change, and not for each of several", async () => {
  await set("WATCHED", "12345");
  const { child, ended, output, notes } = start(["run", "--watch=all", ...say]);
  await expect.poll(output, SOON).toBe("length 5\n");
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await set("WATCHED", "1234567");
  await expect.poll(output, SOON).toBe("length 5\nlength 7\n");
  expect(notes()).toContain("WATCHED changed; restarting");
  // Nothing that the program gets is another now.
  await set("WATCHED", "1234567");
  await call(key, "PATCH /secrets/WATCHED", { description: "other" });
  const several = Array.from({ length: 20 }, (_, n) => 10 + n);
  for (const n of several) await set("WATCHED", "x".repeat(n));
  await expect.poll(output, SOON).toMatch(/length 29\n$/);
  child.kill("SIGTERM");
  expect(await ended).toBe(143);
  expect(output()).toMatch(/^length 5\nlength 7\n(length [12]\d\n)+$/);
  expect(output().split("\n").length).toBeLessThan(several.length);
});

it("a change of a secret that --only leaves out starts nothing anew", async () => {
  await set("WATCHED", "12345");
  const { child, ended, output } = start(["run", "--watch=all", "--only", "WATCHED", ...say]);
  await expect.poll(output, SOON).toBe("length 5\n");
  await set("OTHER", "x");
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await set("WATCHED", "123456");
  await expect.poll(output, SOON).toBe("length 5\nlength 6\n");
  child.kill("SIGTERM");
  await ended;
});

it("without --watch a running program keeps the copy that it has", async () => {
  await set("WATCHED", "12345");
  const { child, ended, output } = start(["run", ...say]);
  await expect.poll(output, SOON).toBe("length 5\n");
  await set("WATCHED", "123");
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  child.kill("SIGTERM");
  await ended;
  expect(output()).toBe("length 5\n");
});

it("a program that ends by itself ends the run with its code, also when it is watched for", async () => {
  expect((await run(["run", "--watch=all", "--", process.execPath, "-e", "process.exit(5)"])).code).toBe(5);
});

it("a change that no program could be started with lets the old one go on", async () => {
  await set("WATCHED", "12345");
  const { child, ended, output, notes } = start(["run", "--watch=all", ...say]);
  await expect.poll(output, SOON).toBe("length 5\n");
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await set("LD_PRELOAD", join(folder, "evil.so"));
  await expect.poll(notes, SOON).toContain("goes on with the values that it has");
  expect(child.exitCode).toBeNull();
  child.kill("SIGTERM");
  await ended;
  expect(output()).toBe("length 5\n");
  await call(key, "DELETE /secrets/LD_PRELOAD");
});

it("when the key is revoked, the program goes on and that is said", async () => {
  const other = await makeKey();
  await set("WATCHED", "12345");
  const env = { STRONGROOM_API_KEY: other };
  const { child, ended, output, notes } = start(["run", "--watch=all", ...say], { env });
  await expect.poll(output, SOON).toBe("length 5\n");
  const { id } = (await call(other, "GET /me")).json;
  expect((await call(organisationKey, `DELETE /api-keys/${id}?project=default`)).status).toBe(204);
  await expect.poll(notes, SOON).toContain("watching for changes");
  child.kill("SIGTERM");
  await ended;
  expect(output()).toBe("length 5\n");
});

describe("--watch alone", () => {
  const elsewhere = "?project=platform&environment=production";
  const share = (value: string) =>
    call(organisationKey, `POST /secrets${elsewhere}`, { name: "shared-original", value });

  it("starts anew for a shared secret, and not for one of the project's own", async () => {
    await share("1234567");
    const mapping = {
      name: "WATCHED_SHARED",
      sharedEnvironment: "production",
      sharedName: "shared-original",
    };
    const mapped = await call(
      organisationKey,
      "POST /shared-mappings?project=default&environment=production",
      mapping,
    );
    expect(mapped.status).toBe(201);
    await set("WATCHED", "12345");
    const code =
      "const { WATCHED, WATCHED_SHARED } = process.env; console.log(WATCHED.length, WATCHED_SHARED.length); setInterval(() => {}, 999)";
    const { child, ended, output, notes } = start(["run", "--watch", "--", process.execPath, "-e", code]);
    await expect.poll(output, SOON).toBe("5 7\n");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await set("WATCHED", "123456");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(output()).toBe("5 7\n");
    await share("12345678");
    await expect.poll(output, SOON).toBe("5 7\n6 8\n");
    expect(notes()).toContain("WATCHED_SHARED changed; restarting");
    await call(
      organisationKey,
      `DELETE /shared-mappings/${mapped.json.id}?project=default&environment=production`,
    );
    await expect.poll(notes, SOON).toMatch(/changed; restarting\n(.*\n)*.*changed; restarting/);
    child.kill("SIGTERM");
    await ended;
  });

  it("tells them apart for a key too that may read values and not list them", async () => {
    const reader = await makeKey({ permissions: ["secrets:read"] });
    await set("WATCHED", "12345");
    const env = { STRONGROOM_API_KEY: reader };
    const { child, ended, output, notes } = start(["run", "--watch", ...say], { env });
    await expect.poll(output, SOON).toBe("length 5\n");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await set("WATCHED", "1234567");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    child.kill("SIGTERM");
    await ended;
    expect(output()).toBe("length 5\n");
    expect(notes()).not.toContain("changes");
  });

  it("in the project whose secrets are shared starts anew for any of them", async () => {
    const platform = await makeKey({ project: "platform", permissions: ["secrets:read", "secrets:write"] });
    const setThere = (value: string) => call(platform, "POST /secrets", { name: "WATCHED", value });
    await setThere("12345");
    const env = { STRONGROOM_API_KEY: platform };
    const { child, ended, output } = start(["run", "--watch", "--only", "WATCHED", ...say], { env });
    await expect.poll(output, SOON).toBe("length 5\n");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await setThere("123456");
    await expect.poll(output, SOON).toBe("length 5\nlength 6\n");
    child.kill("SIGTERM");
    await ended;
  });
});
