import { createHmac } from "node:crypto";
import { secretsPath, triggersPath } from "@/lib/projects/model";
import { inspect } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { storeIn } from "./steps";

const LIST = triggersPath("default", "production");
const KEY = "key-of-the-sender-0001";

test("an admin sets up a trigger, webhooks come in, and one is replayed, without anybody seeing what they brought", async ({
  as,
  shared,
}) => {
  const page = await as("owner");
  const trigger = page.getByRole("row").filter({ hasText: "/hooks/default/from-github" });
  const hook = (body: string, secret = KEY) =>
    fetch(`${shared.origin}/hooks/default/from-github`, {
      method: "POST",
      body,
      headers: { "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}` },
    });

  await test.step("the form shows what its choices need", async () => {
    await storeIn(page, secretsPath("default", "production"), { name: "HOOK_SECRET", value: KEY });
    await open(page, LIST);
    await page.getByRole("button", { name: "Set up a trigger" }).click();
    const dialog = page.getByRole("dialog", { name: "Set up a trigger" });
    await dialog.getByLabel("Name", { exact: true }).fill("from-github");
    await expect(dialog.getByLabel("Header with the signature")).toBeHidden();
    await dialog.getByLabel("Signed as").selectOption({ label: "Another, by HMAC" });
    await expect(dialog.getByLabel("Header with the signature")).toBeVisible();
    await dialog.getByLabel("Signed as").selectOption({ label: "GitHub" });
    await dialog.getByLabel("Secret", { exact: true }).selectOption("HOOK_SECRET");
    await inspect(page);
    await dialog.getByRole("button", { name: "Set up trigger" }).click();
    await expect(dialog).toBeHidden();
    await expect(trigger).toContainText("Never used");
  });

  await test.step("what is signed is taken, what is not is counted", async () => {
    expect((await hook('{"marker":"canary-of-the-payload"}')).status).toBe(200);
    expect((await hook("forged", "another")).status).toBe(401);
    await open(page, LIST);
    await expect(trigger).toContainText("1 refusal");
    await trigger.getByRole("link", { name: "deliveries of from-github" }).click();
    const deliveries = page.getByRole("table", { name: "Deliveries of from-github" });
    await expect(deliveries.getByRole("row")).toHaveCount(2);
    await expect(deliveries).toContainText("x-hub-signature-256");
    expect(await page.content()).not.toContain("canary-of-the-payload");
    await inspect(page);
    await deliveries.getByRole("button", { name: /^Replay/ }).click();
    await deliveries.getByRole("button", { name: /^Replay/ }).click();
    await expect(deliveries.getByRole("row")).toHaveCount(3);
    await expect(deliveries).toContainText("Replayed");
  });

  await test.step("without JavaScript it is paused and deleted", async () => {
    const plain = await as("owner", { javaScriptEnabled: false });
    await plain.goto(LIST);
    await plain.getByRole("button", { name: "Pause from-github" }).click();
    await expect(plain.getByRole("button", { name: "Resume from-github" })).toBeVisible();
    expect((await hook("while paused")).status).toBe(401);
    await plain.getByRole("button", { name: "Delete from-github" }).click();
    await expect(plain.getByRole("heading", { name: "There is no trigger in Production yet" })).toBeVisible();
  });
});
