import { writeFileSync } from "node:fs";
import { logSigner } from "@/lib/audit/tree/checkpoint";
import { freePort } from "@/test/free-port";
import { inspect } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { becomeOwner } from "./setup/people";

test("an Owner sees where the log goes, what does not arrive, and that a witness has another log", async ({
  page,
  ownInstance,
}, testInfo) => {
  test.slow();
  const witness = testInfo.outputPath("checkpoints");
  const foreign = logSigner(Buffer.alloc(32, 5)).checkpoint({ size: 3, root: Buffer.alloc(32) });
  writeFileSync(witness, foreign, { mode: 0o600 });
  const instance = await ownInstance({
    STRONGROOM_AUDIT_STDOUT: "true",
    STRONGROOM_AUDIT_STDOUT_KINDS: "change,access",
    STRONGROOM_AUDIT_WEBHOOK: `http://127.0.0.1:${await freePort()}/canary-9a31`,
    STRONGROOM_AUDIT_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString("base64")}`,
    STRONGROOM_AUDIT_WITNESS_FILE: witness,
  });
  await becomeOwner(page, instance.setupLink());
  await expect(page.getByText("The audit log does not fit a checkpoint that was kept outside")).toBeVisible();
  await page.goto(`${instance.origin}/audit`);
  await page.getByRole("link", { name: "Streams" }).click();
  const table = page.getByRole("table", { name: "Streams and witnesses" });
  await expect(table.getByRole("row").filter({ hasText: "Standard output" })).toContainText(
    "Changes, People and keys",
  );
  await expect(async () => {
    await page.reload();
    const webhook = table.getByRole("row").filter({ hasText: "Webhook of 127.0.0.1" });
    await expect(webhook).toContainText("Failing", { timeout: 500 });
    await expect(webhook).toContainText("There is no connection. (ECONNREFUSED)", { timeout: 500 });
  }).toPass();
  await expect(table.getByRole("row").filter({ hasText: "File on the host" })).toContainText("Checkpoints");
  expect(await page.content()).not.toContain("canary-9a31");
  await inspect(page);
});
