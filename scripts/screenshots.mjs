import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as playwright } from "@playwright/test";
import { ada, admin, environmentFor, startProgram } from "../bench/program.mjs";
import { build } from "./build.mjs";
import { chromium } from "./chromium.mjs";
import { checkNode, install } from "./install.mjs";
import { main, root } from "./run.mjs";

const IMAGES = join(root, "docs", "images");
const LIST = "/projects/default/production/secrets";

/** What a small shop would keep: name, description, category. */
const SECRETS = [
  ["SENTRY_DSN", "Error reports of the web shop", "tool"],
  ["mailgun-sending-key", "Order mails, domain mg.example.com", "provider"],
  ["REDIS_URL", "Carts and sessions", "custom"],
  ["github-deploy-key", "Read-only, used by the build", "tool"],
  ["S3_BACKUP_SECRET", "Nightly backups. Rotate every 90 days", "provider"],
  ["SLACK_ALERTS_TOKEN", "Posts to #shop-alerts", "tool"],
  ["OPENAI_API_KEY", "Product texts. Ask Kim before you raise the limit", "provider"],
  ["jwt-signing-key", "Signs customer logins", "custom"],
  ["STRIPE_WEBHOOK_SECRET", "Endpoint /hooks/stripe", "provider"],
  ["STRIPE_API_KEY", "Live payments, restricted key", "provider"],
  ["DATABASE_URL", "Main database of the shop", "custom"],
];

