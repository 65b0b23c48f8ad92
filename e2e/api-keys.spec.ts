import type { Locator, Page } from "@playwright/test";
import { apiKeysPath, secretsPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { askApi } from "./machine";
import { runAdmin } from "./setup/admin";
import type { Shared } from "./setup/shared";
import { replaceValue, storeIn } from "./steps";

const keyRow = (page: Page, name: string): Locator => page.getByRole("row").filter({ hasText: name });

async function openCreateDialog(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Create API key" }).click();
  const dialog = page.getByRole("dialog", { name: "Create API key" });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Makes a key in the dialog that is open and returns what is shown, once. */
async function create(page: Page, dialog: Locator, name: string): Promise<string> {
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Create key" }).click();
  const shown = page.getByRole("dialog", { name: `API key ${name}` });
  await expect(shown).toBeVisible();
  return shown.getByRole("textbox", { name: "API key" }).inputValue();
}

test("a key is shown once, gets what it may, and is dead once it is revoked", async ({
  as,
  newProject,
  shared,
}) => {
  const page = await as("owner", { permissions: ["clipboard-write"] });
  const project = await newProject();
  for (const name of ["ONE", "two", "three"])
    await storeIn(page, secretsPath(project, "production"), { name, value: "v" });
  await open(page, apiKeysPath(project));
  await expect(page.getByRole("heading", { name: /No API keys in/ })).toBeVisible();
  const dialog = await openCreateDialog(page);
  await dialog.getByLabel("Only these secrets (optional)").fill("one\ntwo, three");
  const key = await create(page, dialog, "billing service");
  const created = page.getByRole("dialog", { name: "API key billing service" });
  await expect(created).toContainText("see it again");
  await expect(created).toContainText(`strongroom login --url ${shared.origin}`);

  await page.keyboard.press("Escape");
  const question = page.getByRole("alertdialog", { name: "Close without copying?" });
  await question.getByRole("button", { name: "Go back" }).click();
  await created.getByRole("button", { name: "Copy key" }).click();
  await expect(page.getByRole("region", { name: "Notifications" }).getByText("Copied the key")).toBeVisible();
  await created.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  const row = keyRow(page, "billing service");
  await expect(row).toContainText("only ONE, three, two");
  await expect(row).toContainText("secrets:list, secrets:read");
  await expect(row).toContainText("production");
  expect(await page.content()).not.toContain(key);
  expect((await askApi(shared.origin, key, "GET /me")).status).toBe(200);
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText("from 127.0.0.1", { timeout: 1_000 });
  }).toPass();

  await row.getByRole("button", { name: "Revoke billing service" }).click();
  await page
    .getByRole("dialog", { name: "Revoke billing service?" })
    .getByRole("button", { name: "Revoke key" })
    .click();
  await expect(
    page.getByRole("region", { name: "Notifications" }).getByText("Revoked billing service"),
  ).toBeVisible();
  await expect(row).toHaveCount(0);
  expect((await askApi(shared.origin, key, "GET /me")).status).toBe(401);
  await page.getByRole("link", { name: "Revoked" }).click();
  await expect(row).toContainText(shared.people.owner.email);
});

test("each error is named at its field, and what was filled in stays", async ({ as, newProject }) => {
  const page = await as("owner");
  await open(page, apiKeysPath(await newProject()));
  const dialog = await openCreateDialog(page);
  await dialog.getByLabel("Only these secrets (optional)").fill("FINE\n1abc");
  await dialog.getByRole("checkbox", { name: /^secrets:list/ }).uncheck();
  await dialog.getByRole("checkbox", { name: /^secrets:read/ }).uncheck();
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(/Enter a name/);
  await expect(dialog.getByLabel("Only these secrets (optional)")).toHaveAccessibleDescription(
    /Name 2: Start with a letter/,
  );
  await expect(dialog.getByRole("group", { name: "It may" })).toHaveAccessibleDescription(
    /at least one permission/,
  );
  await expect(dialog.getByLabel("Only these secrets (optional)")).toHaveValue("FINE\n1abc");
});

