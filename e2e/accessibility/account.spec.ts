import { expect, test } from "../fixture";
import { open, untilHydrated } from "../hydration";
import { addAuthenticator } from "../setup/authenticator";
import { forgetProofs } from "../setup/database";
import { signInHere } from "../setup/people";
import { newAuthenticator, shownCodes, shownKey, typeCode } from "../setup/two-factor";
import { inspect } from "./inspect";

test("passkeys and their dialogs are accessible and fit, light and dark", async ({ as, newPerson }) => {
  test.slow();
  const page = await as("nobody");
  const authenticator = await addAuthenticator(page);
  await open(page, "/account?dialog=add-passkey");
  await signInHere(page, await newPerson("auditor"));
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await untilHydrated(page);
  await inspect(page);
  await authenticator.recognises(false);
  await dialog.getByLabel("Name").fill("A name as long as a name of a passkey may be, to the letter.");
  await dialog.getByRole("button", { name: "Create passkey" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await inspect(page);
  await authenticator.recognises(true);
  await dialog.getByRole("button", { name: "Create passkey" }).click();
  await expect(dialog.getByRole("list", { name: "Recovery codes" })).toBeVisible();
  await inspect(page);
  await page.getByRole("button", { name: "I’ve saved these codes" }).click();
  await inspect(page);
  for (const action of ["Rename", "Remove"]) {
    await page.getByRole("button", { name: `${action} the passkey` }).click();
    await expect(dialog).toBeVisible();
    await inspect(page);
    await page.keyboard.press("Escape");
  }
});

test("a second factor is accessible and fits, light and dark, from setting up to being asked", async ({
  as,
  newPerson,
  shared,
}) => {
  test.slow();
  const page = await as("nobody");
  const person = await newPerson("auditor");
  await open(page, "/account");
  await signInHere(page, person);
  await page.waitForURL(/\/account$/);
  await open(page, "/account/authenticator");
  await page.getByRole("button", { name: "Set up an app" }).click();
  const authenticator = newAuthenticator(await shownKey(page));
  await inspect(page);
  await typeCode(page, await authenticator.next());
  await page.getByRole("button", { name: "Confirm the code" }).click();
  await shownCodes(page);
  await inspect(page);
  await inspect(page, "/account");
  await forgetProofs(shared.env, person.email);
  await page.getByRole("button", { name: "Remove the authenticator app" }).click();
  await page.getByRole("button", { name: "Remove the authenticator app" }).click();
  await expect(page.getByLabel("Your password")).toBeVisible();
  await inspect(page);
  await page.context().clearCookies();
  await open(page, "/sign-in");
  await signInHere(page, person);
  await page.waitForURL(/second-step/);
  await inspect(page, "/sign-in/second-step");
  await inspect(page, "/sign-in/second-step?method=recovery");
});
