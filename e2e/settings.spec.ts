import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { becomeOwner, signInHere } from "./setup/people";

test("only Owners find the settings; others are told which role it takes", async ({ as, faults }) => {
  faults.expect(/403 .*\/settings/);
  const owner = await as("owner");
  await open(owner, "/account");
  await owner.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
  await expect(owner.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();

  for (const role of ["super_admin", "auditor", "member"] as const) {
    const page = await as(role);
    await open(page, "/account");
    const main = page.getByRole("navigation", { name: "Main" });
    await expect(main.getByRole("link", { name: "Settings" })).toHaveCount(0);
    expect((await page.goto("/settings"))?.status()).toBe(403);
    await expect(page.getByText("This page needs the role Owner.")).toBeVisible();
  }
});

test("what an Owner saves is there for everyone, and errors lose nothing", async ({ ownInstance, as }) => {
  const instance = await ownInstance();
  const page = await as("nobody", { baseURL: instance.origin });
  const owner = await becomeOwner(page, instance.setupLink());
  await open(page, "/settings");
  const save = page.getByRole("button", { name: "Save settings" });
  await expect(save).toBeDisabled();
  await expect(page.getByLabel("Who may sign in by password")).toBeDisabled();
  await expect(page.getByText("Set up single sign-on first.")).toBeVisible();

  await page.getByLabel("Sign-in banner (optional)").fill("For staff only.\nAsk <it> for access.");
  await page.getByLabel("Session length", { exact: true }).fill("31");
  await page.getByLabel("Session length, unit").selectOption("days");
  await save.click();
  await expect(page.getByLabel("Session length", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Sign-in banner (optional)")).toHaveValue(/For staff only/);
  await page.getByLabel("Session length", { exact: true }).fill("30");
  await page.getByLabel("Require a second factor").check();
  await expect(page.getByText("You have no second factor yourself")).toBeVisible();
  await page.getByLabel("Require a second factor").uncheck();
  await expect(page.getByText("Session length: 12 hours → 30 days")).toBeVisible();
  await save.click();
  await expect(page.getByText("Settings saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Session length", { exact: true })).toHaveValue("30");

  const visitor = await as("nobody", { baseURL: instance.origin });
  await visitor.goto("/sign-in");
  await expect(visitor.getByText("Ask <it> for access.")).toBeVisible();

  // Two Owners' tabs at once: the second sees the first one's change, and keeps what it typed.
  const other = await as("nobody", { baseURL: instance.origin });
  await open(other, "/sign-in?next=/settings");
  await signInHere(other, owner);
  await expect(other.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await untilHydrated(other);
  await untilHydrated(page);
  await page.getByLabel("Organisation name").fill("First Ltd");
  await save.click();
  await expect(page.getByText("Settings saved")).toBeVisible();
  await other.getByLabel("Idle time", { exact: true }).fill("20");
  await other.getByRole("button", { name: "Save settings" }).click();
  await expect(other.getByText("Someone else changed these settings")).toBeVisible();
  await expect(other.getByText("Organisation name: Organisation → First Ltd")).toBeVisible();
  await expect(other.getByLabel("Organisation name")).toHaveValue("First Ltd");
  await expect(other.getByLabel("Idle time", { exact: true })).toHaveValue("20");
  await other.getByRole("button", { name: "Save settings" }).click();
  await expect(other.getByText("Settings saved")).toBeVisible();
});

test("the settings work without JavaScript", async ({ ownInstance, as }) => {
  const instance = await ownInstance();
  const owner = await becomeOwner(await as("nobody", { baseURL: instance.origin }), instance.setupLink());
  const page = await as("nobody", { baseURL: instance.origin, javaScriptEnabled: false });
  await page.goto("/sign-in?next=/settings");
  await signInHere(page, owner);
  await page.getByLabel("Organisation name").fill("");
  await page.getByLabel("Require a second factor").check();
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Enter a name.")).toBeVisible();
  await expect(page.getByLabel("Require a second factor")).toBeChecked();
  await page.getByLabel("Require a second factor").uncheck();
  await page.getByLabel("Organisation name").fill("Plain Ltd");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Settings saved")).toBeVisible();
  await expect(page.getByLabel("Organisation name")).toHaveValue("Plain Ltd");
});
