import {
  apiKeysPath,
  comparePath,
  declarationsPath,
  overviewPath,
  secretAccessPath,
  secretsPath,
  sharedPath,
} from "@/lib/projects/model";
import { expect, test } from "../fixture";
import { askApi } from "../machine";
import { runAdmin } from "../setup/admin";
import { storeIn } from "../steps";
import { inspect } from "./inspect";

test("the documentation is accessible and fits, light and dark, also for who has not signed in", async ({
  as,
}) => {
  const page = await as("nobody");
  for (const path of ["/docs/api", "/docs?search=webhook", "/docs/secrets"]) await inspect(page, path);
});

test("pages for machines are accessible and fit, light and dark", async ({ as, newProject, shared }) => {
  test.slow();
  const page = await as("owner");
  const project = await newProject();
  const list = secretsPath(project, "production");
  await inspect(page, apiKeysPath(project));
  await inspect(page, sharedPath(project, "production"));
  await inspect(page, declarationsPath(project));
  const mint = async (name: string, ...more: string[]) =>
    (await runAdmin(shared.env, ["api-key", "create", "--name", name, "--project", project, ...more])).trim();
  const writer = await mint("writer", "--environment", "production", "--permission", "secrets:write");
  const long = ["A", "B", "C", "D"].map((name) => name.repeat(60));
  for (const name of long) await askApi(shared.origin, writer, "POST /secrets", { name, value: "v" });
  const names = long.flatMap((name) => ["--secret", name]);
  const key = await mint("k".repeat(80), "--permission", "declarations:write", ...names);
  const reader = await mint("reader");
  const declared = { required: ["DATABASE_URL", "X".repeat(300)], optional: ["Y".repeat(128)] };
  expect((await askApi(shared.origin, key, "PUT /declarations", declared)).status).toBe(200);
  const name = `SHARED_${project.replaceAll("-", "_").toUpperCase()}_LONG_ENOUGH_TO_WRAP_ON_A_PHONE`;
  await storeIn(page, secretsPath("platform", "production"), { name, value: "v" });

  await askApi(shared.origin, reader, `POST /secrets/${long[0]}/reveal?environment=production`);
  await inspect(page, secretAccessPath(project, "production", long[0] ?? ""));
  await page.getByRole("link", { name: "reader" }).click();
  await expect(page.getByRole("heading", { name: "reader", level: 1 })).toBeVisible();
  await inspect(page);
  await inspect(page, apiKeysPath(project));
  await inspect(page, `${apiKeysPath(project)}?dialog=create`);
  await page.getByRole("dialog").getByLabel("Expires").selectOption("Custom date");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByLabel("Last day")).toHaveAccessibleDescription(/Choose the day/);
  await inspect(page);
  await page.getByRole("dialog").getByLabel("Expires").selectOption("In 90 days");
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
  await page.getByRole("dialog").getByRole("button", { name: "Add shared secret" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await inspect(page);
  await page.getByRole("button", { name: `Remove ${name}` }).click();
  await inspect(page);
  const values = `GET /values?environment=production&names=${name}`;
  expect((await askApi(shared.origin, reader, values)).status).toBe(200);
  await inspect(page, `${secretsPath("platform", "production")}/${name}`);
  await inspect(page, declarationsPath(project));
  await inspect(page, overviewPath(project));
  await inspect(page, comparePath(project));
  await inspect(page, list);
});
