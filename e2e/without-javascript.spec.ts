import { expect, test } from "./fixture";
import { signInHere } from "./setup/people";
import { choose, expectIssue, fillSecret, filterBy, LIST, rowOf, save } from "./steps";

const OFF = { javaScriptEnabled: false } as const;

test("without JavaScript one signs in, stores, edits, replaces and deletes a secret", async ({
  as,
  shared,
  uniqueName,
}) => {
  const page = await as("nobody", OFF);
  await page.goto(LIST);
  await signInHere(page, { email: shared.people.owner.email, password: "wrong password here" });
  await expect(page.getByRole("textbox", { name: "Email" })).toHaveValue(shared.people.owner.email);
  await signInHere(page, shared.people.owner);
  await expect(page).toHaveURL(new RegExp(`${LIST}$`));

  const name = uniqueName();
  await page.getByRole("button", { name: "Store New Secret" }).click();
  const dialog = page.getByRole("dialog");
  await fillSecret(dialog, {
    name: "1abc",
    value: "canary-before-hydration",
    description: "typed description",
  });
  await save(dialog);
  await expectIssue(dialog.getByLabel("Secret name"), "Start with a letter or underscore.");
  await expect(dialog.getByLabel("Secret name")).toHaveValue("1abc");
  await expect(dialog.getByLabel("Description (optional)")).toHaveValue("typed description");
  await expect(dialog.getByLabel("Value", { exact: true })).toHaveValue("");
  expect(await page.content()).not.toContain("canary-before-hydration");
  await fillSecret(dialog, { name, value: "line one\nline two\n" });
  await save(dialog);
  await expect(page.getByRole("dialog", { name: `Stored ${name}` })).toBeVisible();
  await page.getByRole("link", { name: "Back to the list" }).click();
  await expect(rowOf(page, name)).toContainText("typed description");

  await choose(page, name, "Edit");
  await dialog.getByLabel("Description (optional)").fill("another description");
  await save(dialog);
  await expect(page.getByRole("dialog", { name: `Saved ${name}` })).toBeVisible();
  await page.getByRole("link", { name: "Back to the list" }).click();
  await expect(rowOf(page, name)).toContainText("another description");

  await choose(page, name, "New value");
  await dialog.getByLabel("New value").fill("line one\nline two\n");
  await save(dialog);
  await expect(page.getByRole("dialog", { name: `Saved ${name}` })).toBeVisible();
  await page.goto(`${LIST}/${name}/changes`);
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Version 2" })).toContainText(
    "Same value as version 1.",
  );

  await page.getByRole("main").getByRole("link", { name: "Overview" }).click();
  await page.getByRole("button", { name: "Replace value" }).click();
  await dialog.getByRole("button", { name: "Replace value" }).click();
  await expectIssue(dialog.getByLabel("New value"), "Enter a value.");
  await dialog.getByLabel("New value").fill("canary-of-the-page");
  await dialog.getByRole("button", { name: "Replace value" }).click();
  await page.getByRole("link", { name: "Back to the page" }).click();
  await expect(
    page.getByRole("main").getByRole("listitem").filter({ hasText: "Current" }).first(),
  ).toContainText("Version 3");

  await page.goto(LIST);
  await choose(page, name, "Delete");
  await dialog.getByLabel("Type the name to confirm").fill("something else");
  await dialog.getByRole("button", { name: "Delete permanently" }).click();
  await expect(dialog.getByLabel("Type the name to confirm")).toHaveAccessibleDescription(/exactly/);
  await dialog.getByLabel("Type the name to confirm").fill(name);
  await dialog.getByRole("button", { name: "Delete permanently" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(page, name)).toHaveCount(0);
});

test("without JavaScript one searches with Enter, filters, and makes a project", async ({
  as,
  uniqueName,
}) => {
  const page = await as("owner", OFF);
  await page.goto(LIST);
  await page.getByRole("searchbox", { name: "Search secrets" }).fill("nothing has this");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No secret matches “nothing has this”")).toBeVisible();
  await page.getByRole("link", { name: "Show all secrets" }).click();
  await filterBy(page, "Provider");
  await expect(page).toHaveURL(/category=provider/);

  const slug = uniqueName("plain").toLowerCase().replaceAll("_", "-");
  await page.goto("/projects/new");
  await page.getByLabel("Short name").fill("Not A Slug");
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByLabel("Short name")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Short name")).toHaveValue("Not A Slug");
  await page.getByLabel("Short name").fill(slug);
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page).toHaveURL(new RegExp(`/projects/${slug}/production/secrets$`));
});
