import type { Locator, Page } from "@playwright/test";
import { secretsPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { addAuthenticator } from "./setup/authenticator";
import { forgetProofs, requireSecondFactor, suspend } from "./setup/database";
import { makePerson, type Person, signInHere } from "./setup/people";
import { storeIn } from "./steps";

const LONG = { timeout: 20_000 };

test("a passkey is added with recovery codes, named, used alone and as second factor, and removed", async ({
  as,
  newPerson,
}) => {
  test.slow();
  const page = await as("nobody");
  const authenticator = await addAuthenticator(page);
  const person = await newPerson("auditor");
  await signInAt(page, "/account", person);

  await addPasskey(page, "Laptop");
  const codes = page.getByRole("dialog", { name: "Your passkey is added" });
  await expect(codes.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
  await codes.getByRole("button", { name: "I’ve saved these codes" }).click();
  await expect(codes).toBeHidden();
  expect(await authenticator.count()).toBe(1);
  await expect(item(page, "Laptop")).toContainText("not used yet");

  await item(page, "Laptop").getByRole("button", { name: "Rename" }).click();
  const renaming = page.getByRole("dialog", { name: "Rename passkey" });
  await expect(renaming.getByLabel("Name")).toHaveValue("Laptop");
  await renaming.getByLabel("Name").fill("Work laptop");
  await renaming.getByRole("button", { name: "Save" }).click();
  await expect(renaming).toBeHidden();
  await expect(item(page, "Work laptop")).toBeVisible();

  await signOut(page);
  await open(page, `/sign-in?next=${encodeURIComponent("/account")}`);
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible(LONG);
  await expect(item(page, "Work laptop")).toContainText("last used");

  await signOut(page);
  await open(page, "/sign-in?next=%2Faccount");
  await signInHere(page, person);
  await expect(page.getByRole("heading", { name: "Second step" })).toBeVisible();
  await untilHydrated(page);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible(LONG);

  await untilHydrated(page);
  await item(page, "Work laptop").getByRole("button", { name: "Remove" }).click();
  const removing = page.getByRole("dialog", { name: "Remove Work laptop?" });
  await removing.getByRole("button", { name: "Remove passkey" }).click();
  await expect(removing).toBeHidden();
  await expect(item(page, "Work laptop")).toHaveCount(0);

  await signOut(page);
  await open(page, "/sign-in");
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await expect(alertOf(page)).toContainText("was not accepted");
});

test("a second passkey on the same device is refused by the browser, on another it is added", async ({
  as,
  newPerson,
}) => {
  const page = await as("nobody");
  const authenticator = await addAuthenticator(page);
  await signInAt(page, "/account", await newPerson("auditor"));
  await addPasskey(page, "First");
  await page.getByRole("button", { name: "I’ve saved these codes" }).click();
  await addPasskey(page, "Second");
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await expect(dialog.getByRole("alert")).toContainText("has a passkey for your account already");
  await expect(dialog.getByLabel("Name")).toHaveValue("Second");
  await authenticator.remove();
  await addAuthenticator(page);
  await dialog.getByRole("button", { name: "Create passkey" }).click();
  await expect(dialog).toBeHidden();
  await expect(item(page, "Second")).toBeVisible();
  await expect(item(page, "First")).toBeVisible();
});

test("whoever walks away from the question, or is not recognised, is told so and can try again", async ({
  as,
  newPerson,
}) => {
  const page = await as("nobody");
  const authenticator = await addAuthenticator(page);
  await signInAt(page, "/account", await newPerson("auditor"));
  await authenticator.recognises(false);
  await addPasskey(page, "Key");
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await expect(dialog.getByRole("alert")).toContainText("Cancelled.");
  await authenticator.recognises(true);
  await dialog.getByRole("button", { name: "Create passkey" }).click();
  await expect(page.getByRole("dialog", { name: "Your passkey is added" })).toBeVisible();

  await signOut(page);
  await authenticator.recognises(false);
  await open(page, "/sign-in");
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await expect(alertOf(page)).toContainText("Cancelled.");
  await expect(page.getByRole("textbox", { name: "Email" })).toBeVisible();
});

test("a passkey confirms that it is you, in the dialog and on its page", async ({
  as,
  newPerson,
  newProject,
  shared,
  uniqueName,
}) => {
  const page = await as("nobody");
  await addAuthenticator(page);
  const person = await newPerson("owner");
  // A short list fetches no further rows while the session is changed past the program.
  const list = secretsPath(await newProject(), "development");
  await signInAt(page, "/account", person);
  await addPasskey(page, "Key");
  await page.getByRole("button", { name: "I’ve saved these codes" }).click();
  const name = uniqueName();
  await storeIn(page, list, { name, value: "v" });
  await forgetProofs(shared.env, person.email);

  await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete", exact: true }).click();
  const deletion = page.getByRole("dialog", { name: `Delete ${name}?` });
  await deletion.getByLabel("Type the name to confirm").fill(name);
  await deletion.getByRole("button", { name: "Delete permanently" }).click();
  const question = page.getByRole("dialog", { name: "Confirm your identity" });
  await question.getByRole("button", { name: "Use a passkey" }).click();
  await expect(question).toHaveCount(0);
  await expect(deletion).toHaveCount(0);
  await expect(page.getByRole("button", { name: `Actions for ${name}`, exact: true })).toHaveCount(0);

  await forgetProofs(shared.env, person.email);
  await open(page, "/account/confirm?next=%2Faccount");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
  await expect(item(page, "Key")).toContainText("last used");
});

test("adding a passkey asks who it is after a while, and goes on by itself", async ({
  as,
  newPerson,
  shared,
  faults,
}) => {
  faults.expect(/403 .*\/passkeys\/registration/);
  const page = await as("nobody");
  await addAuthenticator(page);
  const person = await newPerson("auditor");
  await signInAt(page, "/account", person);
  await forgetProofs(shared.env, person.email);
  await addPasskey(page, "Key");
  const question = page.getByRole("dialog", { name: "Confirm your identity" });
  await question.getByRole("button", { name: "Cancel" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await expect(dialog.getByRole("alert")).toContainText("Not changed");
  await dialog.getByRole("button", { name: "Create passkey" }).click();
  await question.getByLabel("Your password").fill(person.password);
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("dialog", { name: "Your passkey is added" })).toBeVisible();
});

test("where a second factor is required, a first passkey ends the sign-in", async ({ as, ownInstance }) => {
  test.slow();
  const instance = await ownInstance();
  const page = await as("nobody", { baseURL: instance.origin });
  await addAuthenticator(page);
  const person = await makePerson(instance.env, "owner");
  await requireSecondFactor(instance.env, true);
  await open(page, "/sign-in?next=%2Faccount");
  await signInHere(page, person);
  await expect(page.getByRole("heading", { name: "Set up a second factor" })).toBeVisible();
  await untilHydrated(page);
  await page.getByRole("button", { name: "Create a passkey" }).click();
  await expect(page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
  await page.getByRole("button", { name: "I’ve saved these codes" }).click();
  await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();

  await untilHydrated(page);
  await page.getByRole("button", { name: "Remove" }).first().click();
  const removing = page.getByRole("dialog", { name: /^Remove / });
  await removing.getByRole("button", { name: "Remove passkey" }).click();
  await expect(removing.getByRole("alert")).toContainText("requires a second factor");
});

test("the passkey of a suspended person is refused like one that nobody knows", async ({
  as,
  newPerson,
  shared,
}) => {
  const page = await as("nobody");
  await addAuthenticator(page);
  const person = await newPerson("auditor");
  await signInAt(page, "/account", person);
  await addPasskey(page, "Key");
  await page.getByRole("button", { name: "I’ve saved these codes" }).click();
  await suspend(shared.env, person.email);
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in/);
  await untilHydrated(page);
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await expect(alertOf(page)).toContainText("was not accepted");
});

test("without JavaScript the button says that it needs it", async ({ as }) => {
  const page = await as("nobody", { javaScriptEnabled: false });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await expect(alertOf(page)).toContainText("needs JavaScript");
});

/** Opens a page and signs in on the way. */
async function signInAt(page: Page, path: string, person: Person): Promise<void> {
  await open(page, path);
  await signInHere(page, person);
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await untilHydrated(page);
}

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
}

/** Goes as far as the browser's question. */
async function addPasskey(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Add passkey" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create passkey" }).click();
}

function item(page: Page, name: string): Locator {
  return page.getByRole("listitem").filter({ hasText: name });
}

function alertOf(page: Page): Locator {
  return page.getByRole("main").getByRole("alert");
}
