import { secretsPath } from "@/lib/projects/model";
import { inspect } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { becomeOwner } from "./setup/people";
import { storeIn } from "./steps";

test("an Owner sees which keys there are, gives a project a new one, and rotates the master key", async ({
  as,
  ownInstance,
}) => {
  test.slow();
  const instance = await ownInstance();
  const page = await as("nobody", { baseURL: instance.origin });
  await becomeOwner(page, instance.setupLink());
  await storeIn(page, secretsPath("default", "production"), { name: "STRIPE_KEY", value: "a value of it" });
  await open(page, "/settings");
  await page.getByRole("link", { name: "Keys", exact: true }).click();
  const masterKeys = page.getByRole("table", { name: "Master keys" }).getByRole("row");
  const project = page.getByRole("table", { name: "Project keys" }).getByRole("row", { name: /Default/ });

  await test.step("the page says what is wrapped by what, and shows no key", async () => {
    await expect(masterKeys).toHaveCount(2);
    await expect(masterKeys.nth(1)).toContainText(/In use.*the instance key, \d+ project keys?/);
    await expect(page.getByText("Held by1 running instance")).toBeVisible();
    expect(await page.content()).not.toMatch(/[0-9a-f]{64}/);
    await inspect(page);
  });

  await test.step("the key of a project is replaced, and its values sealed anew", async () => {
    await project.getByRole("button", { name: "Rotate the key of Default" }).click();
    const dialog = page.getByRole("dialog", { name: "Rotate the key of Default?" });
    await inspect(page);
    await dialog.getByRole("button", { name: "Rotate key" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText("its values are being sealed anew").first()).toBeVisible();
    await expect(async () => {
      await page.reload();
      await expect(project).toContainText("about to be erased", { timeout: 500 });
    }).toPass({ timeout: 90_000 });
  });

  await test.step("the master key is rotated", async () => {
    await page.getByRole("button", { name: "Rotate master key" }).click();
    const dialog = page.getByRole("dialog", { name: "Rotate the master key?" });
    await dialog.getByRole("button", { name: "Rotate master key" }).click();
    await expect(dialog).toBeHidden();
    await expect(masterKeys).toHaveCount(3);
    await expect(masterKeys.nth(1)).toContainText("In use");
    await expect(masterKeys.nth(2)).toContainText(/Retired.*Nothing here/);
    await inspect(page);
  });
});
