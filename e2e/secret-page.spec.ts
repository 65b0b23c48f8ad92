import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { LIST, rowOf, save, storeIn } from "./steps";

test("two clicks from the list replace a value, and nothing typed is lost to another's change", async ({
  as,
  uniqueName,
}) => {
  const page = await as("owner", { permissions: ["clipboard-write"] });
  const [name, renamed] = [uniqueName(), uniqueName("RENAMED")];
  await storeIn(page, LIST, { name, value: "canary one" });
  const dialog = page.getByRole("dialog");
  const versions = page.getByRole("listitem").filter({ hasText: "Stored by" });

  await test.step("the value has the focus, and a conflict keeps it", async () => {
    await rowOf(page, name).getByRole("link", { name }).click();
    await page.getByRole("button", { name: "Replace value" }).click();
    await expect(dialog.getByLabel("New value")).toBeFocused();
    await page.keyboard.type("canary two");
    const other = await page.context().newPage();
    await open(other, `${LIST}/${name}`);
    await other.getByRole("button", { name: "Edit" }).click();
    await other.getByLabel("Description (optional)").fill("Theirs");
    await save(other.getByRole("dialog"));
    await expect(other.getByRole("dialog")).toHaveCount(0);
    await expect(other.getByText("Theirs").first()).toBeVisible();
    await other.close();
    await dialog.getByRole("button", { name: "Replace value" }).click();
    await expect(dialog.getByRole("alert")).toContainText("changed this secret while you were editing it.");
    await expect(dialog.getByLabel("New value")).toHaveValue("canary two");
    await dialog.getByRole("button", { name: "Replace value" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Replace value" })).toBeFocused();
    await expect(page.getByText("Theirs").first()).toBeVisible();
    await expect(versions).toContainText("Previous");
  });

  await test.step("a reference is copied", async () => {
    await page.getByRole("button", { name: "Copy reference" }).click();
    await page.getByRole("menuitem", { name: "curl" }).click();
    await expect(page.getByText("Copied curl").first()).toBeAttached();
    expect(await page.content()).not.toContain("canary");
  });

  await test.step("what was copied says where the secret is; another name leads to another address; the old version comes back", async () => {
    await page.getByRole("button", { name: "Edit" }).click();
    await dialog.getByLabel("Secret name").fill(renamed);
    await dialog.getByLabel("Description (optional)").fill("");
    await dialog.getByLabel("Description (optional)").press("Control+V");
    const there = `/api/v1/secrets/${name}/reveal?project=default&environment=development`;
    await expect(dialog.getByLabel("Description (optional)")).toHaveValue(/^curl /);
    expect(await dialog.getByLabel("Description (optional)").inputValue()).toContain(
      `${new URL(page.url()).origin}${there}`,
    );
    await save(dialog);
    await expect(page).toHaveURL(new RegExp(`${LIST}/${renamed}$`));
    await expect(page.getByRole("heading", { name: renamed, level: 1 })).toBeVisible();
    await page.getByRole("button", { name: "Restore version 1" }).click();
    await page.getByRole("button", { name: "Restore", exact: true }).click();
    await expect(page.getByText("Restored from version 1 by").first()).toBeVisible();
  });

  await test.step("once deleted, it is found among those that were", async () => {
    await page.getByRole("button", { name: "Delete" }).click();
    await dialog.getByLabel("Type the name to confirm").fill(renamed);
    await dialog.getByRole("button", { name: "Delete permanently" }).click();
    await expect(page).toHaveURL(new RegExp(`${LIST}$`));
    await page.getByRole("link", { name: "Deleted" }).click();
    await untilHydrated(page);
    await page.getByRole("searchbox", { name: "Search deleted secrets" }).fill(renamed.toLowerCase());
    await expect(page).toHaveURL(/search=renamed/);
    await page.getByRole("link", { name: renamed }).click();
    await expect(page.getByRole("heading", { name: `Change log of ${renamed}` })).toBeVisible();
    await expect(page.getByText("All 3 versions of the value were erased.")).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "Overview" }).click();
    await expect(page.getByText("This secret was deleted.")).toBeVisible();
  });
});
