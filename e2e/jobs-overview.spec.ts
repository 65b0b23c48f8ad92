import { overviewPath } from "@/lib/projects/model";
import { countClicks } from "./clicks";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { askApi } from "./machine";
import { runAdmin } from "./setup/admin";
import type { Shared } from "./setup/shared";

const NAMES = ["API_TOKEN", "DATABASE_URL", "MAIL_KEY", "QUEUE_URL", "SENTRY_DSN"] as const;

/** Stores a secret of each name in staging of a project. */
async function storeAll({ origin, env }: Shared, project: string): Promise<void> {
  const args = ["api-key", "create", "--name", "stores", "--project", project, "--environment", "staging"];
  const key = (await runAdmin(env, [...args, "--permission", "secrets:write"])).trim();
  const secrets = NAMES.map((name) => ({ name, value: `the value of ${name}` }));
  expect((await askApi(origin, key, "POST /secrets/import", { secrets })).status).toBe(200);
}

test("what is missing in staging is one click away, copying five to production eight, comparing two", async ({
  as,
  newProject,
  shared,
}) => {
  const page = await as("owner");
  const project = await newProject();
  await storeAll(shared, project);

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

test("several secrets are deleted by keyboard, once the words were typed", async ({
  as,
  newProject,
  shared,
}) => {
  const page = await as("owner");
  const project = await newProject();
  await storeAll(shared, project);
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
