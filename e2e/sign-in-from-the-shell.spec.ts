import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { secretsPath } from "@/lib/projects/model";
import { policiesPath } from "@/lib/requests/model";
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
  const begin = (args: readonly string[], input = "") => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: home, env, stdio: "pipe" });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
    child.stdin.end(input);
    return { said: () => said, ended: new Promise<number | null>((done) => child.on("close", done)) };
  };
  const start = (...args: string[]) => begin(args);
  const runWith = async (input: string, ...args: string[]) => {
    const { said, ended } = begin(args, input);
    const code = await ended;
    return { code, said: said() };
  };
  const run = (...args: string[]) => runWith("", ...args);
  return { home, start, run, runWith, leave: () => rmSync(home, { recursive: true, force: true }) };
}

test("a developer signs in from the command line through the browser, runs a program with development secrets, and changes production once an admin approved it", async ({
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

    // Production needs an approval: what they set there waits, and is there once an admin has looked.
    for (const capability of ["set", "run"]) {
      const production = ["--project", project, "--environment", "production", "--capability", capability];
      await runAdmin(shared.env, ["grant", "add", "--person", person.email, ...production]);
    }
    await open(page, policiesPath(project));
    await page.getByRole("button", { name: "Change Production" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Approvals").selectOption("1");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("row", { name: /Production/ })).toContainText("1 approval");
    const asked = await shell.runWith(
      "of the new release",
      "secrets",
      "set",
      "-e",
      "production",
      "DATABASE_URL",
    );
    expect(asked.code).toBe(1);
    const [, path = ""] = new RegExp(`${shared.origin}(/requests/[\\w-]+)`).exec(asked.said) ?? [];
    await open(page, path);
    await expect(page.getByRole("main")).toContainText(person.email);
    await page.getByRole("button", { name: "Approve" }).click();
    await dialog.getByRole("button", { name: "Approve" }).click();
    await expect(page.getByRole("main")).toContainText("Carried out");
    const released = await shell.run("run", "-e", "production", "--", "node", "program.mjs");
    expect(released).toEqual({ code: 0, said: expect.stringContaining([..."of the new release"].join(".")) });

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