test("a key ends on the day that one chooses", async ({ as, newProject, shared }) => {
  const page = await as("owner");
  await open(page, apiKeysPath(await newProject()));
  const dialog = await openCreateDialog(page);
  await expect(dialog.getByLabel("Last day")).toBeHidden();
  await dialog.getByLabel("Expires").selectOption("Custom date");
  await dialog.getByLabel("Name", { exact: true }).fill("until spring");
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByLabel("Last day")).toHaveAccessibleDescription(/Choose the day/);
  await dialog.getByLabel("Last day").fill("2020-02-29");
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByLabel("Last day")).toHaveAccessibleDescription(/Choose a future date/);
  await expect(dialog.getByLabel("Last day")).toHaveValue("2020-02-29");
  await dialog.getByLabel("Last day").fill("2099-03-31");
  const key = await create(page, dialog, "until spring");
  const { expiresAt } = JSON.parse((await askApi(shared.origin, key, "GET /me")).text);
  expect(expiresAt).toBe("2099-03-31T23:59:59.999Z");
});

test("a key of the whole organisation is for Owners to make", async ({
  as,
  newProject,
  shared,
  uniqueName,
}) => {
  const project = await newProject();
  const page = await as("super_admin");
  await open(page, apiKeysPath(project));
  const dialog = await openCreateDialog(page);
  await expect(dialog.getByLabel("Environment")).toBeVisible();
  await expect(dialog.getByLabel("Reaches", { exact: true })).toHaveCount(0);

  const owner = await as("owner");
  await open(owner, apiKeysPath(project));
  const own = await openCreateDialog(owner);
  await own.getByLabel("Reaches", { exact: true }).selectOption("The whole organisation");
  await expect(own.getByLabel("Environment")).toHaveCount(0);
  await own.getByLabel("Expires").selectOption("Never");
  const name = uniqueName("org");
  const key = await create(owner, own, name);
  await expect(owner.getByRole("dialog")).toContainText("This key never expires.");
  expect(
    (await askApi(shared.origin, key, `GET /secrets?project=${project}&environment=production`)).status,
  ).toBe(200);
  await owner.getByRole("button", { name: "Done" }).click();
  await expect(keyRow(owner, name)).toContainText("Whole organisation");
  await page.goto(apiKeysPath(project));
  await expect(page.getByRole("button", { name: `Revoke ${name}` })).toHaveCount(0);
});

test("an Auditor sees the keys and cannot change them; a Member is told whom to ask", async ({
  as,
  newProject,
  shared,
  faults,
}) => {
  faults.expect(/403/);
  const project = await newProject();
  await runAdmin(shared.env, ["api-key", "create", "--name", "from the shell", "--project", project]);
  const page = await as("auditor");
  await open(page, apiKeysPath(project));
  await expect(keyRow(page, "from the shell")).toContainText("at the shell");
  await expect(page.getByRole("button", { name: /Create API key|Revoke/ })).toHaveCount(0);
  const member = await as("member");
  await open(member, apiKeysPath(project));
  await expect(member.getByRole("main")).toContainText(/Owner, Super Admin,? or Auditor/);
});

