import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { addAuthenticator } from "./setup/authenticator";
import { type Person, signInHere } from "./setup/people";

test("two passkeys are added and renamed, one signs in alone and confirms, and is removed", async ({
  as,
  newPerson,
}) => {
  const page = await as("nobody");
  const authenticator = await addAuthenticator(page);
  const person = await newPerson("owner");
  await signInAt(page, person);
  await addPasskey(page, "Laptop");
  expect(await authenticator.count()).toBe(1);
  await expect(item(page, "Laptop")).toContainText("not used yet");
});

/** Opens the account page and signs in on the way. */
async function signInAt(page: Page, person: Person): Promise<void> {
  await open(page, "/account");
  await signInHere(page, person);
  await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
  await untilHydrated(page);
}

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Add passkey" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create passkey" }).click();
  await expect(dialog).toBeHidden();
  await expect(item(page, name)).toBeVisible();
}

function item(page: Page, name: string): Locator {
  return page.getByRole("listitem").filter({ hasText: name });
}
