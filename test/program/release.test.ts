import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { freePort } from "../free-port";
import { scratchDir } from "../scratch";
import { startProgram } from "./program";

const run = promisify(execFile);

it("what a release holds runs where there is only Node: pages, API and commands", async () => {
  const folder = join(await scratchDir(), "strongroom");
  await run(process.execPath, ["scripts/release.mjs", "--unpacked", folder]);
  const env = { STRONGROOM_DATA_DIR: await scratchDir(), PORT: String(await freePort()), NODE_PATH: "" };
  const program = await startProgram(env, folder);
  await program.ready();
  const admin = async (...args: readonly string[]) =>
    (
      await run(process.execPath, [join(folder, "dist/admin.mjs"), ...args], {
        env: { ...process.env, ...env },
      })
    ).stdout;

  const page = await (await fetch(`${program.base}/sign-in`)).text();
  const assets = [...page.matchAll(/"(\/_next\/static\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path);
  expect(assets.length).toBeGreaterThan(1);
  for (const path of [
    ...assets,
    "/docs/install",
    "/docs/images/secrets.png",
    "/audit-verify.html",
    "/icon.svg",
  ])
    expect([path, (await fetch(`${program.base}${path}`)).status]).toEqual([path, 200]);

  expect(await admin("seed", "--secrets", "3")).toContain("3 secrets");
  const scope = ["--project", "default", "--environment", "production"];
  const permissions = ["--permission", "secrets:write", "--permission", "secrets:read"];
  const key = (await admin("api-key", "create", "--name", "test", ...scope, ...permissions)).trim();
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const secrets = `${program.base}/api/v1/secrets`;
  const body = JSON.stringify({ name: "RELEASED", value: "sw0rdfish" });
  expect((await fetch(secrets, { method: "POST", headers, body })).status).toBe(201);
  const revealed = await fetch(`${secrets}/RELEASED/reveal`, { method: "POST", headers, body: "{}" });
  expect(await revealed.json()).toMatchObject({ value: "sw0rdfish" });
  expect(program.output()).not.toMatch(/Cannot find|ENOENT/);

  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  expect(
    files.filter((file) =>
      /\.test\.|\.map$|^(lib|test|e2e|scripts)\/|^node_modules\/(typescript|vitest|prisma|esbuild)\//.test(
        file,
      ),
    ),
  ).toEqual([]);
  const { components } = JSON.parse(readFileSync(join(folder, "sbom.cdx.json"), "utf8"));
  const listed = new Set(
    components.map(({ purl }: { purl: string }) =>
      decodeURIComponent(purl).replace(/^pkg:npm\/(.+)@.*/, "$1"),
    ),
  );
  const packages = files.flatMap(
    (file) => /^node_modules\/(@[^/]+\/[^/]+|[^@/][^/]*)\/package\.json$/.exec(file)?.[1] ?? [],
  );
  expect(packages.filter((name) => !listed.has(name))).toEqual([]);
});
