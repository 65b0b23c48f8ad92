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
