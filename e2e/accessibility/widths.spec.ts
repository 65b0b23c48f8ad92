import type { Locator, Page } from "@playwright/test";
import {
  allowlistPath,
  apiKeysPath,
  connectionsPath,
  credentialsPath,
  declarationsPath,
  deletedPath,
  importsPath,
  leasesPath,
  managersPath,
  newEndpointPath,
  overviewPath,
  poolsPath,
  providerKeysPath,
  secretAccessPath,
  secretPath,
  secretsPath,
  sshPath,
  syncsPath,
  triggersPath,
} from "@/lib/projects/model";
import { expect, test } from "../fixture";
import { open } from "../hydration";
import { askApi } from "../machine";
import { PEOPLE } from "../people-steps";
import { runAdmin } from "../setup/admin";
import type { Shared } from "../setup/shared";
import { expectNoSidewaysScrolling } from "./inspect";

/** Of a window on half a screen, a tablet, and a small desk; 640 is also a desk at 200 % zoom. */
const WIDTHS = [640, 768, 1024] as const;
/** A desk at 400 % zoom. */
const ZOOMED = { width: 320, height: 256 } as const;

const LONG = "A_NAME_LONG_ENOUGH_TO_NEED_A_LINE_OF_ITS_OWN_IN_A_NARROW_TABLE";

test("tables fit into windows of every width, and no cell runs into the next", async ({
  as,
  newProject,
  shared,
}) => {
  test.slow();
  const page = await as("owner");
  const project = await newProject();
  await fill(shared, project);
  await makePool(page, project);
  await makeLeaseSource(page, project);
  await addEndpoint(page, project);
  for (const path of [
    secretsPath(project, "production"),
    deletedPath(project, "production"),
    secretPath(project, "production", LONG),
    secretAccessPath(project, "production", LONG),
    overviewPath(project),
    apiKeysPath(project),
    declarationsPath(project),
    allowlistPath(project, "production"),
    poolsPath(project),
    credentialsPath(project),
    providerKeysPath(project),
    sshPath(project),
    connectionsPath(project),
    triggersPath(project),
    managersPath(project),
    importsPath(project, "production"),
    syncsPath(project),
    leasesPath(project, "production"),
    PEOPLE,
    "/audit",
    "/audit/reports?report=old-secrets",
    "/account",
    "/settings",
    "/",
  ]) {
    await open(page, path);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      await expectNoSidewaysScrolling(page);
      expect.soft(await cutOff(page), `${path}, ${width} pixels wide`).toEqual([]);
    }
  }
});

test("in a dialog at 400 % zoom every field and button can be reached and seen", async ({
  as,
  newProject,
  shared,
}) => {
  test.slow();
  const page = await as("owner", { viewport: ZOOMED });
  const project = await newProject();
  await fill(shared, project);
  const list = secretsPath(project, "production");
  await open(page, list);
  const id = await secretId(page, LONG);
  for (const path of [
    `${list}?dialog=store`,
    `${list}?dialog=import`,
    `${list}?dialog=edit&secret=${id}`,
    `${list}?dialog=delete&secret=${id}`,
    `${list}?dialog=changes&secret=${id}`,
    `${apiKeysPath(project)}?dialog=create`,
    `${PEOPLE}?dialog=invite`,
  ]) {
    await open(page, path);
    await expectNoSidewaysScrolling(page);
    const controls = page.getByRole("dialog").locator("a, button, input, select, textarea, summary");
    for (const control of await controls.filter({ visible: true }).all()) await expectReachable(control);
  }
});

/** The id of a secret of the list that is open. */
async function secretId(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  const href = await page.getByRole("menuitem", { name: "Edit" }).getAttribute("href");
  return new URLSearchParams(href ?? "").get("secret") ?? "";
}

/** Brought into view by the focus, a control lies over everything else there, and all of its width and height is in the window. */
async function expectReachable(control: Locator): Promise<void> {
  await control.focus();
  const seen = await control.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const fits = left >= 0 && right <= window.innerWidth;
    // A field that is higher than the window is scrolled in itself.
    const y = (Math.max(top, 0) + Math.min(bottom, window.innerHeight)) / 2;
    const above = document.elementFromPoint((left + right) / 2, y);
    const isOnTop = above !== null && (element.contains(above) || above.contains(element));
    return fits && isOnTop ? "" : element.outerHTML.slice(0, 200);
  });
  expect.soft(seen, `out of reach on ${control.page().url()}`).toBe("");
}

