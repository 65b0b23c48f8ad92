import type { Locator, Page, Route } from "@playwright/test";
import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { becomeOwner } from "./setup/people";
import { choose, fillSecret, LIST, openEditDialog, openStoreDialog, rowOf, save, storeIn } from "./steps";

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

test("an answer that is lost leads to where one sees what was saved, and the form keeps what was typed", async ({
  as,
  faults,
  uniqueName,
}) => {
  faults.expect(/ERR_FAILED|Failed to fetch/);
  const page = await as("owner");
  const name = uniqueName();
  await open(page, LIST);
  const check = async (dialog: Locator) => {
    await expect(dialog.getByRole("alert")).toContainText(NO_ANSWER);
    const [tab] = await Promise.all([
      page.waitForEvent("popup"),
      dialog.getByRole("link", { name: "Check" }).click(),
    ]);
    await page.unroute("**");
    return tab;
  };

  const stored = await openStoreDialog(page);
  await fillSecret(stored, { name, value: "typed value", description: "as it was" });
  await loseAnswers(page);
  await save(stored);
  await expect(rowOf(await check(stored), name)).toContainText("as it was");
  await expect(stored.getByLabel("Value", { exact: true })).toHaveValue("typed value");

  await open(page, LIST);
  const edited = await openEditDialog(page, name);
  await edited.getByLabel("Description (optional)").fill("as it is");
  await loseAnswers(page);
  await save(edited);
  const log = await check(edited);
  await expect(log.getByRole("main").getByRole("listitem").first()).toContainText("as it is");
  await expect(edited.getByLabel("Description (optional)")).toHaveValue("as it is");
});

for (const [how, answer] of [
  ["no answer", (route: Route) => route.abort()],
  ["a proxy that finds nobody", (route: Route) => route.fulfill({ status: 502, body: "Bad gateway" })],
] as const) {
  test(`while a page cannot be fetched the one that is there stays, says so and tries again: ${how}`, async ({
    as,
    faults,
    uniqueName,
  }) => {
    faults.expect(/ERR_FAILED|status of 502/);
    const page = await as("owner");
    const [first, second] = [uniqueName("FIRST"), uniqueName("SECOND")];
    for (const name of [first, second]) await storeIn(page, LIST, { name, value: "v" });
    const away = page.getByText("The server cannot be reached. Trying again…");
    await onPages(page, answer);
    await page.getByRole("searchbox", { name: "Search secrets" }).fill(first);
    await expect(away).toBeVisible();
    await expect(rowOf(page, second)).toBeVisible();
    await page.unroute("**");
    await expect(rowOf(page, second)).toHaveCount(0);
    await expect(rowOf(page, first)).toBeVisible();
    await expect(away).toBeHidden();

    await onPages(page, answer);
    await page.getByRole("searchbox", { name: "Search secrets" }).fill("");
    await expect(away).toBeVisible();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "API keys" }).click();
    await expect(rowOf(page, first)).toBeVisible();
    await page.unroute("**");
    await expect(page.getByRole("heading", { name: "API keys", level: 1 })).toBeVisible();
    await expect(away).toBeHidden();
  });
}

test("while an answer is slow the rows stay, and what was searched for last is what comes", async ({
  as,
  uniqueName,
}) => {
  const page = await as("owner");
  const [first, second] = [uniqueName("FIRST"), uniqueName("SECOND")];
  for (const name of [first, second]) await storeIn(page, LIST, { name, value: "v" });
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await onPages(page, async (route) => {
    await released;
    // An older search was given up meanwhile.
    await route.continue().catch(() => {});
  });
  const search = page.getByRole("searchbox", { name: "Search secrets" });
  const asked = page.waitForRequest((request) => request.url().includes("search=FIRST"));
  await search.fill("FIRST");
  await asked;
  await expect(search).toHaveAttribute("aria-busy", "true");
  await expect(rowOf(page, second)).toBeVisible();
  await search.fill(second);
  release();
  await expect(rowOf(page, first)).toHaveCount(0);
  await expect(rowOf(page, second)).toBeVisible();
  await expect(search).toHaveValue(second);
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
    // The code of dialogs that is fetched ahead is answered with a text while the server starts.
    /status of 50\d|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to fetch|'text\/plain'/,
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

/** Has the server do what it is asked, and nobody hear of it. */
async function loseAnswers(page: Page): Promise<void> {
  await page.route("**", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    await route.fetch();
    await route.abort();
  });
}

/** Answers in place of the server when a page is asked for without leaving the one that is open. */
async function onPages(page: Page, answer: (route: Route) => Promise<void>): Promise<void> {
  await page.route("**", (route) => ("rsc" in route.request().headers() ? answer(route) : route.fallback()));
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
