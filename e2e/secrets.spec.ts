import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import {
  choose,
  filterBy,
  LIST,
  openEditDialog,
  openStoreDialog,
  replaceValue,
  rowOf,
  save,
  store,
  storeIn,
} from "./steps";

// Owners and Super Admins may do the same here, as the matrix has it: each story is of one of them.
test("a stored secret stands in the list, marked, and its value nowhere", async ({ as, uniqueName }) => {
  const page = await as("owner");
  await open(page, LIST);
  const name = uniqueName();
  const dialog = await openStoreDialog(page);
  await expect(dialog.getByLabel("Secret name")).toBeFocused();
  await dialog.getByLabel("Secret name").fill(name.toLowerCase());
  await expect(dialog.getByLabel("Secret name")).toHaveAccessibleDescription(
    `Becomes the environment variable ${name}`,
  );
  await dialog.getByLabel("Value", { exact: true }).fill("canary-of-this-story");
  await dialog.getByLabel("Description (optional)").fill("Opens the vault");
  await save(dialog);
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`${LIST}$`));
  const row = rowOf(page, name.toLowerCase());
  await expect(row).toContainText("New");
  await expect(row).toContainText("Opens the vault");
  await expect(page.getByText(`Stored ${name.toLowerCase()}`).first()).toBeAttached();
  expect(await page.content()).not.toContain("canary-of-this-story");
  await page.reload();
  await expect(row).toBeVisible();
  expect(await page.content()).not.toContain("canary-of-this-story");
});

test("a search answers while one types, and the address holds it", async ({ as, uniqueName }) => {
  const page = await as("super_admin");
  const [name, other] = [uniqueName("SEARCHED"), uniqueName("OTHER")];
  await storeIn(page, LIST, { name, value: "v1", description: "Zahlungsdienst" });
  await store(page, { name: other, value: "v2", description: name });
  await open(page, LIST);
  const box = page.getByRole("searchbox", { name: "Search secrets" });

  await box.pressSequentially(name.toLowerCase(), { delay: 10 });
  await expect(page).toHaveURL(new RegExp(`search=${name.toLowerCase()}$`));
  await expect(page.getByRole("table").locator("mark")).toHaveText([name, name]);
  await expect(page.getByRole("button", { name: /^Actions for/ })).toHaveCount(2);
  await page.goBack();
  await expect(box).toHaveValue("");
  await expect(page).toHaveURL(new RegExp(`${LIST}$`));
  await page.goForward();
  await expect(box).toHaveValue(name.toLowerCase());
  await expect(page.getByRole("button", { name: /^Actions for/ })).toHaveCount(2);

  await box.fill(`${name}nothing has this`);
  await expect(page.getByText(`No secret matches “${name}nothing has this”`)).toBeVisible();
  await page.getByRole("button", { name: "Clear the search" }).click();
  await expect(rowOf(page, name)).toBeVisible();
  await expect(box).toBeFocused();
});

test("filters and order narrow the list together and stay in the address", async ({ as, newProject }) => {
  const page = await as("owner");
  const list = `/projects/${await newProject()}/production/secrets`;
  await storeIn(page, list, { name: "ALPHA", value: "v" });
  await store(page, { name: "BETA", value: "v" });
  const edit = await openEditDialog(page, "BETA");
  await edit.getByLabel("Category").selectOption("Provider");
  await edit.getByLabel("Readable by").selectOption("Agents");
  await save(edit);
  await expect(edit).toBeHidden();

  await filterBy(page, "Provider");
  await expect(page).toHaveURL(/category=provider/);
  await expect(rowOf(page, "ALPHA")).toBeHidden();
  await expect(rowOf(page, "BETA")).toBeVisible();
  await filterBy(page, "Tools");
  await expect(page.getByText("No secret matches these filters")).toBeVisible();
  await page.getByRole("link", { name: "Remove the filter Readable by: Tools" }).click();
  await expect(rowOf(page, "BETA")).toBeVisible();
  await page.getByRole("link", { name: "Remove the filter Category: Provider" }).click();
  await expect(rowOf(page, "ALPHA")).toBeVisible();
  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(page.getByRole("button", { name: /^Actions for/ }).first()).toHaveAccessibleName(
    "Actions for ALPHA",
  );
  await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  await page.getByRole("navigation", { name: "Environment" }).getByRole("link", { name: "Staging" }).click();
  await expect(page).toHaveURL(/staging\/secrets\?sort=name&order=desc$/);
});

test("an edit says beforehand what it will change, and the row shows it", async ({ as, uniqueName }) => {
  const page = await as("super_admin");
  const [name, renamed] = [uniqueName(), uniqueName("RENAMED")];
  await storeIn(page, LIST, { name, value: "v", description: "before" });
  const dialog = await openEditDialog(page, name);
  await expect(dialog.getByRole("button", { name: "Save changes" })).toBeDisabled();
  await dialog.getByLabel("Description (optional)").fill("after");
  await dialog.getByLabel("Secret name").fill(renamed);
  await dialog.getByLabel("Category").selectOption("Tool");
  const summary = dialog.getByRole("listitem");
  await expect(summary.filter({ hasText: "before" })).toContainText("after");
  await expect(summary.filter({ hasText: name })).toContainText(renamed);
  await save(dialog);
  await expect(dialog).toBeHidden();
  await expect(rowOf(page, renamed)).toContainText("after");
  await expect(rowOf(page, renamed)).toContainText("Tool");
  await expect(rowOf(page, name)).toHaveCount(0);
});

