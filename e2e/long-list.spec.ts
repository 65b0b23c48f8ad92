import type { Page } from "@playwright/test";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { runAdmin } from "./setup/instance";
import { choose } from "./steps";

const COUNT = 260;

test("a long list loads as one scrolls, and keeps only what is near in the page", async ({
  as,
  newProject,
  shared,
}) => {
  const project = await newProject();
  await runAdmin(shared.env, ["seed", "--secrets", String(COUNT), "--project", project]);
  const page = await as("auditor");
  await open(page, `/projects/${project}/production/secrets?sort=name`);
  const menus = page.getByRole("button", { name: /^Actions for/ });
  const first = (await menus.first().getAttribute("aria-label")) ?? "";
  await expect(page.getByRole("main").getByText(String(COUNT), { exact: true })).toBeVisible();

  const seen = new Set<string>();
  await expect
    .poll(
      async () => {
        for (const name of await namesShown(page)) seen.add(name);
        await page.mouse.wheel(0, 1_500);
        return seen.size;
      },
      { intervals: [50], timeout: 20_000 },
    )
    .toBe(COUNT);
  expect((await namesShown(page)).length).toBeLessThan(COUNT);
  await expect(page.getByRole("button", { name: first, exact: true })).toHaveCount(0);

  const last = [...seen].sort().at(-1) ?? "";
  await choose(page, last.replace("Actions for ", ""), "Change logs");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: last, exact: true })).toBeInViewport();

  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(page.getByRole("button", { name: first, exact: true })).toBeVisible();
});

test("rows that do not load are said to be missing, and trying again loads them", async ({
  as,
  faults,
  newProject,
  shared,
}) => {
  faults.expect(/ERR_FAILED/);
  const project = await newProject();
  await runAdmin(shared.env, ["seed", "--secrets", "60", "--project", project]);
  const page = await as("owner");
  await page.route("**/secrets/rows*", (route) => route.abort());
  await open(page, `/projects/${project}/production/secrets`);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(page.getByText("The next secrets could not be loaded.")).toBeVisible();
  await page.unroute("**/secrets/rows*");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("button", { name: /^Actions for/ })).toHaveCount(60);
});

async function namesShown(page: Page): Promise<string[]> {
  const names = await page
    .getByRole("button", { name: /^Actions for/ })
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label") ?? ""));
  return names;
}
