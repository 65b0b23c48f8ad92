import { secretsPath, sharedPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { askApi } from "./machine";
import { runAdmin } from "./setup/admin";
import { choose, rowOf, storeIn } from "./steps";

const PLATFORM = secretsPath("platform", "staging");

test("a shared secret is mapped in, read under its name here, and cannot be deleted until it is not", async ({
  as,
  newProject,
  shared,
  uniqueName,
}) => {
  const page = await as("owner");
  const [name, project] = [uniqueName("SLACK"), await newProject()];
  await storeIn(page, PLATFORM, { name, value: "a shared value", description: "for alerts" });
  await open(page, secretsPath(project, "staging"));
  await page.getByRole("link", { name: "Shared" }).click();
  await page.getByRole("button", { name: "Add shared secret" }).click();
  const dialog = page.getByRole("dialog", { name: "Add shared secret" });
  await expect(dialog.getByLabel("Platform environment")).toHaveValue("staging");
  await dialog.getByLabel("Shared secret").fill(name.slice(0, 10));
  await expect(dialog.locator(`option[value="${name}"]`)).toBeAttached();
  await dialog.getByLabel("Shared secret").fill(name);
  await expect(dialog.getByLabel("Name in this environment")).toHaveValue(name);
  await dialog.getByLabel("Name in this environment").fill("ALERTS_TOKEN");
  await dialog.getByRole("button", { name: "Add shared secret" }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole("row").filter({ hasText: "ALERTS_TOKEN" });
  await expect(row).toContainText(name);
  await expect(row).toContainText("for alerts");

  const args = ["api-key", "create", "--name", "app", "--project", project, "--environment", "staging"];
  const key = (await runAdmin(shared.env, args)).trim();
  expect((await askApi(shared.origin, key, "GET /values?names=ALERTS_TOKEN")).text).toContain(
    "a shared value",
  );

  await row.getByRole("link", { name: "ALERTS_TOKEN" }).click();
  await expect(page.getByRole("heading", { name: "ALERTS_TOKEN", level: 1 })).toBeVisible();
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: `${project}, staging` })).toBeVisible();
  await open(page, `${PLATFORM}?search=${name}`);
  await choose(page, name, "Delete");
  const deletion = page.getByRole("dialog", { name: `Delete ${name}?` });
  await expect(deletion.getByText("Remove these uses first.")).toBeVisible();
  await expect(deletion.getByRole("button", { name: "Delete permanently" })).toHaveCount(0);
  await deletion.getByRole("link", { name: `${project}, staging` }).click();

  await page.getByRole("button", { name: "Remove ALERTS_TOKEN" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stop using it here" }).click();
  await expect(row).toHaveCount(0);
  await open(page, `${PLATFORM}?search=${name}`);
  await choose(page, name, "Delete");
  await deletion.getByLabel("Type the name to confirm").fill(name);
  await deletion.getByRole("button", { name: "Delete permanently" }).click();
  await expect(rowOf(page, name)).toHaveCount(0);
});

test("a name that is taken, or not there, is said at its field; what was typed stays", async ({
  as,
  newProject,
  uniqueName,
}) => {
  const page = await as("owner");
  const [name, project] = [uniqueName("TAKEN"), await newProject()];
  await storeIn(page, PLATFORM, { name, value: "v" });
  await storeIn(page, secretsPath(project, "staging"), { name: "own.name", value: "v" });
  await open(page, `${sharedPath(project, "staging")}?dialog=map`);
  const dialog = page.getByRole("dialog", { name: "Add shared secret" });
  await dialog.getByLabel("Shared secret").fill("NEVER_WAS");
  await dialog.getByLabel("Name in this environment").fill("OWN_NAME");
  await expect(dialog.getByLabel("Name in this environment")).toHaveAccessibleDescription(/own\.name/);
  await dialog.getByRole("button", { name: "Add shared secret" }).click();
  await expect(dialog.getByLabel("Shared secret")).toHaveAccessibleDescription(/no such shared secret/);
  await dialog.getByLabel("Shared secret").fill(name);
  await dialog.getByRole("button", { name: "Add shared secret" }).click();
  await expect(dialog.getByRole("alert")).toContainText("own.name");
  await expect(dialog.getByLabel("Name in this environment")).toHaveValue("OWN_NAME");
});

test("without JavaScript one maps a secret and removes it again; an Auditor only looks", async ({
  as,
  newProject,
  uniqueName,
}) => {
  const owner = await as("owner");
  const [name, project] = [uniqueName("PLAIN"), await newProject()];
  await storeIn(owner, PLATFORM, { name, value: "v" });
  const page = await as("owner", { javaScriptEnabled: false });
  await page.goto(`${sharedPath(project, "staging")}?dialog=map`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Shared secret").fill(name);
  await dialog.getByLabel("Name in this environment").fill("1abc");
  await dialog.getByRole("button", { name: "Add shared secret" }).click();
  await expect(dialog.getByLabel("Shared secret")).toHaveValue(name);
  await dialog.getByLabel("Name in this environment").fill(name);
  await dialog.getByRole("button", { name: "Add shared secret" }).click();
  await expect(page.getByRole("dialog", { name: `Added ${name}` })).toBeVisible();
  const auditor = await as("auditor");
  await open(auditor, sharedPath(project, "staging"));
  await expect(auditor.getByRole("row").filter({ hasText: name })).toBeVisible();
  await expect(auditor.getByRole("button", { name: /Remove|Map/ })).toHaveCount(0);
  await page.goto(sharedPath(project, "staging"));
  await page.getByRole("button", { name: `Remove ${name}` }).click();
  await dialog.getByRole("button", { name: "Stop using it here" }).click();
  await page.goto(sharedPath(project, "staging"));
  await expect(page.getByRole("heading", { name: /No shared secrets/ })).toBeVisible();
});

test("nothing is mapped into platform itself", async ({ as }) => {
  const page = await as("owner");
  await open(page, PLATFORM);
  await expect(page.getByRole("link", { name: "Shared" })).toHaveCount(0);
  await open(page, sharedPath("platform", "staging"));
  await expect(
    page.getByRole("heading", { name: "These secrets can be used by other projects" }),
  ).toBeVisible();
});
