import { once } from "node:events";
import { createServer } from "node:http";
import type { Page } from "@playwright/test";
import { rotationPath, secretRotationPath, secretsPath } from "@/lib/projects/model";
import { inspect } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { askApi } from "./machine";
import { runAdmin } from "./setup/admin";
import { becomeOwner } from "./setup/people";
import { choose, expectIssue, rowOf, storeIn } from "./steps";

const SIGNING_KEY = "whsec_c2lnbmluZy1rZXktb2YtdGhlLXNlcnZpY2U=";

/** A press and the confirmation that follows it. */
async function pressTwice(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("button", { name, exact: true }).click();
}

/** Who reads a secret is written beside the answers, so it may lag by seconds. */
async function untilSaid(page: Page, text: string): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(text)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await untilHydrated(page);
}

test("an admin rotates a secret, watches readers come over, and ends the grace time", async ({
  as,
  newProject,
  shared,
}) => {
  const page = await as("owner");
  const project = await newProject();
  const list = secretsPath(project, "production");
  await storeIn(page, list, { name: "SESSION_KEY", value: "canary one" });
  const args = [
    "api-key",
    "create",
    "--name",
    "the app",
    "--project",
    project,
    "--environment",
    "production",
  ];
  const key = (await runAdmin(shared.env, args)).trim();
  const reveal = () => askApi(shared.origin, key, "POST /secrets/SESSION_KEY/reveal", {});
  expect((await reveal()).text).toContain("canary one");

  await test.step("the page explains itself, and leads to the secrets", async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Rotation" }).click();
    await expect(page.getByRole("heading", { name: /Nothing is rotated in/ })).toBeVisible();
    await page.getByRole("link", { name: "Go to the secrets" }).click();
    await choose(page, "SESSION_KEY", "Rotation");
    await expect(page.getByRole("heading", { name: "Rotation of SESSION_KEY" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "What a new value reaches" })).toBeVisible();
    await untilSaid(page, "The one API key that reads it has read version 1");
  });

  await test.step("what is wrong is said at its field, and what was typed stays", async () => {
    await page.getByRole("button", { name: "Set up rotation" }).click();
    const dialog = page.getByRole("dialog", { name: "Set up rotation of SESSION_KEY" });
    await dialog.getByLabel("Length").fill("5");
    await dialog.getByLabel("When").selectOption("At fixed times (cron)");
    await dialog.getByLabel("Cron expression").fill("* * * * *");
    await expectIssue(dialog.getByLabel("Cron expression"), /at least an hour/);
    await dialog.getByLabel("Cron expression").fill("0 3 * * 1");
    await dialog.getByLabel("Time zone").fill("Europe/Vienna");
    await expect(dialog.getByRole("status")).toContainText("Next:");
    await dialog.getByRole("button", { name: "Set up rotation" }).click();
    await expectIssue(dialog.getByLabel("Length"), /At least 8/);
    await expect(dialog.getByLabel("Time zone")).toHaveValue("Europe/Vienna");
    await dialog.getByLabel("Length").fill("48");
    await dialog.getByLabel("When").selectOption("Every so many days");
    await dialog.getByRole("button", { name: "Set up rotation" }).click();
    await expect(dialog).toBeHidden();
    const sentence = "A random value of 48 letters and digits, every 90 days, old value good for 24 hours.";
    await expect(page.getByText(sentence)).toBeVisible();
  });

  await test.step("rotated now, it becomes current, and the reader comes over", async () => {
    await pressTwice(page, "Rotate now");
    await expect(page.getByRole("heading", { name: "In its grace time" })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("Version 2 is current.")).toBeVisible();
    await expect(page.getByText("0 of 1 API key has read version 2")).toBeVisible();
    expect((await reveal()).text).not.toContain("canary one");
    await untilSaid(page, "The one API key that reads it has read version 2");
    await open(page, list);
    await expect(rowOf(page, "SESSION_KEY")).toContainText("Grace time");
  });

  await test.step("the grace time is ended, and it is in the history", async () => {
    await open(page, secretRotationPath(project, "production", "SESSION_KEY"));
    await pressTwice(page, "End grace time now");
    await expect(page.getByRole("heading", { name: "In its grace time" })).toBeHidden({ timeout: 30_000 });
    await expect(page.getByRole("table", { name: "Last rotations" })).toContainText("1 → 2");
    await inspect(page);
    await inspect(page, `${rotationPath(project)}?state=done`);
    await expect(page.getByRole("table", { name: "History" })).toContainText("SESSION_KEY");
    const file = await page.request.get(`${rotationPath(project)}/export?format=csv`);
    expect(await file.text()).toMatch(/SESSION_KEY,done,/);
    expect(await page.content()).not.toContain("canary");
  });

  await test.step("several are rotated at once, also without grace time", async () => {
    await page.getByRole("link", { name: "Rotate several" }).click();
    await untilHydrated(page);
    await page.getByRole("button", { name: "Rotate", exact: true }).click();
    await expect(page.getByRole("group", { name: "Secrets" })).toHaveAccessibleDescription(
      "Choose at least one secret.",
    );
    await page.getByRole("button", { name: "Select all" }).click();
    await page.getByLabel("How").selectOption("emergency");
    await page.getByRole("button", { name: "Rotate 1 secret" }).click();
    await expect(page.getByRole("status").filter({ hasText: "1 rotation is begun." })).toBeVisible();
    await inspect(page);
    await page.getByRole("link", { name: "See how far they are" }).click();
    await expect(page.getByRole("table", { name: "History" })).toContainText("2 → 3", { timeout: 30_000 });
  });
});

