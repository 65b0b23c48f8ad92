import { expect, type Locator, type Page } from "@playwright/test";
import { open, untilHydrated } from "./hydration";
import { type Person, signInHere } from "./setup/people";

export const PEOPLE = "/people";

/** Signs a person in on a page where nobody is, and shows the page at `path`. */
export async function enter(
  page: Page,
  person: Pick<Person, "email" | "password">,
  path: string,
): Promise<void> {
  await open(page, path);
  await signInHere(page, person);
  await expect(page).not.toHaveURL(/\/sign-in/);
  await untilHydrated(page);
}

/** The row of a person on the People page. */
export function personRow(page: Page, email: string): Locator {
  return page.getByRole("table", { name: "People" }).getByRole("row").filter({ hasText: email });
}

export function invitationRow(page: Page, email: string): Locator {
  return page.getByRole("table", { name: "Pending invitations" }).getByRole("row").filter({ hasText: email });
}

/** Opens the dialog behind an item of a person's menu. */
export async function choosePerson(page: Page, email: string, item: string): Promise<Locator> {
  await page.getByRole("button", { name: `Actions for ${email}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Presses the button of a dialog that does it, and waits until that is done. */
export async function confirm(dialog: Locator, button: string): Promise<void> {
  await dialog.getByRole("button", { name: button, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

export async function changeRole(page: Page, email: string, role: string): Promise<void> {
  const dialog = await choosePerson(page, email, "Change role");
  await dialog.getByLabel("Role").selectOption({ label: role });
  await confirm(dialog, "Change role");
}

/** Invites on the People page that is open, and answers with the link that it shows once. */
export async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.getByRole("button", { name: "Invite person" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite person" });
  await dialog.getByLabel("Email").fill(email);
  await dialog.getByLabel("Role").selectOption({ label: role });
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  const issued = page.getByRole("dialog", { name: `Invitation for ${email.toLowerCase()}` });
  const link = await issued.getByLabel("Invitation link").inputValue();
  await issued.getByRole("link", { name: "Done" }).click();
  return link;
}

/** Fills in the page behind an invitation's link. */
export async function join(page: Page, link: string, { name, password }: Person): Promise<void> {
  await page.goto(link);
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Join" }).click();
}
