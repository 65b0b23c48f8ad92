import { leasesPath, secretsPath } from "@/lib/projects/model";
import { inspect } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { expectIssue, storeIn } from "./steps";

test("an admin sets up where users are leased, changes that, and takes it away", async ({
  as,
  newProject,
}) => {
  const page = await as("owner");
  const project = await newProject();
  await storeIn(page, secretsPath(project, "production"), {
    name: "DATABASE_ADMIN",
    value: "postgresql://keeper:canary-one@db/app",
  });

  await test.step("the page explains itself, and an auditor only looks", async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Leases" }).click();
    await expect(
      page.getByRole("heading", { name: "Nothing can be leased in Production yet" }),
    ).toBeVisible();
    const auditor = await as("auditor");
    await open(auditor, leasesPath(project, "production"));
    await expect(auditor.getByRole("heading", { name: /Nothing can be leased/ })).toBeVisible();
    await expect(auditor.getByRole("button", { name: "New lease source" })).toBeHidden();
  });

  await test.step("what is wrong is said at its field, and what was typed stays", async () => {
    await page.getByRole("button", { name: "New lease source" }).click();
    const dialog = page.getByRole("dialog", { name: "New lease source" });
    await dialog.getByLabel("Name", { exact: true }).fill("orders");
    await dialog.getByLabel("Host", { exact: true }).fill("127.0.0.1");
    await dialog.getByLabel("Database", { exact: true }).fill("app");
    await dialog.getByLabel("Admin").selectOption("DATABASE_ADMIN");
    await dialog.getByLabel("Statements").fill("GRANT reader TO app");
    await dialog.getByRole("button", { name: "Add source" }).click();
    await expectIssue(dialog.getByLabel("Statements"), /does not name \{\{user\}\}/);
    await dialog.getByLabel("Statements").fill("GRANT reader TO {{user}}");
    await dialog.getByRole("button", { name: "Add source" }).click();
    await expectIssue(dialog.getByLabel("Host", { exact: true }), /private/);
    await expect(dialog.getByLabel("Database", { exact: true })).toHaveValue("app");
    await dialog.getByLabel("Host", { exact: true }).fill("db.example.com");
    await inspect(page);
    await dialog.getByRole("button", { name: "Add source" }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("it is listed, changed, and deleted", async () => {
    const row = page
      .getByRole("table", { name: "Lease sources" })
      .getByRole("row")
      .filter({ hasText: "orders" });
    await expect(row).toContainText("db.example.com:5432/app");
    await expect(row).toContainText("0 of 200");
    await expect(page.getByText("No lease is running.")).toBeVisible();
    await inspect(page);
    await row.getByRole("button", { name: "Edit orders" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit orders" });
    await expect(dialog.getByLabel("Statements")).toHaveValue("GRANT reader TO {{user}}");
    await dialog.getByLabel("Leases at once at most").fill("7");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(row).toContainText("0 of 7");
    await row.getByRole("button", { name: "Delete orders" }).click();
    await row.getByRole("button", { name: "Delete orders" }).click();
    await expect(
      page.getByRole("heading", { name: "Nothing can be leased in Production yet" }),
    ).toBeVisible();
  });
});