test("a change log tells who did what, and an old version comes back", async ({ as, uniqueName, shared }) => {
  const page = await as("owner");
  const name = uniqueName();
  await storeIn(page, LIST, { name, value: "first value" });
  await replaceValue(page, name, "second value");
  await replaceValue(page, name, "first value");

  await choose(page, name, "Change logs");
  const drawer = page.getByRole("dialog", { name: `Change log of ${name}` });
  const lines = drawer.getByRole("listitem");
  await expect(lines).toHaveCount(3);
  await expect(lines.nth(0)).toContainText("Value replaced");
  await expect(lines.nth(0)).toContainText("Version 3");
  await expect(lines.nth(0)).toContainText("Same value as version 1.");
  await expect(lines.nth(0)).toContainText(shared.people.owner.email);
  await expect(lines.nth(0)).toContainText("127.0.0.1");
  await expect(lines.nth(1)).toContainText("Version 2");
  await expect(lines.nth(1)).not.toContainText("Same value");
  await expect(lines.nth(2)).toContainText("Created");
  await expect(lines.nth(0).getByRole("button", { name: /Restore/ })).toHaveCount(0);

  await lines.nth(1).getByRole("button", { name: "Restore version 2" }).click();
  await lines.nth(1).getByRole("button", { name: "Restore", exact: true }).click();
  await expect(lines).toHaveCount(4);
  await expect(lines.nth(0)).toContainText("Restored from version 2");
  await expect(lines.nth(0)).toContainText("Version 4");
  await expect(lines.nth(0)).toContainText("Current");

  await drawer.getByRole("link", { name: "Open as a page" }).click();
  await expect(page).toHaveURL(new RegExp(`${LIST}/${name}/changes$`));
  await untilHydrated(page);
  await expect(page.getByRole("heading", { name: `Change log of ${name}`, level: 1 })).toBeVisible();
  await expect(page.getByRole("main").getByText("Version 4")).toBeVisible();
  await page.getByRole("button", { name: "Restore version 1" }).click();
  await page.getByRole("button", { name: "Restore", exact: true }).click();
  await expect(page.getByText("Restored from version 1")).toBeVisible();
  await page.getByRole("link", { name: "Name and description" }).click();
  await expect(page.getByText("No events of this kind.")).toBeVisible();
});

test("deleting asks for the name, and the change log outlives the secret", async ({ as, uniqueName }) => {
  const page = await as("super_admin");
  const name = uniqueName();
  await storeIn(page, LIST, { name, value: "v1" });
  await replaceValue(page, name, "v2");
  await choose(page, name, "Delete");
  const dialog = page.getByRole("dialog", { name: `Delete ${name}?` });
  await expect(dialog).toContainText("This cannot be undone");
  await expect(dialog).toContainText("All 2 versions of its value are erased");
  const confirmation = dialog.getByLabel("Type the name to confirm");
  await expect(confirmation).toBeFocused();
  for (const wrong of ["", name.toLowerCase(), `${name} `]) {
    await confirmation.fill(wrong);
    await dialog.getByRole("button", { name: "Delete permanently" }).click();
    await expect(confirmation).toHaveAccessibleDescription(new RegExp(`Type ${name} exactly`));
    await expect(confirmation).toHaveValue(wrong);
  }
  await confirmation.fill(name);
  await dialog.getByRole("button", { name: "Delete permanently" }).click();
  await expect(dialog).toBeHidden();
  await expect(rowOf(page, name)).toHaveCount(0);

  await open(page, `${LIST}/${name}/changes`);
  await expect(page.getByText("This secret was deleted.")).toBeVisible();
  await expect(page.getByText("All 2 versions of the value were erased.")).toBeVisible();
  await expect(page.getByRole("button", { name: /Restore/ })).toHaveCount(0);
});

test("Copy name copies the name and says so", async ({ as, uniqueName }) => {
  const page = await as("owner", { permissions: ["clipboard-write"] });
  const name = uniqueName();
  await storeIn(page, LIST, { name, value: "v" });
  await choose(page, name, "Copy name");
  await expect(page.getByText(`Copied ${name}`).first()).toBeAttached();
  await page.getByRole("searchbox", { name: "Search secrets" }).focus();
  await page.keyboard.press("Control+V");
  await expect(page.getByRole("searchbox", { name: "Search secrets" })).toHaveValue(name);
});

test("a name that the browser does not let one copy is said to be not copied", async ({ as, uniqueName }) => {
  const page = await as("owner", { permissions: [] });
  const name = uniqueName();
  await storeIn(page, LIST, { name, value: "v" });
  await choose(page, name, "Copy name");
  await expect(page.getByText("Not copied: the browser does not allow it.").first()).toBeAttached();
});
