import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { installedCli } from "../cli/installed";
import { freePort } from "../free-port";
import { databaseBehindProxy, startProgram } from "./program";

const { run, start, folder, home } = await installedCli({});
const dataDir = mkdtempSync(join(tmpdir(), "strongroom-cli-data-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** A started program, and a key for default/production from the shell of its host. */
async function instance() {
  const { url } = await databaseBehindProxy();
  const env = { DATABASE_URL: url, STRONGROOM_DATA_DIR: dataDir, PORT: String(await freePort()) };
  const program = await startProgram(env);
  await program.ready();
  const permissions = [
    "secrets:list",
    "secrets:read",
    "secrets:write",
    "secrets:delete",
    "declarations:write",
  ];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...[
        "dist/admin.mjs",
        "api-key",
        "create",
        "--name",
        "cli",
        "--project",
        "default",
        "--environment",
        "production",
      ],
      ...permissions.flatMap((permission) => ["--permission", permission]),
    ],
    { env: { ...process.env, ...env } },
  );
  return { program, key: stdout.trim() };
}

it("from another folder, with only the CLI and a key: the whole story", async () => {
  const { program, key } = await instance();
  const signedIn = await run(["login", "--url", program.base, "--no-keychain"], { input: key });
  expect(signedIn).toMatchObject({ code: 0, output: "" });
  expect((await run(["whoami"])).output).toMatch(/kind +service/);

  expect(
    (await run(["secrets", "set", "DATABASE_URL", "-d", "Main"], { input: "postgres://sw0rdfish" })).code,
  ).toBe(0);
  expect((await run(["secrets", "exists", "database_url"])).output).toBe("true\n");
  expect((await run(["secrets", "list"])).output).toMatch(/DATABASE_URL +1 .*Main/);
  expect(await run(["secrets", "get", "DATABASE_URL"])).toEqual({
    code: 0,
    output: "postgres://sw0rdfish",
    notes: "",
  });
  expect((await run(["secrets", "history", "DATABASE_URL"])).output).toMatch(/secret\.revealed/);

  writeFileSync(join(folder, ".env"), "API_TOKEN=t0ken-value\nDATABASE_URL=postgres://sw0rdfish2\n");
  expect((await run(["env", "push", ".env", "--yes"])).notes).toContain(
    "DATABASE_URL is stored as version 2",
  );
  writeFileSync(join(folder, "strongroom.toml"), '[env]\nrequired = ["API_TOKEN", "ABSENT"]\n');
  const checked = await run(["env", "check", "--declare"]);
  expect([checked.code, checked.output]).toEqual([
    1,
    "set      required  API_TOKEN\nmissing  required  ABSENT\n",
  ]);

  const printed = await run(["run", "--", "sh", "-c", 'env; printf %s "$API_TOKEN" | base64; exit 23']);
  expect(printed.code).toBe(23);
  expect(printed.output).toContain("DATABASE_URL=<secret:database_url>");
  expect(printed.output).not.toMatch(/sw0rdfish|t0ken-value|sr_live_/);
  expect(printed.output).not.toContain(Buffer.from("t0ken-value").toString("base64").slice(0, 12));

  const code = "console.log(process.env.API_TOKEN.length); setInterval(() => {}, 1000)";
  const watched = start(["run", "--watch=all", "--", process.execPath, "-e", code]);
  await expect.poll(watched.output, { timeout: 30_000 }).toBe("11\n");
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await run(["secrets", "set", "API_TOKEN"], { input: "longer-t0ken-value" });
  await expect.poll(watched.output).toBe("11\n18\n");
  watched.child.kill("SIGTERM");
  expect(await watched.ended).toBe(143);

  expect((await run(["run", "--prefer-offline", "--only", "API_TOKEN", "--", "true"])).code).toBe(0);
  program.child.kill("SIGKILL");
  await program.ended();
  expect(await run(["run", "--", "echo", "ran"])).toMatchObject({ code: 5, output: "" });
  const offline = await run([
    "run",
    "--prefer-offline",
    "--only",
    "API_TOKEN",
    "--",
    "sh",
    "-c",
    'printf %s "$API_TOKEN" | wc -c',
  ]);
  expect(offline).toMatchObject({ code: 0, output: "18\n", notes: expect.stringContaining("seconds old") });

  await run(["logout"]);
  expect((await run(["secrets", "list"])).code).toBe(3);
  expect(home).not.toBe(folder);
}, 120_000);