/** Takes the pictures of the documentation from a real instance filled with made-up secrets. */
async function takeScreenshots() {
  mkdirSync(IMAGES, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "strongroom-screenshots-"));
  const env = await environmentFor(join(folder, "data"));
  const program = await startProgram(env);
  const browser = await playwright.launch({
    executablePath: await chromium(),
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  try {
    await admin(env, ["owner", "create", "--email", ada.email, "--name", ada.name], `${ada.password}\n`);
    const page = await signedIn(browser, program.origin);
    await fill(page, program.origin);
    await grantTo(env);
    await readByKey(env, program.origin);
    await takeEach(page, program.origin);
    await takeRequest(browser, page, program.origin);
    await takeDevice(browser, program.origin);
  } finally {
    await browser.close();
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function signedIn(browser, origin, { email, password } = ada) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  return page;
}

async function fill(page, origin) {
  for (const [name, description, category] of SECRETS) {
    await page.goto(`${origin}${LIST}?dialog=store`, { waitUntil: "networkidle" });
    const dialog = page.getByRole("dialog", { name: "Store New Secret" });
    await dialog.getByLabel("Secret name").fill(name);
    await dialog.getByLabel("Value", { exact: true }).fill(`made up for ${name}`);
    await dialog.getByLabel("Description (optional)").fill(description);
    await dialog.getByLabel("Category").selectOption(category);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
  }
  await openMenu(page, origin, "DATABASE_URL", "Edit");
  await page.getByRole("dialog").getByRole("button", { name: "Replace value" }).click();
  await page.getByLabel("New value").fill("made up for the second version");
  await page.getByLabel("Description (optional)").fill("Main database of the shop, primary in Frankfurt");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
}

const KIM = { email: "kim@example.com", password: `${ada.password} kim` };

/** What a small shop would have granted. */
async function grantTo(env) {
  const kim = KIM.email;
  const where = ["--project", "default", "--environment", "production"];
  await admin(
    env,
    ["person", "create", "--email", kim, "--name", "Kim", "--role", "member"],
    `${KIM.password}\n`,
  );
  await admin(env, ["group", "create", "payments", "--name", "Payments"]);
  await admin(env, ["group", "add", "payments", kim]);
  await admin(env, [
    "grant",
    "add",
    "--group",
    "payments",
    ...where,
    "--pattern",
    "STRIPE_*",
    "--capability",
    "set",
  ]);
  await admin(env, [
    "grant",
    "add",
    "--person",
    kim,
    ...where,
    "--secret",
    "DATABASE_URL",
    "--capability",
    "see",
    "--expires",
    "30d",
  ]);
}

/** What the web shop reads, written down a moment after the answers. */
async function readByKey(env, origin) {
  const made = ["--name", "web shop", "--project", "default", "--environment", "production"];
  const key = (await admin(env, ["api-key", "create", ...made, "--expires", "90d"])).trim();
  for (const name of ["STRIPE_API_KEY", "DATABASE_URL", "REDIS_URL"])
    await fetch(`${origin}/api/v1/secrets/${name}/reveal`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
    });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
}

async function takeEach(page, origin) {
  const shoot = (name) => page.screenshot({ path: join(IMAGES, `${name}.png`), scale: "css" });
  const list = async () => {
    await page.goto(`${origin}${LIST}`);
    await page.getByRole("table").waitFor();
    await page.waitForTimeout(300);
  };
  await list();
  await shoot("secrets");
  await page.goto(`${origin}${LIST}?dialog=store`, { waitUntil: "networkidle" });
  await page.getByLabel("Secret name").fill("PAYMENT_API_KEY");
  await page.getByText("PAYMENT_API_KEY").last().waitFor();
  await shoot("store");
  await openMenu(page, origin, "DATABASE_URL", "Change logs");
  await page.getByRole("dialog").getByText("Value replaced").first().waitFor();
  await shoot("changes");
  await openMenu(page, origin, "DATABASE_URL", "Delete");
  await page.getByLabel("Type the name to confirm").waitFor();
  await shoot("delete");
  await page.goto(`${origin}${LIST}/STRIPE_API_KEY/access`);
  await page.getByRole("table", { name: "API keys" }).getByText("version 1").waitFor();
  await shoot("secret-access");
  await page.getByRole("link", { name: "web shop" }).click();
  await page.getByRole("button", { name: "Narrow to those 3" }).waitFor();
  await shoot("api-key");
  await page.goto(`${origin}/people`);
  await page.getByRole("link", { name: "Kim" }).click();
  await page.getByRole("table", { name: "Access" }).waitFor();
  await shoot("access");
  await page.emulateMedia({ colorScheme: "dark" });
  await list();
  await shoot("secrets-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 360, height: 740 });
  await list();
  await shoot("secrets-phone");
}

/** A machine that asks to be signed in, as the person sees it who typed its code. */
async function takeDevice(browser, origin) {
  const body = new URLSearchParams({ client_id: "strongroom-cli", machine: "kims-laptop" });
  const { user_code } = await (await fetch(`${origin}/api/v1/device/code`, { method: "POST", body })).json();
  const kim = await signedIn(browser, origin, KIM);
  await kim.goto(`${origin}/device`, { waitUntil: "networkidle" });
  await kim.getByLabel("Code").fill(user_code);
  await kim.getByRole("button", { name: "Continue" }).click();
  await kim.getByRole("button", { name: "Refuse" }).waitFor();
  await kim.screenshot({ path: join(IMAGES, "device.png"), scale: "css" });
}

/** A change of a Member that waits, as an Owner sees it. */
async function takeRequest(browser, page, origin) {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${origin}/requests/policies?project=default`);
  await page.getByRole("button", { name: "Change Production" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Approvals").selectOption("1");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });
  const kim = await signedIn(browser, origin, KIM);
  await kim.goto(`${origin}${LIST}/STRIPE_API_KEY?dialog=value`, { waitUntil: "networkidle" });
  await kim.getByLabel("New value").fill("sk_live_made_up_for_the_picture");
  await kim.getByRole("button", { name: "Replace value" }).last().click();
  await kim.waitForURL(/requests/);
  await kim.getByLabel("Comment").fill("Stripe rotated it this morning, see the mail to ops.");
  await kim.getByRole("button", { name: "Comment" }).click();
  await kim.getByText("commented").waitFor();
  await page.goto(kim.url().replace("?made", ""));
  await page.getByRole("button", { name: "Approve" }).waitFor();
  await page.screenshot({ path: join(IMAGES, "approvals.png"), scale: "css" });
}

async function openMenu(page, origin, name, item) {
  await page.goto(`${origin}${LIST}`);
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
  await page.getByRole("dialog").waitFor();
}

main(async () => {
  checkNode();
  await install();
  await build();
  await takeScreenshots();
});
