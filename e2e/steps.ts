import { expect, type Locator, type Page } from "@playwright/test";
import { secretsPath } from "@/lib/projects/model";
import { open } from "./hydration";

/** Where stories take place that need no project of their own: they tell their secrets apart by name. */
export const LIST = secretsPath("default", "development");

/** Home, where those land who have seen no Secrets page yet. */
export const HOME = /^[^?]*:\d+\/$/;

interface NewSecret {
  readonly name: string;
  readonly value: string;
  readonly description?: string;
}

/** The row of a secret in the list. */
export function rowOf(page: Page, name: string): Locator {
  return page
    .getByRole("row")
    .filter({ has: page.getByRole("button", { name: `Actions for ${name}`, exact: true }) });
}

export async function choose(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

/** Narrows the list of secrets by a choice of its menu *Filters*. */
export async function filterBy(page: Page, choice: string): Promise<void> {
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByRole("menuitem", { name: choice, exact: true }).click();
}

/** Opens the dialog that stores, on a list that is open. */
export async function openStoreDialog(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Store New Secret" }).click();
  const dialog = page.getByRole("dialog", { name: "Store New Secret" });
  await expect(dialog).toBeVisible();
  return dialog;
}

export async function openEditDialog(page: Page, name: string): Promise<Locator> {
  await choose(page, name, "Edit");
  const dialog = page.getByRole("dialog", { name: `Edit ${name}` });
  await expect(dialog).toBeVisible();
  return dialog;
}

export async function fillSecret(dialog: Locator, { name, value, description }: NewSecret): Promise<void> {
  await dialog.getByLabel("Secret name").fill(name);
  await dialog.getByLabel("Value", { exact: true }).fill(value);
  if (description !== undefined) await dialog.getByLabel("Description (optional)").fill(description);
}

export async function save(dialog: Locator): Promise<void> {
  await dialog.getByRole("button", { name: /^Save( changes)?$/ }).click();
}

/** Stores a secret on a list that is open, and waits for its row. */
export async function store(page: Page, secret: NewSecret): Promise<void> {
  const dialog = await openStoreDialog(page);
  await fillSecret(dialog, secret);
  await save(dialog);
  await expect(dialog).toBeHidden();
  await expect(rowOf(page, secret.name)).toBeVisible();
}

/** Opens the list and stores a secret there. */
export async function storeIn(page: Page, path: string, secret: NewSecret): Promise<void> {
  await open(page, path);
  await store(page, secret);
}

/** Gives a secret of the open list another value, and waits until that is done. */
export async function replaceValue(page: Page, name: string, value: string): Promise<void> {
  const dialog = await openEditDialog(page, name);
  await dialog.getByRole("button", { name: "Replace value" }).click();
  await dialog.getByLabel("New value").fill(value);
  await save(dialog);
  await expect(dialog).toBeHidden();
}

/** A field says a rule to those who see and to those who listen. */
export async function expectIssue(field: Locator, rule: string | RegExp): Promise<void> {
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(
    typeof rule === "string" ? new RegExp(escaped(rule)) : rule,
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
