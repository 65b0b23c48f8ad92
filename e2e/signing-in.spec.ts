import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { imagine, signInHere } from "./setup/people";
import { fillSecret, LIST, openStoreDialog, rowOf, save } from "./steps";

const SIGN_IN = /\/sign-in/;

test("whoever is signed out signs in and is back where they wanted to go", async ({ as, shared }) => {
  const page = await as("nobody");
  await open(page, `${LIST}?category=tool&sort=name`);
  await expect(page).toHaveURL(SIGN_IN);
  await signInHere(page, shared.people.auditor);
  await expect(page).toHaveURL(new RegExp(`${LIST}\\?category=tool&sort=name$`));
});

test("signing in never leads to another site", async ({ as, shared, faults }) => {
  // The list may be loading its next rows when the cookie is taken away.
  faults.expect(/401 .*\/rows\?/);
  const page = await as("nobody");
  for (const next of ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"]) {
    await open(page, `/sign-in?next=${encodeURIComponent(next)}`);
    await signInHere(page, shared.people.auditor);
    await expect(page).toHaveURL(/^[^?]*:\d+\/(projects\/[^/]+\/[^/]+\/secrets)?$/);
    expect(page.url().startsWith(shared.origin)).toBe(true);
    await page.context().clearCookies();
  }
});

test("a wrong password keeps the address and does not tell whether it has an account", async ({
  as,
  newPerson,
}) => {
  const page = await as("nobody");
  const texts: string[] = [];
  for (const person of [await newPerson("auditor"), imagine("auditor")]) {
    await open(page, "/sign-in");
    await signInHere(page, { email: person.email, password: "not the right password" });
    const alert = page.getByRole("main").getByRole("alert");
    await expect(alert).toBeVisible();
    await expect(page.getByRole("textbox", { name: "Email" })).toHaveValue(person.email);
    texts.push((await alert.textContent()) ?? "");
  }
  expect(texts[0]).toBe(texts[1]);
});

test("a stale tab asks to sign in over its form, and sends what was typed as the same person alone", async ({
  as,
  newPerson,
  shared,
  faults,
}) => {
  const page = await as("nobody");
  const person = await newPerson("super_admin");
  await open(page, LIST);
  await signInHere(page, person);
  await expect(page).toHaveURL(new RegExp(`${LIST}$`));
  await untilHydrated(page);
  const dialog = await openStoreDialog(page);
  await fillSecret(dialog, { name: "TYPED_IN_A_STALE_TAB", value: "canary-of-a-stale-tab" });

  const other = await page.context().newPage();
  await open(other, LIST);
  await other.getByRole("button", { name: new RegExp(`^Account.*${person.name}`) }).click();
  await other.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(other).toHaveURL(SIGN_IN);

  faults.expect(/401/);
  await save(dialog);
  const question = page.getByRole("dialog", { name: "Session expired" });
  await expect(question).toBeVisible();
  const openTab = () => page.context().waitForEvent("page");
  const [wrong] = await Promise.all([openTab(), question.getByRole("link", { name: "Sign in" }).click()]);
  await signInHere(wrong, shared.people.super_admin);
  await expect(question.getByText(`You signed in as ${shared.people.super_admin.email}`)).toBeVisible();
  await wrong.context().clearCookies();

  const [tab] = await Promise.all([openTab(), question.getByRole("link", { name: "Sign in" }).click()]);
  await signInHere(tab, person);
  await expect(dialog).toBeHidden();
  await expect(rowOf(page, "TYPED_IN_A_STALE_TAB")).toBeVisible();
  await expect(question).toBeHidden();
});

test("signing out everywhere else ends the other session on its next click", async ({ as, newPerson }) => {
  const person = await newPerson("auditor");
  const [here, there] = [await as("nobody"), await as("nobody")];
  for (const page of [here, there]) {
    await open(page, "/account");
    await signInHere(page, person);
    await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
  }
  await open(here, "/account");
  await expect(here.getByText("This session")).toHaveCount(1);
  await here.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(here.getByText("Signed out everywhere else")).toBeVisible();
  await expect(here.getByRole("button", { name: "Sign out everywhere else" })).toHaveCount(0);

  await there
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: "Secrets", exact: true })
    .click();
  await expect(there).toHaveURL(SIGN_IN);
  await here.reload();
  await expect(here.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
});

test("a changed password ends the other sessions, and the old one no longer works", async ({
  as,
  newPerson,
}) => {
  const person = await newPerson("auditor");
  const [here, there] = [await as("nobody"), await as("nobody")];
  for (const page of [here, there]) {
    await open(page, "/account");
    await signInHere(page, person);
    await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
  }
  await untilHydrated(here);
  const replacement = imagine("auditor").password;
  await here.getByLabel("Current password").fill("wrong password it is");
  await here.getByLabel("New password").fill(replacement);
  await here.getByRole("button", { name: "Change password" }).click();
  await expect(here.getByLabel("Current password")).toHaveAttribute("aria-invalid", "true");
  await here.getByLabel("Current password").fill(person.password);
  await here.getByLabel("New password").fill(replacement);
  await here.getByRole("button", { name: "Change password" }).click();
  await expect(here.getByText("One other session has ended.")).toBeVisible();

  await there.reload();
  await expect(there).toHaveURL(SIGN_IN);
  await untilHydrated(there);
  await signInHere(there, person);
  await expect(there.getByRole("main").getByRole("alert")).toBeVisible();
  await signInHere(there, { ...person, password: replacement });
  await expect(there.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
});
