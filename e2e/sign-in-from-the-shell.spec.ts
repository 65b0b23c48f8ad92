import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { secretsPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { enter } from "./people-steps";
import { runAdmin } from "./setup/admin";
import { storeIn } from "./steps";

/** Two people in browsers of their own, and a terminal. */
test.slow();

const PROGRAM = resolve(import.meta.dirname, "../cli/dist/strongroom.mjs");

/** A machine of somebody: the command line in a home of its own. */
function terminal(url: string) {
  const home = mkdtempSync(join(tmpdir(), "strongroom-home-"));
  const env = {
    NODE_ENV: "production",
    PATH: process.env.PATH ?? "",
    HOME: home,
    STRONGROOM_URL: url,
  } as const;
  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: home, env, stdio: "pipe" });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
    child.stdin.end();
    return { said: () => said, ended: new Promise<number | null>((done) => child.on("close", done)) };
  };
  const run = async (...args: string[]) => {
    const { said, ended } = start(...args);
    const code = await ended;
    return { code, said: said() };
  };
  return { home, start, run, leave: () => rmSync(home, { recursive: true, force: true }) };
}

test("a developer signs in from the command line through the browser, and runs a program with development secrets", async ({
  as,
  newPerson,
  newProject,
  shared,
}) => {
  const project = await newProject();
  const [page, person, tab] = [await as("owner"), await newPerson("member"), await as("nobody")];
  for (const environment of ["development", "production"])
    await storeIn(page, secretsPath(project, environment), {
      name: "DATABASE_URL",
      value: `of ${environment}`,
    });
  const development = ["--project", project, "--environment", "development", "--capability", "run"];
  await runAdmin(shared.env, ["grant", "add", "--person", person.email, ...development]);

  const shell = terminal(shared.origin);
  try {
    const login = shell.start("login", "--device", "--no-keychain");
    await expect.poll(login.said).toMatch(/[A-Z]{4}-[A-Z]{4}/);
    const [code = ""] = /[A-Z]{4}-[A-Z]{4}/.exec(login.said()) ?? [];
    expect(login.said()).toContain(`${shared.origin}/device`);
    await enter(tab, person, "/device");
    await open(tab, "/device");
    await tab.getByLabel("Code").fill("BBBB-BBBB");
    await tab.getByRole("button", { name: "Continue" }).click();
    await expect(tab.getByLabel("Code")).toHaveAccessibleDescription(/No machine waits with this code/);
    await tab.getByLabel("Code").fill(code.toLowerCase());
    await tab.getByRole("button", { name: "Continue" }).click();
    await expect(tab.getByRole("main")).toContainText(person.email);
    await expect(tab.getByRole("main")).toContainText("Only if you started this yourself");
    await tab.getByRole("button", { name: "Sign in this machine" }).click();
    await expect(tab.getByText(/^Signed in /)).toBeVisible();
    expect([await login.ended, login.said()]).toEqual([0, expect.stringContaining(person.email)]);

    const { said: who } = await shell.run("whoami");
    expect(who).toMatch(new RegExp(`person +${person.email}\nrole +member`));
    writeFileSync(join(shell.home, "program.mjs"), "console.log([...process.env.DATABASE_URL].join('.'))");
    const manifest = `[project]\nslug = "${project}"\nenvironment = "development"\n`;
    writeFileSync(join(shell.home, "strongroom.toml"), manifest);
    const ran = await shell.run("run", "--", "node", "program.mjs");
    expect(ran).toEqual({ code: 0, said: expect.stringContaining([..."of development"].join(".")) });
    const refused = await shell.run("run", "-e", "production", "--", "node", "program.mjs");
    expect(refused.code).toBe(4);

    // What was read is written beside the answers, within seconds.
    await expect(async () => {
      await open(page, `${secretsPath(project, "development")}/DATABASE_URL`);
      await expect(page.getByRole("heading", { name: "Read by people" })).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await open(tab, "/account");
    const keys = tab.getByRole("table", { name: "Personal keys" });
    await expect(keys).toContainText("Signed in from there");
    await keys.getByRole("button", { name: /^Revoke/ }).click();
    await tab.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
    await expect(keys).toHaveCount(0);
    expect((await shell.run("run", "--", "node", "program.mjs")).code).toBe(3);
    expect((await shell.run("logout")).code).toBe(0);
    expect(() => readFileSync(join(shell.home, ".config/strongroom/login.json"))).toThrow("ENOENT");
  } finally {
    shell.leave();
  }
});
