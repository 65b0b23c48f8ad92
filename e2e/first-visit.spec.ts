import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { becomeOwner, signInHere } from "./setup/people";
import { rowOf } from "./steps";

test("a first visit goes from the set-up link over Home to the first secret", async ({ as, ownInstance }) => {
  const instance = await ownInstance();
  const page = await as("nobody", { baseURL: instance.origin });

  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(page.getByText("There is no account yet")).toBeVisible();

  const owner = await becomeOwner(page, instance.setupLink());
  const steps = page.getByRole("list", { name: "First steps" }).getByRole("listitem");
  await expect(steps).toHaveCount(4);
  await untilHydrated(page);

  await steps.getByRole("link", { name: "Store a secret" }).click();
  const dialog = page.getByRole("dialog", { name: "Store New Secret" });
  await dialog.getByLabel("Secret name").fill("FIRST_KEY");
  await dialog.getByLabel("Value", { exact: true }).fill("only ever written");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(rowOf(page, "FIRST_KEY")).toBeVisible();
  await expect(rowOf(page, "FIRST_KEY")).toContainText("New");

  const again = await as("nobody", { baseURL: instance.origin });
  await open(again, "/sign-in");
  await signInHere(again, owner);
  await expect(rowOf(again, "FIRST_KEY")).toBeVisible();
});

test("a set-up link works once, and no other token fits", async ({ as, ownInstance }) => {
  const instance = await ownInstance();
  const page = await as("nobody", { baseURL: instance.origin });
  for (const path of ["/setup", `/setup?token=${"A".repeat(43)}`, `${instance.setupLink()}A`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Invalid set-up link" })).toBeVisible();
    await expect(page.getByRole("textbox")).toHaveCount(0);
  }
  const late = await as("nobody", { baseURL: instance.origin });
  await open(late, instance.setupLink());

  await becomeOwner(page, instance.setupLink());

  await late.getByRole("textbox", { name: "Name" }).fill("Second Owner");
  await late.getByRole("textbox", { name: "Email" }).fill("second@example.com");
  await late.getByLabel("Password", { exact: true }).fill("a password long enough");
  await late.getByRole("button", { name: "Create Owner" }).click();
  await expect(late.getByRole("alert").filter({ hasText: /./ })).toBeVisible();
  await expect(late).toHaveURL(/\/setup/);

  await late.goto(instance.setupLink());
  await expect(late.getByRole("heading", { name: "Already set up" })).toBeVisible();
});

test("the set-up form says each rule at its field and keeps what was typed", async ({ as, ownInstance }) => {
  const instance = await ownInstance();
  const page = await as("nobody", { baseURL: instance.origin });
  await open(page, instance.setupLink());
  await page.getByRole("textbox", { name: "Name" }).fill("Ada");
  await page.getByRole("textbox", { name: "Email" }).fill("not an address");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create Owner" }).click();
  await expect(page.getByRole("textbox", { name: "Email" })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Password", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(/12 characters/);
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Ada");
  await expect(page.getByRole("textbox", { name: "Email" })).toHaveValue("not an address");
});
