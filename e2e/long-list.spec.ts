import { newEndpointPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { runAdmin } from "./setup/admin";
import { choose } from "./steps";

const COUNT = 260;

test("a long list loads as one scrolls, and keeps only what is near in the page", async ({
  as,
  newProject,
  shared,
}) => {
  test.slow();
  const project = await newProject();
  await runAdmin(shared.env, ["seed", "--secrets", String(COUNT), "--project", project]);
  const page = await as("auditor");
  await open(page, `/projects/${project}/production/secrets?sort=name`);
  const menus = page.getByRole("button", { name: /^Actions for/ });
  const first = (await menus.first().getAttribute("aria-label")) ?? "";
  await expect(page.getByRole("main").getByText(String(COUNT), { exact: true })).toBeVisible();

  const shown = page.getByRole("row").filter({ has: menus });
  const scrollToLast = async () => {
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    return shown.last().getAttribute("aria-rowindex");
  };
  await expect.poll(scrollToLast, { intervals: [100], timeout: 30_000 }).toBe(String(COUNT + 1));
  await expect(page.getByRole("button", { name: "Show more" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: first, exact: true })).toHaveCount(0);
  expect(await menus.count()).toBeLessThan(COUNT);

  const last = (await menus.last().getAttribute("aria-label")) ?? "";
  await choose(page, last.replace("Actions for ", ""), "Change logs");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: last, exact: true })).toBeInViewport();

  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(page.getByRole("button", { name: first, exact: true })).toBeVisible();

  const form = await as("owner");
  await open(form, newEndpointPath(project, "production"));
  const nameIn = (label: string) => label.replace("Actions for ", "");
  const search = form.getByLabel("Find secrets to choose from");
  const choice = form.getByLabel("Header 1: secret");
  await search.fill(nameIn(last));
  await choice.selectOption(nameIn(last));
  const answer = form.waitForResponse((response) => response.url().includes(`search=${nameIn(first)}`));
  await search.fill(nameIn(first));
  await (await answer).finished();
  await expect(search).toHaveAccessibleDescription(/can be chosen below/);
  await expect(choice).toHaveValue(nameIn(last));
  await form.getByText("Encryption", { exact: true }).click();
  await form.getByLabel("Signing", { exact: true }).selectOption("HMAC-SHA256 in one header");
  const signing = form.getByLabel("Signing key", { exact: true });
  await expect(signing.locator(`option[value="${nameIn(last)}"]`)).toBeAttached();
});

test("rows that do not load are said to be missing, and come by themselves once they do", async ({
  as,
  faults,
  newProject,
  shared,
}) => {
  faults.expect(/ERR_FAILED/);
  test.slow();
  const project = await newProject();
  await runAdmin(shared.env, ["seed", "--secrets", "60", "--project", project]);
  const page = await as("owner");
  await page.route("**/secrets/rows*", (route) => route.abort());
  await open(page, `/projects/${project}/production/secrets`);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(page.getByText("The next secrets could not be loaded.")).toBeVisible();
  await page.unroute("**/secrets/rows*");
  await expect(page.getByRole("button", { name: /^Actions for/ })).toHaveCount(60);
});