/** A project with long names and short ones, in all environments, and with what a manifest asks for. */
async function fill({ origin, env }: Shared, project: string): Promise<void> {
  const mint = async (name: string, ...more: string[]) =>
    (await runAdmin(env, ["api-key", "create", "--name", name, "--project", project, ...more])).trim();
  const secrets = [LONG, "DATABASE_URL", "STRIPE_KEY"].map((name) => ({
    name,
    value: `the value of ${name}`,
    description: "What it is for, in a sentence that is longer than a narrow column has room for.",
  }));
  for (const environment of ["development", "staging", "production"]) {
    const key = await mint(
      `imports into ${environment}`,
      "--environment",
      environment,
      "--permission",
      "secrets:write",
    );
    expect((await askApi(origin, key, "POST /secrets/import", { secrets })).status).toBe(200);
  }
  const declares = await mint("declares what a long manifest asks for", "--permission", "declarations:write");
  const declared = { required: ["DATABASE_URL", `${LONG}_TOO`], optional: ["STRIPE_KEY"] };
  expect((await askApi(origin, declares, "PUT /declarations", declared)).status).toBe(200);
}

async function makePool(page: Page, project: string): Promise<void> {
  await open(page, `${poolsPath(project)}`);
  await page.getByRole("button", { name: "New pool in Production" }).click();
  const dialog = page.getByRole("dialog", { name: "New pool" });
  await dialog.getByLabel("Name").fill("payments-with-a-long-name");
  for (const [at, name] of [LONG, "STRIPE_KEY"].entries())
    await dialog
      .getByRole("group", { name: `Member ${at + 1}` })
      .getByLabel("Secret")
      .selectOption(name);
  await dialog.getByRole("button", { name: "Make pool" }).click();
  await expect(dialog).toBeHidden();
}

async function makeLeaseSource(page: Page, project: string): Promise<void> {
  await open(page, leasesPath(project, "production"));
  await page.getByRole("button", { name: "New lease source" }).click();
  const dialog = page.getByRole("dialog", { name: "New lease source" });
  await dialog.getByLabel("Name", { exact: true }).fill("orders-with-a-long-name");
  await dialog
    .getByLabel("Host", { exact: true })
    .fill("a-database-with-a-long-name.eu-central-1.example.com");
  await dialog.getByLabel("Database", { exact: true }).fill("orders");
  await dialog.getByLabel("Admin").selectOption("DATABASE_URL");
  await dialog.getByLabel("Statements").fill("GRANT reader TO {{user}}");
  await dialog.getByRole("button", { name: "Add source" }).click();
  await expect(dialog).toBeHidden();
}

async function addEndpoint(page: Page, project: string): Promise<void> {
  await open(page, newEndpointPath(project, "production"));
  await page.getByLabel("Name", { exact: true }).fill("charges-of-a-partner-with-a-long-name");
  await page.getByLabel("URL").fill(`https://api.example.com/${"long/".repeat(12)}`);
  await page.getByLabel("Header 1: name").fill("Authorization");
  await page.getByLabel("Header 1: secret").selectOption(LONG);
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await expect(page.getByRole("heading", { name: /charges-of/, level: 1 })).toBeVisible();
}

/** What a page shows beyond its window, or a cell beyond its column. */
function cutOff(page: Page): Promise<string[]> {
  return page.getByRole("main").evaluate((main) =>
    [...main.querySelectorAll("*")].flatMap((element) => {
      if (!element.checkVisibility() || element.closest(".sr-only, svg")) return [];
      const { right, left, width } = element.getBoundingClientRect();
      const room = element.matches("table")
        ? element.parentElement?.getBoundingClientRect().right
        : undefined;
      const isBeyond = width > 0 && (right > (room ?? window.innerWidth) + 1 || left < -1);
      const isSpilling = element.matches("td, th") && element.scrollWidth > element.clientWidth + 1;
      return isBeyond || isSpilling ? [`${element.outerHTML.slice(0, 160)} … ${element.textContent}`] : [];
    }),
  );
}
