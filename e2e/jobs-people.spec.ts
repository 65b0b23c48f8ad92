import { apiKeysPath } from "@/lib/projects/model";
import { KNOWN_VALUES_PATH } from "@/lib/secrets/known-values/model";
import { countClicks } from "./clicks";
import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { choosePerson, confirm, enter, PEOPLE, personRow } from "./people-steps";
import { signInHere } from "./setup/people";
import { replaceValue, store } from "./steps";

test("everything that a leaver made is found in three clicks, and their keys go with them", async ({
  as,
  newPerson,
  newProject,
}) => {
  const [leaver, project] = [await newPerson("super_admin"), await newProject()];
  const theirs = await as("nobody");
  await open(theirs, apiKeysPath(project));
  await signInHere(theirs, leaver);
  await untilHydrated(theirs);
  await theirs.getByRole("button", { name: "Create API key" }).click();
  await theirs.getByRole("dialog").getByLabel("Name", { exact: true }).fill("nightly job");
  await theirs.getByRole("button", { name: "Create key" }).click();
  await expect(theirs.getByText("Copy this key now")).toBeVisible();

  const page = await as("owner");
  await open(page, "/");
  const clicks = await countClicks(page);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "People" }).click();
  await page.getByRole("link", { name: leaver.name, exact: true }).click();
  await expect(page.getByRole("heading", { name: leaver.name, level: 1 })).toBeVisible();
  await expect(page.getByRole("table", { name: "API keys" })).toContainText("nightly job");
  await expect(page.getByText("They made no allowlist endpoint")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Audit log" }).click();
  await expect(page.getByRole("list", { name: "Active filters" })).toContainText(leaver.email);
  await expect(page.getByText("Created the API key nightly job").first()).toBeVisible();
  expect(clicks()).toBeLessThanOrEqual(3);

  await page.goBack();
  await page.getByRole("link", { name: "Suspend" }).click();
  const question = page.getByRole("dialog", { name: `Suspend ${leaver.name}?` });
  await expect(question).toContainText("1 API key made by them still works");
  await question.getByLabel("Revoke this key too").check();
  await question.getByRole("button", { name: "Suspend" }).click();
  await expect(personRow(page, leaver.email)).toContainText("Suspended");
  await open(page, `${apiKeysPath(project)}?show=revoked&maker=${encodeURIComponent(leaver.email)}`);
  await expect(page.getByRole("row").filter({ hasText: "nightly job" })).toContainText("Revoked");
});

test("what a leaver knows is a list that each new value makes shorter", async ({
  as,
  newPerson,
  newProject,
  uniqueName,
}) => {
  const [leaver, project, name] = [await newPerson("super_admin"), await newProject(), uniqueName()];
  const list = `/projects/${project}/production/secrets`;
  const theirs = await as("nobody");
  await enter(theirs, leaver, list);
  await store(theirs, { name, value: "typed by them" });

  const page = await as("owner");
  await open(page, PEOPLE);
  const question = await choosePerson(page, leaver.email, "Remove");
  await expect(question).toContainText("This ends 1 session.");
  await expect(question).toContainText("They set or read the current value of 1 secret");
  await question.getByLabel("Type the address to confirm").fill(leaver.email);
  await confirm(question, "Remove permanently");
  await page.getByRole("main").getByRole("link", { name: "Values to replace" }).click();
  const row = page.getByRole("table", { name: "Secrets" }).getByRole("row").filter({ hasText: name });
  await expect(row).toContainText(`${project} / production`);
  await expect(row).toContainText(leaver.email);

  await open(page, list);
  await replaceValue(page, name, "typed by an owner");
  await open(page, KNOWN_VALUES_PATH);
  await expect(page.getByRole("heading", { name: "Values to replace" })).toBeVisible();
  await expect(row).toHaveCount(0);
});

test("a key for CI takes five clicks, with its commands", async ({ as, newProject }) => {
  const page = await as("owner", { permissions: ["clipboard-write"] });
  const project = await newProject();
  await open(page, `/projects/${project}/production/secrets`);
  const clicks = await countClicks(page);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "API keys" }).click();
  await page.getByRole("button", { name: "Create API key" }).click();
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("ci");
  await page.getByRole("button", { name: "Create key" }).click();
  const created = page.getByRole("dialog", { name: "API key ci" });
  await created.getByRole("button", { name: "Copy key" }).click();
  await created.getByRole("button", { name: "GitHub Actions" }).click();
  expect(clicks()).toBeLessThanOrEqual(5);
  await expect(created).toContainText("secrets.STRONGROOM_API_KEY");
  await created.getByRole("button", { name: "Copy command" }).click();
  await expect(
    page.getByRole("region", { name: "Notifications" }).getByText("Copied the GitHub Actions command"),
  ).toBeVisible();
});
