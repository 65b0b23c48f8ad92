import { countClicks } from "./clicks";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { runAdmin } from "./setup/admin";
import { choose, filterBy, rowOf, storeIn } from "./steps";

test("everyday jobs with secrets take a handful of clicks: find, replace, who used it, what is old, what was deleted, import", async ({
  as,
  newProject,
}) => {
  const page = await as("owner");
  const list = `/projects/${await newProject()}/production/secrets`;
  await storeIn(page, list, { name: "MAIL_TOKEN", value: "the first value" });
  await storeIn(page, list, { name: "OLD_TOKEN", value: "some value" });
  const clicks = await countClicks(page);
  const counted = async (job: () => Promise<void>) => {
    await open(page, list);
    const before = clicks();
    await job();
    return clicks() - before;
  };

  const replacing = await counted(async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("mail token");
    await expect(rowOf(page, "OLD_TOKEN")).toHaveCount(0);
    await page.getByRole("link", { name: "MAIL_TOKEN" }).click();
    await page.getByRole("button", { name: "Replace value" }).click();
    await expect(page.getByLabel("New value")).toBeFocused();
    await page.keyboard.type("another value");
    await page.getByRole("dialog").getByRole("button", { name: "Replace value" }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
  expect(replacing).toBeLessThanOrEqual(3);

  const users = await counted(async () => {
    await page.getByRole("link", { name: "MAIL_TOKEN" }).click();
    await expect(page.getByText("No API key has read its value yet.")).toBeVisible();
  });
  expect(users).toBeLessThanOrEqual(2);

  const old = await counted(async () => {
    await filterBy(page, "90 days");
    await expect(page.getByText("No secret matches these filters")).toBeVisible();
  });
  expect(old).toBeLessThanOrEqual(2);

  await page.goto(list);
  await choose(page, "OLD_TOKEN", "Delete");
  await page.getByRole("dialog").getByRole("textbox").fill("OLD_TOKEN");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Delete/ })
    .click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const deleted = await counted(async () => {
    await page.getByRole("link", { name: "Deleted" }).click();
    await page.getByRole("link", { name: "OLD_TOKEN" }).click();
    await expect(page.getByText("This secret was deleted.")).toBeVisible();
  });
  expect(deleted).toBeLessThanOrEqual(3);

  const importing = await counted(async () => {
    await page.getByRole("button", { name: "Import .env" }).click();
    const lines = Array.from({ length: 40 }, (_, n) => `LINE_${n}=value number ${n}`);
    await page.getByLabel("Contents of the file").fill(lines.join("\n"));
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.getByRole("button", { name: "Import 40 secrets" }).click();
    await expect(page.getByRole("dialog", { name: "Imported 40 secrets" })).toContainText("40 new.");
  });
  expect(importing).toBeLessThanOrEqual(3);
});

test("Back finds the list as it was left: what was loaded, sorted and narrowed, at the same place", async ({
  as,
  newProject,
  shared,
}) => {
  const project = await newProject();
  await runAdmin(shared.env, ["seed", "--secrets", "90", "--project", project]);
  const page = await as("auditor");
  await open(page, `/projects/${project}/production/secrets?sort=name&order=desc`);
  const lastRow = page.getByRole("row").last();
  // Rows that are far from what is seen leave the page, so it is not counted how many there are.
  await expect
    .poll(async () => {
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      return lastRow.getAttribute("aria-rowindex");
    })
    .toBe("91");
  const last = lastRow.getByRole("link");
  const name = (await last.textContent()) ?? "";
  await last.click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("link", { name, exact: true })).toBeInViewport();
});
