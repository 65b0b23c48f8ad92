import { expect, test } from "../fixture";
import { choosePerson, enter, invitationRow, PEOPLE } from "../people-steps";
import { imagine } from "../setup/people";
import { inspect } from "./inspect";

test("what opens over the people is accessible and fits, light and dark", async ({ as, newPerson }) => {
  test.slow();
  const person = await newPerson("auditor");
  const page = await as("nobody");
  await enter(page, await newPerson("owner"), PEOPLE);
  const guest = imagine("auditor").email;
  await page.getByRole("button", { name: "Invite person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(dialog.getByLabel("Email")).toHaveAttribute("aria-invalid", "true");
  await inspect(page);
  await dialog.getByLabel("Email").fill(guest);
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  const link = await dialog.getByLabel("Invitation link").inputValue();
  await inspect(page);
  await dialog.getByRole("link", { name: "Done" }).click();
  for (const item of ["Change role", "Suspend", "Remove"]) {
    await choosePerson(page, person.email, item);
    await inspect(page);
    await page.keyboard.press("Escape");
  }
  await invitationRow(page, guest)
    .getByRole("button", { name: /^Revoke/ })
    .click();
  await inspect(page);
  await inspect(await as("nobody"), link);
});

test("grants and groups are accessible and fit, light and dark", async ({ as, newPerson, newProject }) => {
  test.slow();
  const [page, person, slug] = [await as("owner"), await newPerson("member"), await newProject()];
  await inspect(page, "/people/groups?dialog=create");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Shop");
  await dialog.getByLabel("Slug").fill(slug);
  await dialog.getByRole("button", { name: "Create group" }).click();
  await page.getByRole("button", { name: "Add person" }).click();
  await dialog.getByLabel("Email").fill(person.email);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("table", { name: "People" })).toContainText(person.email);
  await page.getByRole("button", { name: "Grant access" }).click();
  await inspect(page);
  await dialog.getByLabel("Where").selectOption(`${slug}/production`);
  await dialog.getByRole("button", { name: "Grant access" }).click();
  await expect(page.getByRole("table", { name: "Access" })).toContainText(`${slug} / production`);
  await inspect(page);
  await page.getByRole("link", { name: person.name }).click();
  await expect(page.getByRole("heading", { name: person.name })).toBeVisible();
  await inspect(page);
});
