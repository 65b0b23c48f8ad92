import { readFile } from "node:fs/promises";
import { secretsPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { runAdmin } from "./setup/admin";
import { storeIn } from "./steps";

test("an auditor sees which secrets and keys are old, and takes the list along", async ({
  as,
  newProject,
  shared,
  uniqueName,
}) => {
  const [name, keyName, project] = [uniqueName(), uniqueName("key"), await newProject()];
  await storeIn(await as("owner"), secretsPath(project, "staging"), { name, value: "first" });
  await runAdmin(shared.env, ["api-key", "create", "--name", keyName, "--project", project]);
  const page = await as("auditor");
  await open(page, "/audit");
  await page.getByRole("link", { name: "Reports", exact: true }).click();
  await expect(page.getByRole("heading", { name: "API keys not used for 90 days" })).toBeVisible();
  await page.getByLabel("Days", { exact: true }).fill("0");
  await page.keyboard.press("Enter");
  const key = page.getByRole("row").filter({ hasText: keyName });
  await expect(key).toContainText("Never");
  await expect(key).toContainText(project);

  await page.getByRole("link", { name: "Secrets not rotated" }).click();
  await expect(page.getByRole("heading", { name: "Secrets not rotated for 90 days" })).toBeVisible();
  await page.getByLabel("Days", { exact: true }).fill("many");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Give a number of days from 0 to 3650.")).toBeVisible();
  await page.getByLabel("Days", { exact: true }).fill("0");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText(project);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download as CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^old-secrets-\d{4}-\d\d-\d\d\.csv$/);
  const [header, ...lines] = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
  expect(header).toBe("secret,project,environment,replacedAt,replacedBy,days,lastReadAt");
  expect(lines.find((line) => line.startsWith(name))).toContain(`${name},${project},staging,`);

  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Show report" })).toBeHidden();
  await expect(page.getByRole("row").filter({ hasText: name })).toBeVisible();
});

test("an auditor takes an evidence pack along, and is told what is wrong before", async ({ as }) => {
  const page = await as("auditor");
  await open(page, "/account");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Command palette" }).getByRole("combobox").fill("reports");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/audit/reports");
  await page.getByRole("link", { name: "Evidence pack" }).click();
  await expect(page.getByRole("link", { name: "Download ZIP" })).toBeVisible();
  await page.getByLabel("Size of the sample").fill("501");
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByText("Give a number of events from 1 to 500.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Download ZIP" })).toBeHidden();
  await page.getByLabel("Size of the sample").fill("3");
  await page.getByLabel("From").fill("2020-01-01");
  await page.getByLabel("To").fill("2020-01-31");
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByText("No events in this period.")).toBeVisible();
  await open(page, "/audit/pack?sample=3");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download ZIP" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^evidence-pack-\d{4}-\d\d-\d\d\.zip$/);
  expect((await readFile(await file.path())).toString("latin1")).toContain("strongroom-pack/1");
  await open(page, "/audit");
  await expect(
    page.getByText(/Made an evidence pack with a sample of 3 events out of \d+/).first(),
  ).toBeVisible();
});
