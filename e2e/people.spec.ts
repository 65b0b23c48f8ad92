import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { changeRole, choosePerson, confirm, enter, invite, join, PEOPLE, personRow } from "./people-steps";
import { becomeOwner, imagine, signInHere } from "./setup/people";
import { expectIssue, LIST } from "./steps";

/** Several people sign in, in browsers of their own. */
test.slow();

const SIGN_IN = /\/sign-in/;
const main = { name: "Main" };

test("another role counts from the next click of an open tab on", async ({ as, newPerson, faults }) => {
  faults.expect(/403/);
  const [owner, person] = [await newPerson("owner"), await newPerson("super_admin")];
  const [page, tab] = [await as("nobody"), await as("nobody")];
  await enter(page, owner, PEOPLE);
  await enter(tab, person, LIST);
  await changeRole(page, person.email, "Auditor");
  await expect(personRow(page, person.email)).toContainText("Auditor");
  await tab.getByRole("navigation", main).getByRole("link", { name: "People" }).click();
  await expect(tab.getByRole("heading", { name: "You don’t have access" })).toBeVisible();
  await expect(tab.getByRole("main")).toContainText("This page needs the role Owner or Super Admin.");
  await expect(tab.getByRole("main")).toContainText("with the role Auditor");
  await expect(tab.getByRole("navigation", main).getByRole("link", { name: "People" })).toHaveCount(0);
  await changeRole(page, person.email, "Member");
  await tab.getByRole("navigation", main).getByRole("link", { name: "Secrets", exact: true }).click();
  await expect(tab.getByRole("main")).toContainText("with the role Member");
});

test("a suspension ends an open tab on its next click, and restoring lets them sign in again", async ({
  as,
  newPerson,
}) => {
  const [admin, person] = [await newPerson("super_admin"), await newPerson("auditor")];
  const [page, tab] = [await as("nobody"), await as("nobody")];
  await enter(page, admin, PEOPLE);
  await enter(tab, person, "/account");
  await confirm(await choosePerson(page, person.email, "Suspend"), "Suspend");
  await expect(personRow(page, person.email)).toContainText("Suspended");
  await tab.getByRole("navigation", main).getByRole("link", { name: "Secrets", exact: true }).click();
  await expect(tab).toHaveURL(SIGN_IN);
  await untilHydrated(tab);
  await signInHere(tab, person);
  await expect(tab.getByRole("main").getByRole("alert")).toContainText("Wrong email or password");

  await confirm(await choosePerson(page, person.email, "Restore"), "Restore");
  await expect(personRow(page, person.email)).toContainText("Active");
  await enter(await as("nobody"), person, "/account");
});

test("a removal asks for the address, and ends an open tab on its next click", async ({ as, newPerson }) => {
  const [owner, person] = [await newPerson("owner"), await newPerson("auditor")];
  const [page, tab] = [await as("nobody"), await as("nobody")];
  await enter(page, owner, PEOPLE);
  await enter(tab, person, "/account");
  const dialog = await choosePerson(page, person.email, "Remove");
  const field = dialog.getByLabel("Type the address to confirm");
  await field.fill(owner.email);
  await dialog.getByRole("button", { name: "Remove permanently" }).click();
  await expectIssue(field, "exactly");
  await field.fill(person.email);
  await confirm(dialog, "Remove permanently");
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText(`Removed ${person.email}`);
  await expect(personRow(page, person.email)).toHaveCount(0);
  await tab.getByRole("navigation", main).getByRole("link", { name: "Secrets", exact: true }).click();
  await expect(tab).toHaveURL(SIGN_IN);
});

