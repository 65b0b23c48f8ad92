import { importsPath, secretsPath, syncsPath } from "@/lib/projects/model";
import { startVault } from "@/test/vault-server";
import { inspect } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { askApi } from "./machine";
import { runAdmin } from "./setup/admin";
import { becomeOwner } from "./setup/people";
import { expectIssue, storeIn } from "./steps";

const closing: (() => unknown)[] = [];
test.afterAll(() => Promise.all(closing.map((close) => close())));

test("an admin imports from Vault after a look at the plan, and has secrets written to it", async ({
  as,
  ownInstance,
}) => {
  const instance = await ownInstance();
  const { origin, env } = instance;
  const vault = await startVault((close) => closing.push(close));
  vault.put("shop/db", { password: "canary-password", port: 5432 });
  vault.put("shop/mail", { key: "canary-mail-key" });
  const page = await as("nobody", { baseURL: origin });
  const key = (
    await runAdmin(env, [
      ...["api-key", "create", "--name", "worker", "--project", "default", "--environment", "production"],
      ...["--permission", "managers:write", "--permission", "secrets:read"],
    ])
  ).trim();

  await test.step("a Vault is connected", async () => {
    await becomeOwner(page, instance.setupLink());
    await open(page, "/settings");
    await page.getByLabel("Allowed private hosts (optional)").fill(vault.host);
    await page.getByRole("button", { name: "Save settings" }).click();
    await expect(page.getByText("Settings saved")).toBeVisible();
    await storeIn(page, secretsPath("default", "production"), { name: "VAULT_TOKEN", value: vault.token });
    await open(page, importsPath("default", "production"));
    await expect(page.getByText("Production has no external manager to import from yet.")).toBeVisible();
    const body = { name: "office", kind: "vault", address: vault.address, credential: "VAULT_TOKEN" };
    expect((await askApi(origin, key, "POST /managers", body)).status).toBe(204);
  });

  await test.step("the plan says what will become of each text, and stores nothing", async () => {
    await open(page, secretsPath("default", "production"));
    await page.getByRole("button", { name: "Import .env" }).click();
    await page.getByRole("link", { name: "Import from an external manager" }).click();
    await page.getByLabel("Path").fill("a/../b");
    await page.getByRole("button", { name: "Plan import" }).click();
    await expectIssue(page.getByLabel("Path"), /cannot be \. or \.\./);
    await page.getByLabel("Path").fill("shop");
    await page.getByRole("button", { name: "Plan import" }).click();
    const entries = page.getByRole("table", { name: "Entries" });
    await expect(entries.getByRole("row").filter({ hasText: "DB_PASSWORD" })).toContainText("New");
    await expect(entries.getByRole("row").filter({ hasText: "DB_PORT" })).toContainText("This is no text");
    await expect(page.getByText("canary")).toBeHidden();
    await inspect(page);
  });

  await test.step("then it is stored, and the report stays", async () => {
    await page.getByRole("button", { name: "Store 2 secrets" }).click();
    await expect(page.getByText("2 secrets stored in production, 1 refused.")).toBeVisible({
      timeout: 30_000,
    });
    await page.getByRole("link", { name: "Refused 1" }).click();
    await expect(page.getByRole("table", { name: "Entries" }).getByRole("row")).toHaveCount(2);
    await page.getByRole("link", { name: "Secrets of production" }).click();
    await expect(page.getByRole("link", { name: "DB_PASSWORD" })).toBeVisible();
  });

  await test.step("a sync writes to Vault, and shows what somebody changed there", async () => {
    await open(page, syncsPath("default", "production"));
    await page.getByLabel("Name", { exact: true }).fill("to-vault");
    await page.getByLabel("Secrets", { exact: true }).selectOption("prefix");
    await page.getByLabel("Names begin with").fill("DB_");
    await page.getByLabel("Path there").fill("out/{environment}");
    await page.getByRole("button", { name: "Add sync" }).click();
    const row = page
      .getByRole("table", { name: "Entries" })
      .getByRole("row")
      .filter({ hasText: "DB_PASSWORD" });
    await expect(row).toContainText("In step", { timeout: 30_000 });
    vault.put("out/production", { DB_PASSWORD: "changed by somebody" });
    await page.getByRole("button", { name: "Sync now" }).click();
    await expect(row).toContainText("Changed there", { timeout: 30_000 });
    await inspect(page);
    await page.getByRole("button", { name: "Overwrite there" }).click();
    await page.getByRole("button", { name: "Overwrite there" }).click();
    await expect(row).toContainText("In step", { timeout: 30_000 });
    await expect(page.getByText("canary")).toBeHidden();
  });

  await test.step("and it is deleted: what it wrote stays", async () => {
    await page.getByRole("button", { name: "Delete sync" }).click();
    await page.getByRole("button", { name: "Delete sync" }).click();
    await expect(page.getByRole("table", { name: "Syncs" })).toBeHidden();
    expect(vault.kv2.has("out/production")).toBe(true);
  });
});
