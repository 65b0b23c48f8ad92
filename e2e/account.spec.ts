import { expect, test } from "./fixture";
import { open } from "./hydration";
import { signInHere } from "./setup/people";
import { expectIssue } from "./steps";

test("one changes one's own name, and the app shell says it at once", async ({ as, newPerson }) => {
  const page = await as("nobody");
  const person = await newPerson("member");
  await open(page, "/account");
  await signInHere(page, person);
  await expect(page).toHaveURL(/\/account$/);
  await open(page, "/account");
  const name = page.getByLabel("Name");
  await name.fill("  ");
  await page.getByRole("button", { name: "Save name" }).click();
  await expectIssue(name, "Enter a name.");
  await name.fill("Ada Lovelace");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Name saved")).toBeVisible();
  await expect(page.getByRole("button", { name: "Account: Ada Lovelace" })).toBeVisible();
  await page.reload();
  await expect(name).toHaveValue("Ada Lovelace");
});