test("a Super Admin can do nothing to Owners, and makes none", async ({ as, newPerson }) => {
  const [admin, owner] = [await newPerson("super_admin"), await newPerson("owner")];
  const page = await as("nobody");
  await enter(page, admin, PEOPLE);
  const row = personRow(page, owner.email);
  await expect(row).toContainText("Owner");
  await expect(row.getByRole("button")).toHaveCount(0);
  await page.getByRole("button", { name: "Invite person" }).click();
  await expect(page.getByRole("dialog").getByLabel("Role").getByRole("option")).toHaveText([
    "Super Admin",
    "Auditor",
    "Member",
  ]);
  const other = await as("nobody");
  await enter(other, owner, PEOPLE);
  await choosePerson(other, owner.email, "Remove");
  const id = new URL(other.url()).searchParams.get("person");
  for (const dialog of ["role", "suspend", "restore", "unlock", "remove"]) {
    await open(page, `${PEOPLE}?dialog=${dialog}&person=${id}`);
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
});

test("the last Owner can neither leave, suspend nor demote themselves, and reads why", async ({
  as,
  ownInstance,
}) => {
  const instance = await ownInstance();
  const page = await as("nobody", { baseURL: instance.origin });
  const owner = await becomeOwner(page, instance.setupLink());
  await open(page, PEOPLE);
  await expect(page.getByRole("heading", { name: "Nobody else yet" })).toBeVisible();
  const why = "You are the only active Owner. Make somebody else an Owner first.";
  const role = await choosePerson(page, owner.email, "Change role");
  await role.getByLabel("Role").selectOption({ label: "Auditor" });
  await role.getByRole("button", { name: "Change role" }).click();
  await expect(role.getByRole("alert")).toContainText(why);
  await role.getByRole("button", { name: "Cancel" }).click();
  const removal = await choosePerson(page, owner.email, "Remove");
  const id = new URL(page.url()).searchParams.get("person");
  await removal.getByLabel("Type the address to confirm").fill(owner.email);
  await removal.getByRole("button", { name: "Remove permanently" }).click();
  await expect(removal.getByRole("alert")).toContainText(why);
  await open(page, `${PEOPLE}?dialog=suspend&person=${id}`);
  await expect(page.getByRole("dialog")).toHaveCount(0);

  const heir = imagine("owner");
  const link = await invite(page, heir.email, "Owner");
  await join(await as("nobody"), link, heir);
  await page.reload();
  await untilHydrated(page);
  const leaving = await choosePerson(page, owner.email, "Remove");
  await leaving.getByLabel("Type the address to confirm").fill(owner.email);
  await leaving.getByRole("button", { name: "Remove permanently" }).click();
  await expect(page).toHaveURL(SIGN_IN);
});

test("somebody who has to wait after failed tries is unlocked and signs in at once", async ({
  as,
  newPerson,
}) => {
  const [owner, person] = [await newPerson("owner"), await newPerson("auditor")];
  const tab = await as("nobody");
  await open(tab, "/sign-in");
  const alert = tab.getByRole("main").getByRole("alert");
  for (let tries = 0; tries < 6; tries += 1) {
    await signInHere(tab, { email: person.email, password: `wrong password ${tries}` });
    await expect(tab.getByRole("button", { name: "Sign in" })).not.toHaveAttribute("aria-busy");
    await expect(alert).toBeVisible();
  }
  await signInHere(tab, person);
  await expect(alert).toContainText("Too many attempts");
  const page = await as("nobody");
  await enter(page, owner, PEOPLE);
  await expect(personRow(page, person.email)).toContainText("Locked");
  await confirm(await choosePerson(page, person.email, "Unlock"), "Unlock");
  await expect(personRow(page, person.email)).not.toContainText("Locked");
  await signInHere(tab, person);
  await expect(tab).not.toHaveURL(SIGN_IN);
});

test("people is a page for Owners and Super Admins, found in the sidebar and the palette", async ({
  as,
  faults,
}) => {
  faults.expect(/403/);
  for (const role of ["auditor", "member"] as const) {
    const page = await as(role);
    const response = await open(page, PEOPLE);
    expect(response?.status()).toBe(403);
    await expect(page.getByRole("main")).toContainText("This page needs the role Owner or Super Admin.");
    await expect(page.getByRole("navigation", main).getByRole("link", { name: "People" })).toHaveCount(0);
  }
  const page = await as("super_admin");
  await open(page, "/account");
  await page.getByRole("navigation", main).getByRole("link", { name: "People" }).click();
  await expect(page.getByRole("heading", { name: "People", level: 1 })).toBeVisible();
  await open(page, "/account");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("people");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${PEOPLE}$`));
});

test("without JavaScript one invites, joins, changes a role, suspends and removes", async ({
  as,
  newPerson,
  faults,
}) => {
  // A Member lands on a page that says what their role may not see.
  faults.expect(/403/);
  const off = { javaScriptEnabled: false } as const;
  const page = await as("nobody", off);
  const guest = imagine("member");
  await page.goto(PEOPLE);
  await signInHere(page, await newPerson("owner"));
  await page.getByRole("button", { name: "Invite person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Email").fill("not an address");
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  await expectIssue(dialog.getByLabel("Email"), "plain email address");
  await expect(dialog.getByLabel("Email")).toHaveValue("not an address");
  await dialog.getByLabel("Email").fill(guest.email);
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  const link = await dialog.getByLabel("Invitation link").inputValue();
  await dialog.getByRole("link", { name: "Done" }).click();
  const browser = await as("nobody", off);
  await join(browser, link, guest);
  await expect(browser).not.toHaveURL(/\/join/);

  await page.goto(PEOPLE);
  const role = await choosePerson(page, guest.email, "Change role");
  await role.getByLabel("Role").selectOption({ label: "Auditor" });
  await role.getByRole("button", { name: "Change role" }).click();
  await page.getByRole("link", { name: "Back to the list" }).click();
  await expect(personRow(page, guest.email)).toContainText("Auditor");
  const suspension = await choosePerson(page, guest.email, "Suspend");
  await suspension.getByRole("button", { name: "Suspend" }).click();
  await page.getByRole("link", { name: "Back to the list" }).click();
  await expect(personRow(page, guest.email)).toContainText("Suspended");
  await browser.goto("/account");
  await expect(browser).toHaveURL(SIGN_IN);
  const removal = await choosePerson(page, guest.email, "Remove");
  await removal.getByLabel("Type the address to confirm").fill(guest.email);
  await removal.getByRole("button", { name: "Remove permanently" }).click();
  await expect(personRow(page, guest.email)).toHaveCount(0);
});
