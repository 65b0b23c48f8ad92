import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { apiKeysPath, declarationsPath, secretsPath, sharedPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { askApi } from "./machine";
import { runAdmin } from "./setup/instance";
import {
  choose,
  fillSecret,
  LIST,
  openEditDialog,
  openStoreDialog,
  replaceValue,
  save,
  storeIn,
} from "./steps";

const WIDTHS = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } } as const;
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

for (const [device, viewport] of Object.entries(WIDTHS)) {
  const look = { viewport };

  test(`pages are accessible and fit, light and dark: ${device}`, async ({ as, faults }) => {
    faults.expect(/40[34]/);
    const nobody = await as("nobody", look);
    await inspect(nobody, "/sign-in");
    await inspect(nobody, "/setup?token=wrong");
    const owner = await as("owner", look);
    for (const path of [
      "/projects/platform/development/secrets",
      `${LIST}?search=nothing+has+this`,
      "/projects/new",
      "/account",
      "/nowhere",
    ]) {
      await inspect(owner, path);
    }
    await inspect(await as("auditor", look), LIST);
    await inspect(await as("member", look), LIST);
  });

  test(`what opens over the list is accessible and fits, light and dark: ${device}`, async ({
    as,
    uniqueName,
  }) => {
    test.slow();
    const page = await as("owner", look);
    const name = uniqueName("A_NAME_LONG_ENOUGH_TO_NEED_A_LINE_OF_ITS_OWN_ON_A_PHONE");
    await storeIn(page, LIST, { name, value: "v", description: `Without a space: ${"x".repeat(300)}` });
    await replaceValue(page, name, "v");
    await inspect(page);

    await page.getByRole("button", { name: `Actions for ${name}` }).click();
    await inspect(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Account/ }).click();
    await inspect(page);
    await page.keyboard.press("Escape");

    const dialog = await openStoreDialog(page);
    await inspect(page);
    await fillSecret(dialog, { name: "1abc", value: " “quoted” ", description: "d".repeat(2_049) });
    await save(dialog);
    await expect(dialog.getByRole("alert")).toBeVisible();
    await inspect(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await inspect(page);
    await page.getByRole("button", { name: "Discard" }).click();

    const edit = await openEditDialog(page, name);
    await edit.getByRole("button", { name: "Replace value" }).click();
    await edit.getByLabel("Description (optional)").fill("Another description");
    await inspect(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Discard" }).click();

    await choose(page, name, "Change logs");
    await expect(page.getByRole("dialog").getByRole("listitem")).toHaveCount(2);
    await inspect(page);
    await page.keyboard.press("Escape");
    await choose(page, name, "Delete");
    await inspect(page);
    await page.keyboard.press("Escape");

    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
    await inspect(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await inspect(page);
    await page.keyboard.press("Escape");
    if (device === "phone") {
      await page.getByRole("button", { name: "Open navigation" }).click();
      await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
      await inspect(page);
    }
    await inspect(page, `${LIST}/${name}/changes`);
  });
}

for (const [device, viewport] of Object.entries(WIDTHS)) {
  test(`pages for machines are accessible and fit, light and dark: ${device}`, async ({
    as,
    newProject,
    shared,
  }) => {
    test.slow();
    const page = await as("owner", { viewport });
    const project = await newProject();
    const list = secretsPath(project, "production");
    await inspect(page, apiKeysPath(project));
    await inspect(page, sharedPath(project, "production"));
    await inspect(page, declarationsPath(project));
    const mint = async (name: string, ...more: string[]) =>
      (
        await runAdmin(shared.env, ["api-key", "create", "--name", name, "--project", project, ...more])
      ).trim();
    const names = ["A", "B", "C", "D"].flatMap((name) => ["--secret", name.repeat(60)]);
    const key = await mint("k".repeat(80), "--permission", "declarations:write", ...names);
    const reader = await mint("reader");
    const declared = { required: ["DATABASE_URL", "X".repeat(300)], optional: ["Y".repeat(128)] };
    expect((await askApi(shared.origin, key, "PUT /declarations", declared)).status).toBe(200);
    const name = `SHARED_${project.replaceAll("-", "_").toUpperCase()}_LONG_ENOUGH_TO_WRAP_ON_A_PHONE`;
    await storeIn(page, secretsPath("platform", "production"), { name, value: "v" });

    await inspect(page, apiKeysPath(project));
    await inspect(page, `${apiKeysPath(project)}?dialog=create`);
    await page.getByLabel("Name", { exact: true }).fill("made");
    await page.getByRole("button", { name: "Create key" }).click();
    await expect(page.getByRole("dialog", { name: "API key made" })).toBeVisible();
    await inspect(page);
    await page.keyboard.press("Escape");
    await inspect(page);
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await page.getByRole("button", { name: "Revoke made" }).click();
    await inspect(page);
    await page.getByRole("button", { name: "Revoke key" }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await inspect(page, `${apiKeysPath(project)}?show=revoked`);

    await inspect(page, `${sharedPath(project, "production")}?dialog=map`);
    await page.getByLabel("Shared secret", { exact: true }).fill(name);
    await page.getByRole("button", { name: "Map secret" }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await inspect(page);
    await page.getByRole("button", { name: `Remove ${name}` }).click();
    await inspect(page);
    const values = `GET /values?environment=production&names=${name}`;
    expect((await askApi(shared.origin, reader, values)).status).toBe(200);
    await inspect(page, `${secretsPath("platform", "production")}/${name}/changes`);
    await inspect(page, declarationsPath(project));
    await inspect(page, list);
  });
}

test("at 200 % zoom on a small screen nothing is cut off", async ({ as }) => {
  const page = await as("owner", { viewport: { width: 320, height: 400 } });
  await open(page, LIST);
  await expectNoSidewaysScrolling(page);
  const dialog = await openStoreDialog(page);
  await expectNoSidewaysScrolling(page);
  await dialog.getByRole("button", { name: "Save" }).scrollIntoViewIfNeeded();
  await expect(dialog.getByRole("button", { name: "Save" })).toBeInViewport();
});

test("the chosen theme stays, also where the system says otherwise", async ({ as }) => {
  const page = await as("auditor", { colorScheme: "light" });
  await open(page, LIST);
  const canvas = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await canvas();
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect.poll(canvas).not.toBe(light);
  const dark = await canvas();
  await page.reload();
  await expect.poll(canvas).toBe(dark);
});

for (const reducedMotion of ["reduce", "no-preference"] as const) {
  test(`what opens moves only where motion is welcome: ${reducedMotion}`, async ({ as, uniqueName }) => {
    const page = await as("owner");
    await page.emulateMedia({ reducedMotion });
    const name = uniqueName();
    await storeIn(page, LIST, { name, value: "v" });
    const moved: number[] = [];
    for (const item of ["Change logs", "Edit"]) {
      await page.getByRole("button", { name: `Actions for ${name}` }).click();
      await page.getByRole("menuitem", { name: item, exact: true }).dispatchEvent("click");
      await page.getByRole("dialog").waitFor();
      moved.push(await movements(page));
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    }
    if (reducedMotion === "reduce") expect(moved).toEqual([0, 0]);
    else expect(Math.max(...moved)).toBeGreaterThan(0);
  });
}

/** How many animations change where something is, or how it is sized, for longer than an eye takes to see it. */
async function movements(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      document
        .getAnimations()
        .filter((animation) => Number(animation.effect?.getComputedTiming().duration) > 20).length,
  );
}

/** Opens a page, or looks at the one that is open, in either theme: no violation, and no scrolling sideways. */
async function inspect(page: Page, path?: string): Promise<void> {
  if (path !== undefined) await open(page, path);
  await expectNoSidewaysScrolling(page);
  await page.emulateMedia({ colorScheme: "light" });
  await expectNoViolation(page, new AxeBuilder({ page }).withTags(RULES));
  await page.emulateMedia({ colorScheme: "dark" });
  // All that a theme changes is colours.
  await expectNoViolation(page, new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]));
}

async function expectNoViolation(page: Page, axe: AxeBuilder): Promise<void> {
  // Without frames of other origins there is nothing to put together in a page of its own.
  const { violations } = await axe.setLegacyMode(true).analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" | ")}`,
  );
  expect.soft(found, `violations on ${page.url()}`).toEqual([]);
}

async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(beyond, `pixels beyond the window on ${page.url()}`).toBeLessThanOrEqual(0);
}
