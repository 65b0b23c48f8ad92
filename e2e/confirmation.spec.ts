import { secretsPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { forgetProofs } from "./setup/database";
import { signInHere } from "./setup/people";
import { choose, LIST, rowOf, store } from "./steps";

test("deleting asks who it is after a while: a wrong password keeps asking, the right one deletes", async ({
  as,
  newPerson,
  newProject,
  shared,
  uniqueName,
}) => {
  const page = await as("nobody");
  const person = await newPerson("owner");
  // A short list fetches no further rows while the session is changed past the program.
  const list = secretsPath(await newProject(), "development");
  await open(page, list);
  await signInHere(page, person);
  await expect(page).toHaveURL(new RegExp(list));
  await open(page, list);
  const name = uniqueName();
  await store(page, { name, value: "v" });
  await forgetProofs(shared.env, person.email);

  await choose(page, name, "Delete");
  const deletion = page.getByRole("dialog", { name: `Delete ${name}?` });
  await deletion.getByLabel("Type the name to confirm").fill(name);
  await deletion.getByRole("button", { name: "Delete permanently" }).click();
  const question = page.getByRole("dialog", { name: "Confirm your identity" });
  const password = question.getByLabel("Your password");
  await expect(password).toBeFocused();
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toHaveCount(0);
  await expect(deletion.getByRole("alert")).toContainText("Not changed");
  await expect(deletion.getByLabel("Type the name to confirm")).toHaveValue(name);

  await deletion.getByRole("button", { name: "Delete permanently" }).click();
  await password.fill("not the right password");
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(password).toHaveAccessibleDescription(/Wrong password/);
  await password.fill(person.password);
  await page.route("**", async (route) => {
    if (route.request().method() === "POST") await new Promise((resolve) => setTimeout(resolve, 800));
    await route.continue();
  });
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(question).toHaveCount(0);
  await expect(deletion.getByRole("button", { name: "Delete permanently" })).toHaveAttribute(
    "aria-busy",
    "true",
  );
  await expect(deletion).toHaveCount(0);
  await expect(rowOf(page, name)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Store New Secret" })).toBeVisible();
});

test("without JavaScript the form leads to a page that asks, and back", async ({
  as,
  newPerson,
  shared,
  uniqueName,
}) => {
  const page = await as("nobody", { javaScriptEnabled: false });
  const person = await newPerson("super_admin");
  await page.goto(LIST);
  await signInHere(page, person);
  const name = uniqueName();
  await page.getByRole("button", { name: "Store New Secret" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Secret name").fill(name);
  await dialog.getByLabel("Value", { exact: true }).fill("v");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Back to the list" }).click();
  await forgetProofs(shared.env, person.email);

  await choose(page, name, "Delete");
  await dialog.getByLabel("Type the name to confirm").fill(name);
  await dialog.getByRole("button", { name: "Delete permanently" }).click();
  await dialog.getByRole("link", { name: "Confirm your identity" }).click();
  await expect(page.getByRole("heading", { name: "Confirm your identity" })).toBeVisible();
  await page.getByLabel("Your password").fill("wrong password here");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByLabel("Your password")).toHaveAccessibleDescription(/Wrong password/);
  await page.getByLabel("Your password").fill(person.password);
  await page.getByRole("button", { name: "Confirm" }).click();
  await dialog.getByLabel("Type the name to confirm").fill(name);
  await dialog.getByRole("button", { name: "Delete permanently" }).click();
  await expect(rowOf(page, name)).toHaveCount(0);
});
