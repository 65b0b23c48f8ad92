import type { Page } from "@playwright/test";
import { overviewPath, secretsPath } from "@/lib/projects/model";
import { countClicks } from "./clicks";
import { expect, test } from "./fixture";
import { open } from "./hydration";

const NAMES = ["API_TOKEN", "DATABASE_URL", "MAIL_KEY", "QUEUE_URL", "SENTRY_DSN"] as const;

/** Imports lines into an environment of a project. */
async function importInto(page: Page, project: string, environment: string, lines: string): Promise<void> {
  await open(page, `${secretsPath(project, environment)}?dialog=import`);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(lines);
  await dialog
    .getByRole("button", { name: /^Import/ })
    .last()
    .click();
  await expect(page.getByRole("link", { name: NAMES[0], exact: true })).toBeVisible();
}

test("what is missing in staging is one click away, copying five to production eight, comparing two", async ({
  as,
  newProject,
}) => {
  const page = await as("owner");
  const project = await newProject();
  const lines = NAMES.map((name) => `${name}=the value of ${name}`).join("\n");
  await importInto(page, project, "staging", lines);

  await open(page, overviewPath(project));
  const missing = await countClicks(page);
  await page.getByRole("link", { name: "Missing in Production" }).click();
  await expect(page.getByRole("row")).toHaveCount(NAMES.length + 1);
  expect(missing()).toBeLessThanOrEqual(1);

  const before = missing();
  for (const name of NAMES) await page.getByRole("checkbox", { name: `Select ${name} in Staging` }).click();
  await expect(page.getByText("5 selected")).toBeVisible();
  await expect(page.getByLabel("Environment to copy or move to")).toHaveValue("production");
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Copy to Production" });
  await expect(dialog.getByText("5 new.")).toBeVisible();
  await dialog.getByRole("button", { name: "Copy 5 secrets" }).click();
  await expect(page.getByText("Copied 5 secrets to Production.")).toBeVisible();
  expect(missing() - before).toBeLessThanOrEqual(8);

  await page.getByRole("link", { name: "All names" }).click();
  await expect(page.getByText("Same as Production").first()).toBeVisible();
  const compared = missing();
  await page.getByRole("link", { name: "Compare environments" }).click();
  await expect(page.getByRole("cell", { name: "Same", exact: true })).toHaveCount(NAMES.length);
  expect(missing() - compared).toBeLessThanOrEqual(2);
});

test("several secrets are deleted by keyboard, once the words were typed", async ({ as, newProject }) => {
  const page = await as("owner");
  const project = await newProject();
  await importInto(page, project, "staging", NAMES.map((name) => `${name}=the value of ${name}`).join("\n"));
  await open(page, overviewPath(project));
  await page.getByRole("checkbox", { name: "Select API_TOKEN in Staging" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Delete", exact: true }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Delete secrets" });
  await dialog.getByLabel("Type the words to confirm").fill("delete 2 secrets");
  await page.keyboard.press("Enter");
  await expect(page.locator(":focus")).toContainText("Deleted 2 secrets.");
  await expect(page.getByRole("row")).toHaveCount(NAMES.length - 1);
});