test("without JavaScript one makes and revokes a key", async ({ as, newProject, shared }) => {
  const page = await as("owner", { javaScriptEnabled: false });
  const path = apiKeysPath(await newProject());
  await page.goto(path);
  const dialog = await openCreateDialog(page);
  await dialog.getByRole("checkbox", { name: /^secrets:delete/ }).check();
  await expect(dialog.getByLabel("Last day")).toBeHidden();
  await dialog.getByLabel("Expires").selectOption("Custom date");
  await dialog.getByLabel("Last day").fill("2099-03-31");
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(/Enter a name/);
  await expect(dialog.getByRole("checkbox", { name: /^secrets:delete/ })).toBeChecked();
  await expect(dialog.getByLabel("Last day")).toHaveValue("2099-03-31");
  const key = await create(page, dialog, "plain");
  const made = (await askApi(shared.origin, key, "GET /me")).text;
  expect(made).toContain("secrets:delete");
  expect(made).toContain("2099-03-31T23:59:59.999Z");
  await page.getByRole("link", { name: "Done" }).click();
  await page.getByRole("button", { name: "Revoke plain" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
  await page.goto(path);
  await expect(keyRow(page, "plain")).toHaveCount(0);
  expect((await askApi(shared.origin, key, "GET /me")).status).toBe(401);
});

test("the page of a secret says which keys are still on an old version", async ({
  as,
  newProject,
  shared,
}) => {
  const page = await as("owner");
  const project = await newProject();
  const list = secretsPath(project, "production");
  await storeIn(page, list, { name: "DATABASE_URL", value: "canary one" });
  const make = async (name: string) => {
    const args = ["api-key", "create", "--name", name, "--project", project, "--environment", "production"];
    return (await runAdmin(shared.env, args)).trim();
  };
  const [old, current] = [await make("old app"), await make("new app")];
  const reveal = "POST /secrets/DATABASE_URL/reveal";
  expect((await askApi(shared.origin, old, reveal, {})).text).toContain("canary one");
  await replaceValue(page, "DATABASE_URL", "canary two");
  expect((await askApi(shared.origin, current, reveal, {})).text).toContain("canary two");
  await expect(async () => {
    await open(page, `${list}/DATABASE_URL`);
    await expect(page.getByText("1 of 2 API keys are still on a version other than 2")).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  await expect(page.getByRole("listitem").filter({ hasText: "old app" }).first()).toContainText("Version 1");
  expect(await page.content()).not.toContain("canary");

  await storeIn(page, list, { name: "UNREAD", value: "canary three" });
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(page.getByRole("columnheader", { name: "Last used" })).toBeVisible();
  await expect(
    page
      .getByRole("row", { name: /DATABASE_URL/ })
      .getByRole("cell")
      .nth(5),
  ).toHaveText("just now", { useInnerText: true });
  await expect(
    page
      .getByRole("row", { name: /UNREAD/ })
      .getByRole("cell")
      .nth(5),
  ).toHaveText("Never", { useInnerText: true });
  await page.setViewportSize({ width: 1200, height: 900 });
  await expect(page.getByRole("columnheader", { name: "Last used" })).toBeHidden();
});

/** Makes a key named `web` at the shell. */
async function mint(shared: Shared, project: string, permissions: readonly string[]): Promise<string> {
  const args = ["api-key", "create", "--name", "web", "--project", project, "--environment", "production"];
  return (
    await runAdmin(shared.env, [...args, ...permissions.flatMap((one) => ["--permission", one])])
  ).trim();
}

test("a key is narrowed to what it reads, is refused the rest, and gets it back by Undo", async ({
  as,
  newProject,
  shared,
}) => {
  const page = await as("owner");
  const project = await newProject();
  const list = secretsPath(project, "production");
  for (const name of ["WANTED", "UNUSED"]) await storeIn(page, list, { name, value: "v" });
  const key = await mint(shared, project, ["secrets:list", "secrets:read", "secrets:write"]);
  const statusOf = async (name: string) =>
    (await askApi(shared.origin, key, `POST /secrets/${name}/reveal`)).status;
  expect(await statusOf("WANTED")).toBe(200);
  await open(page, apiKeysPath(project));
  await page.getByRole("link", { name: "web", exact: true }).click();
  await expect(page.getByRole("heading", { name: "web", level: 1 })).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("main")).toContainText("Can read 2 secrets, has read 1 in 90 days.", {
      timeout: 500,
    });
  }).toPass();
  await page.getByRole("button", { name: "Narrow to that one" }).click();
  const question = page.getByRole("dialog", { name: "Narrow web to 1 secret?" });
  await expect(question).toContainText("A narrowed key also creates and renames no secrets.");
  await question.getByRole("button", { name: "Narrow" }).click();
  const done = page.getByRole("dialog", { name: "Narrowed web to 1 secret" });
  await expect(done).toBeVisible();
  expect([await statusOf("WANTED"), await statusOf("UNUSED")]).toEqual([200, 404]);
  await done.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText(
    "web reaches what it did before",
  );
  expect(await statusOf("UNUSED")).toBe(200);

  // The secret’s page leads to the key, and tells the same from its side.
  await open(page, `${list}/WANTED/access`);
  const row = page.getByRole("table", { name: "API keys" }).getByRole("row").filter({ hasText: "web" });
  await expect(row).toContainText("version 1");
  await row.getByRole("link", { name: "web" }).click();
  await expect(page.getByRole("heading", { name: "web", level: 1 })).toBeVisible();
});

test("without JavaScript a key is narrowed, and widened again, on pages of their own", async ({
  as,
  newProject,
  shared,
}) => {
  const project = await newProject();
  for (const name of ["WANTED", "UNUSED"])
    await storeIn(await as("owner"), secretsPath(project, "production"), { name, value: "v" });
  const key = await mint(shared, project, ["secrets:list", "secrets:read"]);
  await askApi(shared.origin, key, "POST /secrets/WANTED/reveal");
  const page = await as("owner", { javaScriptEnabled: false });
  await page.goto(apiKeysPath(project));
  await page.getByRole("link", { name: "web", exact: true }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("main")).toContainText("has read 1 in 90 days.", { timeout: 500 });
  }).toPass();
  await page.getByRole("button", { name: "Narrow to that one" }).click();
  await page.getByRole("button", { name: "Narrow", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Narrowed web to 1 secret" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { name: "web reaches what it did before" })).toBeVisible();
});
