import type { Page } from "@playwright/test";
import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { becomeOwner } from "./setup/people";
import { choose, fillSecret, LIST, openStoreDialog, rowOf, save, storeIn } from "./steps";

const NO_ANSWER = "No answer from the server. Your change may or may not have been saved.";

test("a save that does not get through keeps what was typed, and trying again works", async ({
  as,
  faults,
  uniqueName,
}) => {
  faults.expect(/ERR_FAILED|Failed to fetch/);
  const page = await as("owner");
  await open(page, LIST);
  const name = uniqueName();
  const dialog = await openStoreDialog(page);
  await fillSecret(dialog, { name, value: "typed value", description: "typed description" });
  await cutActions(page);
  await save(dialog);
  await expect(dialog.getByRole("alert")).toContainText(NO_ANSWER);
  await expect(dialog.getByLabel("Secret name")).toHaveValue(name);
  await expect(dialog.getByLabel("Value", { exact: true })).toHaveValue("typed value");
  await expect(dialog.getByLabel("Description (optional)")).toHaveValue("typed description");
  await page.unroute("**");
  await save(dialog);
  await expect(rowOf(page, name)).toContainText("typed description");
});

test("a second click while the first is on its way stores once", async ({ as, uniqueName }) => {
  const page = await as("owner");
  await open(page, LIST);
  const name = uniqueName();
  const dialog = await openStoreDialog(page);
  await fillSecret(dialog, { name, value: "v" });
  let posts = 0;
  await page.route("**", async (route) => {
    if (route.request().method() === "POST") {
      posts += 1;
      await new Promise((done) => setTimeout(done, 700));
    }
    await route.continue();
  });
  const button = dialog.getByRole("button", { name: "Save" });
  await button.click();
  await expect(button).toHaveAttribute("aria-busy", "true");
  await button.click({ force: true });
  await page.keyboard.press("Enter");
  await expect(rowOf(page, name)).toBeVisible();
  expect(posts).toBe(1);
});

test("a change log that does not load says so, and trying again works", async ({
  as,
  faults,
  uniqueName,
}) => {
  faults.expect(/ERR_FAILED/);
  const page = await as("owner");
  const name = uniqueName();
  await storeIn(page, LIST, { name, value: "v" });
  await page.route("**/changes/rows*", (route) => route.abort());
  await choose(page, name, "Change logs");
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByText("The change log could not be loaded.")).toBeVisible();
  await page.unroute("**/changes/rows*");
  await drawer.getByRole("button", { name: "Try again" }).click();
  await expect(drawer.getByRole("listitem")).toContainText("Created");
});

test("a restart of the server between opening and saving costs one more click", async ({
  as,
  faults,
  ownInstance,
}) => {
  faults.expect(
    /status of 50\d|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to fetch/,
  );
  const instance = await ownInstance();
  const page = await as("nobody", { baseURL: instance.origin });
  await becomeOwner(page, instance.setupLink());
  await untilHydrated(page);
  await page.getByRole("link", { name: "Store a secret" }).click();
  const dialog = page.getByRole("dialog", { name: "Store New Secret" });
  await fillSecret(dialog, { name: "SURVIVOR", value: "typed before", description: "typed before" });
  await instance.halt();
  await save(dialog);
  await expect(dialog.getByRole("alert")).toContainText(NO_ANSWER);
  await instance.resume();
  await expect(dialog.getByLabel("Value", { exact: true })).toHaveValue("typed before");
  await save(dialog);
  await expect(rowOf(page, "SURVIVOR")).toContainText("typed before");
});

/** Lets no server action through. */
async function cutActions(page: Page): Promise<void> {
  await page.route("**", (route) => (route.request().method() === "POST" ? route.abort() : route.fallback()));
}

test("what one types while the scripts are still loading stays in its field, and so does the cursor", async ({
  as,
}) => {
  const page = await as("owner");
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(`${LIST}?dialog=store`, { waitUntil: "commit" });
  const dialog = page.getByRole("dialog", { name: "Store New Secret" });
  await dialog.getByLabel("Secret name").fill("TYPED_EARLY");
  const value = dialog.getByLabel("Value", { exact: true });
  await value.pressSequentially("typed ");
  release();
  await untilHydrated(page);
  await expect(value).toBeFocused();
  await page.keyboard.type("before and after");
  await expect(value).toHaveValue("typed before and after");
  await expect(dialog.getByLabel("Secret name")).toHaveValue("TYPED_EARLY");
});
