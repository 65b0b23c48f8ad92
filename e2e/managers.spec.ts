import { managersPath, secretPath, secretsPath } from "@/lib/projects/model";
import { startVault } from "@/test/vault-server";
import { inspect } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { becomeOwner } from "./setup/people";
import { expectIssue, rowOf, storeIn } from "./steps";

test("a value stays in the Vault that is there already", async ({ ownInstance, as, faults }) => {
  const closing: (() => unknown)[] = [];
  const vault = await startVault((close) => closing.push(close));
  vault.put("app/database", { password: "canary-in-vault", user: "app" });
  const instance = await ownInstance();
  const page = await as("nobody", { baseURL: instance.origin });
  await becomeOwner(page, instance.setupLink());
  faults.expect(/422|502/);
  const list = secretsPath("default", "production");
  await storeIn(page, list, { name: "VAULT_TOKEN", value: vault.token });

  await test.step("an Owner allows its host, and connects it", async () => {
    await open(page, managersPath("default", "production"));
    await expect(
      page.getByRole("heading", { name: "No manager is connected to Production yet" }),
    ).toBeVisible();
    await inspect(page);
    await page.getByRole("button", { name: "Connect a manager" }).click();
    const dialog = page.getByRole("dialog", { name: "Connect a manager" });
    await dialog.getByLabel("Name", { exact: true }).fill("vault-prod");
    await dialog.getByLabel("Address", { exact: true }).fill(vault.address);
    await dialog.getByLabel("Credential").selectOption("VAULT_TOKEN");
    await dialog.getByRole("button", { name: "Connect" }).click();
    await expectIssue(dialog.getByLabel("Address", { exact: true }), /https/);
    await inspect(page);
    const settings = await page.context().newPage();
    await open(settings, "/settings");
    await settings.getByLabel("Allowed private hosts (optional)").fill(vault.host);
    await settings.getByRole("button", { name: "Save settings" }).click();
    await expect(settings.getByText("Settings saved")).toBeVisible();
    await settings.close();
    await dialog.getByRole("button", { name: "Connect" }).click();
    await expect(dialog).toBeHidden();
  });

  const row = page
    .getByRole("table", { name: "External managers" })
    .getByRole("row")
    .filter({ hasText: "vault-prod" });

  await test.step("a test says that it works, or what does not", async () => {
    await row.getByRole("button", { name: "Test vault-prod" }).click();
    await expect(row).toContainText("takes the credential");
    vault.instead = () => ({ status: 503 });
    await row.getByRole("button", { name: "Test vault-prod" }).click();
    await expect(row).toContainText("Vault is sealed or under maintenance (503).");
    vault.instead = () => null;
  });

  await test.step("a new secret has its value there, and says so", async () => {
    await open(page, `${list}?dialog=store`);
    await page
      .getByRole("dialog")
      .getByRole("button", { name: "The value is kept in an external manager" })
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Secret name").fill("DATABASE_PASSWORD");
    await dialog.getByLabel("Path").fill("app/databases");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expectIssue(dialog.getByLabel("Path"), /Vault has nothing at secret\/app\/databases/);
    await dialog.getByLabel("Path").fill("app/database");
    await dialog.getByLabel("Field (optional)").fill("password");
    await inspect(page);
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await expect(rowOf(page, "DATABASE_PASSWORD")).toContainText("in vault-prod");
    await open(page, secretPath("default", "production", "DATABASE_PASSWORD"));
    await expect(page.getByText("Replace it there.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Replace value" })).toBeHidden();
    await expect(page.getByText("canary-in-vault")).toBeHidden();
    await inspect(page);
  });

  await test.step("the manager cannot be forgotten as long as a value lives in it", async () => {
    await open(page, managersPath("default", "production"));
    await expect(row).toContainText("1 secret");
    faults.expect(/409/);
    await row.getByRole("button", { name: "Delete vault-prod" }).click();
    await row.getByRole("button", { name: "Delete vault-prod" }).click();
    await expect(row).toContainText("Values live in this manager: DATABASE_PASSWORD.");
    await inspect(page);
  });
  for (const close of closing) await close();
});
