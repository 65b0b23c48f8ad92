import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { secretsPath } from "@/lib/projects/model";
import { startMailServer, textOf } from "@/test/mail-server";
import { inspect } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { becomeOwner } from "./setup/people";
import { expectIssue, storeIn } from "./steps";

test("an Owner chooses what they are told, has a chat told too, tries that, and sees what came of it", async ({
  as,
  faults,
  ownInstance,
}) => {
  test.slow();
  const bodies: string[] = [];
  const chat = createServer(async (request, response) => {
    bodies.push(await text(request));
    response.writeHead(request.url === "/services/canary-7f3a" ? 200 : 404).end();
  }).listen(0, "127.0.0.1");
  await once(chat, "listening");
  const mail = await startMailServer();
  const instance = await ownInstance({ STRONGROOM_SMTP_URL: `smtp://127.0.0.1:${mail.port}` });
  const host = `127.0.0.1:${(chat.address() as AddressInfo).port}`;
  const page = await as("nobody", { baseURL: instance.origin });
  const { email } = await becomeOwner(page, instance.setupLink());
  const list = secretsPath("default", "production");
  await storeIn(page, list, { name: "CHAT_URL", value: `http://${host}/services/canary-7f3a` });

  await test.step("on the account page they choose", async () => {
    await open(page, "/account#notifications");
    await page.getByLabel("Secrets changed").selectOption("At once");
    await page.getByRole("button", { name: "Save notifications" }).click();
    await expect(page.getByText("Notifications saved")).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Secrets changed")).toHaveValue("atOnce");
  });

  await test.step("a chat is told where its address is a secret that is there", async () => {
    faults.expect(/422/);
    await open(page, "/settings");
    await page.getByRole("link", { name: "Notifications" }).click();
    await expect(page.getByText("Nothing leaves this instance yet")).toBeVisible();
    await inspect(page);
    await page.getByRole("button", { name: "Add Slack" }).click();
    const dialog = page.getByRole("dialog", { name: "New Slack channel" });
    await dialog.getByLabel("Name", { exact: true }).fill("Ops chat");
    await dialog.getByLabel("Where the secret is").selectOption("default/production");
    await dialog.getByLabel("Secret", { exact: true }).fill("NOWHERE");
    await dialog.getByLabel("Secrets changed").selectOption("At once");
    await inspect(page);
    await dialog.getByRole("button", { name: "Add channel" }).click();
    await expectIssue(dialog.getByLabel("Secret", { exact: true }), /no such secret/);
    await dialog.getByLabel("Secret", { exact: true }).fill("CHAT_URL");
    await dialog.getByRole("button", { name: "Add channel" }).click();
    await expect(dialog).toBeHidden();
  });

  const channel = page
    .getByRole("table", { name: "Channels" })
    .getByRole("row")
    .filter({ hasText: "Ops chat" });
  const deliveries = page.getByRole("table", { name: "Deliveries" }).getByRole("row");

  await test.step("a test says what is wrong, and then that it was taken", async () => {
    faults.expect(/502/);
    await expect(channel).toContainText("The address is in default/production/CHAT_URL");
    await channel.getByRole("button", { name: "Test Ops chat" }).click();
    await expect(channel).toContainText("no address that may be called");
    await expect(deliveries.filter({ hasText: "Failed" })).toHaveCount(1);
    await open(page, "/settings");
    await page.getByLabel("Allowed private hosts (optional)").fill(host);
    await page.getByRole("button", { name: "Save settings" }).click();
    await expect(page.getByText("Settings saved")).toBeVisible();
    await open(page, "/settings/notifications");
    await channel.getByRole("button", { name: "Test Ops chat" }).click();
    await expect(channel).toContainText("It was taken.");
    await expect(deliveries.filter({ hasText: "Sent" })).toHaveCount(1);
    expect(bodies).toEqual([expect.stringContaining("A test of the channel Ops chat")]);
  });

  await test.step("within a minute both are told of a change, and nobody of a value", async () => {
    await storeIn(page, list, { name: "STRIPE_KEY", value: "canary-value" });
    await expect
      .poll(() => mail.received.map((letter) => `${letter.to} ${textOf(letter)}`).join(), { timeout: 90_000 })
      .toMatch(new RegExp(`${email} .*STRIPE_KEY`, "s"));
    await expect.poll(() => bodies.join(), { timeout: 90_000 }).toContain("STRIPE_KEY");
    await open(page, "/settings/notifications");
    await expect(deliveries.filter({ hasText: email }).filter({ hasText: "Sent" })).not.toHaveCount(0);
    await expect(
      deliveries.filter({ hasText: "Ops chat" }).filter({ hasText: "Secrets changed" }),
    ).not.toHaveCount(0);
    await inspect(page);
    const told = JSON.stringify([bodies, mail.received]);
    expect(told + (await page.content())).not.toContain("canary");
  });

  await test.step("a channel that is deleted is told nothing more, and its log stays", async () => {
    await channel.getByRole("button", { name: "Delete Ops chat" }).click();
    await channel.getByRole("button", { name: "Delete Ops chat" }).click();
    await expect(page.getByText("Nothing leaves this instance yet")).toBeVisible();
    await expect(deliveries.filter({ hasText: "Ops chat" })).not.toHaveCount(0);
  });
  chat.close();
  await mail.close();
});
