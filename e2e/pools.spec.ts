import { poolsPath, secretsPath } from "@/lib/projects/model";
import { inspect } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { askApi } from "./machine";
import { runAdmin } from "./setup/admin";
import { storeIn } from "./steps";

test("an admin makes a pool, callers use it and report, and the admin puts a key back", async ({
  as,
  newProject,
  shared,
}) => {
  const page = await as("owner");
  const project = await newProject();
  const list = secretsPath(project, "production");
  for (const name of ["OPENAI_1", "OPENAI_2"])
    await storeIn(page, list, { name, value: `canary of ${name}` });
  const args = [
    "api-key",
    "create",
    "--name",
    "the app",
    "--project",
    project,
    "--environment",
    "production",
  ];
  const key = (await runAdmin(shared.env, [...args, "--permission", "pools:use"])).trim();
  const ask = (path: string, body: object) => askApi(shared.origin, key, `POST /pools/openai/${path}`, body);

  await test.step("the page explains itself, and a pool is made with the keyboard", async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Credentials" }).click();
    await page.getByRole("navigation", { name: "Credentials" }).getByRole("link", { name: "Pools" }).click();
    await expect(page.getByRole("heading", { name: /There is no pool in/ })).toBeVisible();
    await page.getByRole("button", { name: "New pool in Production" }).click();
    const dialog = page.getByRole("dialog", { name: "New pool" });
    await dialog.getByLabel("Name").fill("openai");
    const first = dialog.getByRole("group", { name: "Member 1" });
    await first.getByLabel("Secret").selectOption("OPENAI_1");
    await first.getByLabel("Weight").fill("0");
    await dialog.getByRole("button", { name: "Add member" }).press("Enter");
    const third = dialog.getByRole("group", { name: "Member 3" });
    await expect(third.getByLabel("Secret")).toBeFocused();
    await dialog.getByRole("group", { name: "Member 2" }).getByLabel("Secret").selectOption("OPENAI_2");
    await dialog.getByRole("button", { name: "Make pool" }).click();
    await expect(dialog.getByText(/A weight is at least 1/)).toBeVisible();
    await inspect(page);
    await first.getByLabel("Weight").fill("3");
    await dialog.getByRole("button", { name: "Make pool" }).click();
    await expect(page.getByRole("row").filter({ hasText: "OPENAI_1" })).toContainText("On");
  });

  await test.step("a key that its provider refuses is said to be out, on the page and to callers", async () => {
    expect((await ask("take", {})).text).toContain("canary of OPENAI_1");
    await ask("report", { member: "OPENAI_1", outcome: "refused" });
    await open(page, poolsPath(project));
    await expect(page.getByText("The provider refused 1 member.")).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: "OPENAI_1" })).toContainText("Refused");
    await page.getByRole("button", { name: "Turn off OPENAI_2" }).click();
    await expect(page.getByText(/No member can be used now/)).toBeVisible();
    expect((await ask("take", {})).status).toBe(503);
    await inspect(page);
  });

  await test.step("it is put back, and what was used is drawn and said", async () => {
    await page.getByRole("button", { name: "Put back OPENAI_1" }).click();
    await expect(page.getByRole("row").filter({ hasText: "OPENAI_1" })).toContainText("On");
    expect((await ask("take", {})).status).toBe(200);
    await expect(async () => {
      await page.reload();
      const chart = page.getByRole("img", { name: "Taken 2 times in 24 hours, refused 1 time" });
      await expect(chart).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await untilHydrated(page);
  });

  await test.step("it is deleted after a question", async () => {
    await page.getByRole("button", { name: "Delete openai" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete pool" }).click();
    await expect(page.getByRole("heading", { name: /There is no pool in/ })).toBeVisible();
    expect((await ask("take", {})).status).toBe(404);
  });
});

test("an auditor looks on", async ({ as, newProject, shared }) => {
  const project = await newProject();
  const owner = await as("owner");
  await storeIn(owner, secretsPath(project, "production"), { name: "K", value: "v" });
  const args = ["api-key", "create", "--name", "ops", "--project", project, "--environment", "production"];
  const key = (
    await runAdmin(shared.env, [...args, "--permission", "admin", "--permission", "secrets:read"])
  ).trim();
  await askApi(shared.origin, key, "PUT /pools/seen", { members: [{ name: "K" }] });
  const page = await as("auditor");
  await open(page, poolsPath(project));
  await expect(page.getByRole("row").filter({ hasText: "K" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
});