test("a service that fails is found, understood, mended and tried again", async ({
  ownInstance,
  as,
  faults,
}) => {
  let answer = 503;
  const service = createServer((_, response) =>
    response.writeHead(answer).end(answer === 200 ? "" : "the vault is sealed"),
  ).listen(0, "127.0.0.1");
  await once(service, "listening");
  const address = service.address();
  if (address === null || typeof address === "string") throw new Error("the service has no port");
  const host = `127.0.0.1:${address.port}`;
  const instance = await ownInstance();
  const page = await as("nobody", { baseURL: instance.origin });
  await becomeOwner(page, instance.setupLink());
  faults.expect(/422/);
  const list = secretsPath("default", "production");
  const name = `ACCOUNT_${"WITH_A_LONG_NAME_".repeat(5)}PASSWORD`;
  await storeIn(page, list, { name: "SIGNING_KEY", value: SIGNING_KEY });
  await storeIn(page, list, { name, value: "canary one" });

  await test.step("an Owner allows the private host, and says which service rotates", async () => {
    await open(page, "/settings");
    await page.getByLabel("Allowed private hosts (optional)").fill(host);
    await page.getByRole("button", { name: "Save settings" }).click();
    await expect(page.getByText("Settings saved")).toBeVisible();
    await open(page, `${secretRotationPath("default", "production", name)}?dialog=rotation`);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Rotated by").selectOption("Your own service");
    await dialog.getByLabel("Address of the service").fill(`http://${host}/rotate`);
    await dialog.getByLabel("When").selectOption("Only when somebody asks");
    await dialog.getByRole("button", { name: "Set up rotation" }).click();
    await expectIssue(dialog.getByLabel("Signing key"), /Name the secret/);
    await dialog.getByLabel("Signing key").selectOption("SIGNING_KEY");
    await inspect(page);
    await dialog.getByRole("button", { name: "Set up rotation" }).click();
    await expect(dialog).toBeHidden();
    await pressTwice(page, "Rotate now");
    await expect(page.getByText("the vault is sealed")).toBeVisible({ timeout: 30_000 });
    await inspect(page);
  });

  await test.step("the list and the page of the project say so", async () => {
    await open(page, list);
    await expect(rowOf(page, name)).toContainText("Rotation fails");
    await open(page, rotationPath("default"));
    await expect(page.getByRole("heading", { name: "Needs attention" })).toBeVisible();
    await expect(page.getByText("Make the new value: failed")).toBeVisible();
    await expect(page.getByText("The service answered 503: the vault is sealed")).toBeVisible();
    await expect(page.getByText("The old value is still current")).toBeVisible();
    await inspect(page);
  });

  await test.step("the service is mended, and tried again", async () => {
    answer = 200;
    await page.getByRole("button", { name: `Try again to rotate ${name}` }).click();
    await expect(page.getByRole("heading", { name: "Needs attention" })).toBeHidden({ timeout: 30_000 });
    await page.getByRole("link", { name }).first().click();
    await expect(page.getByRole("heading", { name: "In its grace time" })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("list", { name: "Phases" })).toContainText("Done: Test it");
    await pressTwice(page, "Undo");
    await expect(page.getByRole("table", { name: "Last rotations" })).toContainText("Undone", {
      timeout: 30_000,
    });
    expect(await page.content()).not.toContain("canary");
  });
  service.close();
});

test("the password of a database: what is wrong is said at its field, and the users take turns", async ({
  as,
  newProject,
  faults,
}) => {
  faults.expect(/422/);
  const page = await as("owner");
  const project = await newProject();
  const list = secretsPath(project, "production");
  for (const name of ["DATABASE_URL", "DATABASE_ADMIN"])
    await storeIn(page, list, { name, value: "canary one" });
  await open(page, secretRotationPath(project, "production", "DATABASE_URL"));
  await page.getByRole("button", { name: "Set up rotation" }).click();
  const dialog = page.getByRole("dialog");
  const host = dialog.getByLabel("Host", { exact: true });
  for (const kind of ["Password of MySQL or MariaDB", "Password of PostgreSQL"]) {
    await dialog.getByLabel("Rotated by").selectOption(kind);
    await host.fill("10.0.0.7");
    await dialog.getByLabel(/^Database/).fill("app");
    await dialog.getByLabel("Users").fill("app_a\napp_b");
    await dialog.getByLabel("Admin").selectOption("DATABASE_ADMIN");
    await dialog.getByRole("button", { name: "Set up rotation" }).click();
    await expectIssue(host, /private\. An Owner can allow it/);
  }
  await host.fill("db.example");
  await dialog.getByRole("button", { name: "Set up rotation" }).click();
  await expect(page.getByText("A new password for app_a and app_b in turn at db.example")).toBeVisible();
});
