import { declarationsPath, secretsPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { askApi } from "./machine";
import { runAdmin } from "./setup/admin";
import type { InstanceEnv } from "./setup/instance";

/** Declares names as `strongroom env check` does. */
async function declare(
  { origin, env }: { readonly origin: string; readonly env: InstanceEnv },
  project: string,
  names: object,
): Promise<void> {
  const args = [
    "api-key",
    "create",
    "--name",
    "ci",
    "--project",
    project,
    "--permission",
    "declarations:write",
  ];
  const key = (await runAdmin(env, args)).trim();
  expect((await askApi(origin, key, "PUT /declarations", names)).status).toBe(200);
}

test("what a manifest requires and an environment lacks is set from the page that says so", async ({
  as,
  newProject,
  shared,
}) => {
  const page = await as("owner");
  const project = await newProject();
  await open(page, declarationsPath(project));
  await expect(page.getByRole("heading", { name: /No required secrets yet/ })).toBeVisible();
  await expect(page.getByText("strongroom env check")).toBeVisible();
  const long = `L${"ONG".repeat(60)}`;
  await declare(shared, project, { required: ["DATABASE_URL", long], optional: ["SENTRY_DSN"] });

  await page.reload();
  await expect(
    page.getByText("Missing required secrets: 2 in Production, 2 in Staging, and 2 in Development."),
  ).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "DATABASE_URL" });
  await expect(row).toContainText("Required");
  await expect(page.getByRole("row").filter({ hasText: long })).toContainText("Invalid name");
  await expect(page.getByRole("row").filter({ hasText: "SENTRY_DSN" })).toContainText("Optional, not set");
  await row.getByRole("link", { name: "Set value of DATABASE_URL in Staging" }).click();
  const dialog = page.getByRole("dialog", { name: "Store New Secret" });
  await expect(dialog.getByLabel("Secret name")).toHaveValue("DATABASE_URL");
  await dialog.getByLabel("Value", { exact: true }).fill("postgres://somewhere");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`${secretsPath(project, "staging")}$`));
  await open(page, declarationsPath(project));
  await expect(row.getByRole("cell").nth(2)).toContainText("Set");
  await expect(row.getByRole("cell").nth(1)).toContainText("Missing");
});

test("the Secrets page names what is required and missing, and says so no longer once it is set", async ({
  as,
  newProject,
  shared,
}) => {
  const page = await as("owner");
  const project = await newProject();
  await declare(shared, project, { required: ["A1", "A2", "A3", "A4", "A5", "A6", "A7"] });
  await open(page, secretsPath(project, "production"));
  await expect(page.getByText("7 required secrets are missing in Production")).toBeVisible();
  await expect(page.getByText("and 2 more")).toBeVisible();
  await declare(shared, project, { required: ["ONLY-ONE"] });
  await page.reload();
  await open(page, secretsPath(project, "production"));
  await page.getByRole("button", { name: "Set value of ONLY-ONE" }).click();
  const dialog = page.getByRole("dialog", { name: "Store New Secret" });
  await expect(dialog.getByLabel("Secret name")).toHaveValue("ONLY-ONE");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: "Set value of ONLY-ONE" }).click();
  await dialog.getByLabel("Value", { exact: true }).fill("v");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/required secret/)).toHaveCount(0);
});

test("an address fills in only a name that can be stored", async ({ as }) => {
  const page = await as("owner");
  for (const name of ["1abc", "<svg onload=alert(1)>", "STRONGROOM_X", "x".repeat(500)]) {
    await open(
      page,
      `${secretsPath("default", "staging")}?${new URLSearchParams({ dialog: "store", name })}`,
    );
    await expect(page.getByRole("dialog").getByLabel("Secret name")).toHaveValue("");
  }
});

test("an Auditor sees what is missing and cannot set it; a Member sees neither", async ({
  as,
  newProject,
  shared,
  faults,
}) => {
  faults.expect(/403/);
  const project = await newProject();
  await declare(shared, project, { required: ["MISSING"] });
  const page = await as("auditor");
  await open(page, declarationsPath(project));
  await expect(page.getByRole("row").filter({ hasText: "MISSING" })).toContainText("Missing");
  await expect(page.getByRole("link", { name: /Set value/ })).toHaveCount(0);
  await open(page, secretsPath(project, "production"));
  await expect(page.getByText("A required secret is missing in Production")).toBeVisible();
  await expect(page.getByRole("button", { name: /Set value/ })).toHaveCount(0);
  const member = await as("member");
  await open(member, declarationsPath(project));
  await expect(member.getByRole("main")).toContainText(/Owner, Super Admin,? or Auditor/);
});
