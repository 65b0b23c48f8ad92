import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { signInHere } from "./setup/people";
import { setUpAuthenticator } from "./setup/two-factor";
import { choose, LIST, replaceValue, storeIn } from "./steps";

test("a change log is printed whole, in black on white, with exact times and nothing to press", async ({
  as,
  uniqueName,
}) => {
  const page = await as("owner", { colorScheme: "dark" });
  const name = uniqueName();
  await storeIn(page, LIST, { name, value: "v1", description: "what it is for" });
  await replaceValue(page, name, "v2");
  await open(page, `${LIST}/${name}/changes`);
  const lines = page.getByRole("main").getByRole("listitem");
  await page.emulateMedia({ media: "print" });
  await expectPaper(page);
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(lines).toHaveCount(2);
  await expectWhole(lines.first());
  const time = lines.first().locator("time");
  const printed = await time.evaluate((element) => getComputedStyle(element, "::after").content);
  expect(printed).toContain(`${new Date().getFullYear()}`);
});

test("a change log that is open over the list is printed without the list", async ({ as, uniqueName }) => {
  const page = await as("owner");
  const name = uniqueName();
  await storeIn(page, LIST, { name, value: "v1" });
  await choose(page, name, "Change logs");
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("listitem")).toHaveCount(1);
  await page.emulateMedia({ media: "print" });
  await expectPaper(page);
  await expect(drawer.getByRole("listitem")).toBeVisible();
  await expect(page.getByRole("table", { name: "Secrets" })).toBeHidden();
});

test("the audit log is printed with what narrows it, and without the form that does", async ({ as }) => {
  const page = await as("auditor");
  await open(page, "/audit?kind=access");
  await page.emulateMedia({ media: "print" });
  await expectPaper(page);
  await expect(page.getByRole("search", { name: "Filter events" })).toBeHidden();
  await expect(page.getByRole("list", { name: "Active filters" })).toContainText("Kind");
  await expectWhole(page.getByRole("list", { name: "Events" }).getByRole("listitem").first());
});

test("recovery codes are printed with what they are for", async ({ as, newPerson }) => {
  const page = await as("nobody");
  await open(page, "/account");
  await signInHere(page, await newPerson("auditor"));
  await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
  const { codes } = await setUpAuthenticator(page);
  await page.emulateMedia({ media: "print" });
  await expectPaper(page);
  const list = page.getByRole("list", { name: "Recovery codes" });
  await expect(list.getByRole("listitem")).toHaveText(codes);
  await expect(page.getByText(`For Strongroom at ${new URL(page.url()).origin}/sign-in`)).toBeVisible();
});

/** Nothing to press or to go elsewhere by, and black on white. */
async function expectPaper(page: Page): Promise<void> {
  for (const role of ["button", "navigation", "search"] as const) {
    await expect(page.getByRole(role)).toHaveCount(0);
  }
  await expect(page.getByRole("banner")).toHaveCount(0);
  const colors = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.body);
    return [backgroundColor, color];
  });
  expect(colors).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
}

/** The end of a sheet does not go through it. */
async function expectWhole(row: Locator): Promise<void> {
  await expect(row).toHaveCSS("break-inside", "avoid");
}
