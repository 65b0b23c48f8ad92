import { generateKeyPairSync } from "node:crypto";
import { sshPath } from "@/lib/projects/model";
import { inspect } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { expectIssue } from "./steps";

/** A new public key, as `ssh-keygen` writes one. */
function newPublicKey(comment: string): string {
  const point = generateKeyPairSync("ed25519")
    .publicKey.export({ format: "der", type: "spki" })
    .subarray(-32);
  const string = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  const blob = Buffer.concat([string(Buffer.from("ssh-ed25519")), string(point)]);
  return `ssh-ed25519 ${blob.toString("base64")} ${comment}`;
}

const PRIVATE = "-----BEGIN OPENSSH PRIVATE KEY-----\ncanary-of-a-key\n-----END OPENSSH PRIVATE KEY-----";

test("a person adds SSH keys, an admin lets them enter hosts, and both are taken away", async ({
  as,
  newProject,
  shared,
}) => {
  const page = await as("owner");
  const project = await newProject();
  const comment = `ada-${project}`;
  const dialog = page.getByRole("dialog");

  await test.step("a private key is taken out of the field at once, and never sent", async () => {
    const sent: string[] = [];
    page.on("request", (request) => sent.push(request.postData() ?? ""));
    await open(page, "/account");
    await page.getByRole("button", { name: "Add SSH keys" }).click();
    await dialog.getByLabel("Public keys").fill(PRIVATE);
    await expectIssue(dialog.getByLabel("Public keys"), /This is a private key.*make a new pair/);
    await expect(dialog.getByLabel("Public keys")).toHaveValue("");
    await dialog.getByRole("button", { name: "Add keys" }).click();
    await expectIssue(dialog.getByLabel("Public keys"), /Paste a public key|This is a private key/);
    expect(sent.join("\n")).not.toContain("canary-of-a-key");
    await inspect(page);
  });

  await test.step("several are added at once, or none of them", async () => {
    const [one, two] = [newPublicKey(comment), newPublicKey(`${comment}-2`)];
    await dialog.getByLabel("Public keys").fill(`${one}\nssh-dss AAAA old`);
    await dialog.getByRole("button", { name: "Add keys" }).click();
    await expectIssue(dialog.getByLabel("Public keys"), /Line 2: DSA keys are too weak/);
    await dialog.getByLabel("Public keys").fill(`${one}\n${two}\n`);
    await dialog.getByRole("button", { name: "Add keys" }).click();
    await expect(dialog).toBeHidden();
    const row = page.getByRole("table", { name: "SSH keys" }).getByRole("row").filter({ hasText: comment });
    await expect(row).toHaveCount(2);
    await expect(row.first()).toContainText("Ed25519, 256 bits");
    await row
      .first()
      .getByRole("button", { name: /^Remove/ })
      .click();
    await dialog.getByRole("button", { name: "Remove key" }).click();
    await expect(row).toHaveCount(1);
  });

  await test.step("a rule lets them enter hosts", async () => {
    await open(page, sshPath(project));
    await expect(page.getByRole("heading", { name: "Nobody may enter a host yet" })).toBeVisible();
    await page.getByRole("button", { name: "Add rule" }).first().click();
    await dialog.getByLabel("Called").fill("nobody@example.com");
    await dialog.getByLabel("Hosts").fill("web-*, db-1");
    await dialog.getByLabel("As user").fill("deploy");
    await dialog.getByRole("button", { name: "Add rule" }).click();
    await expectIssue(dialog.getByLabel("Called"), /no active person/);
    await dialog.getByLabel("Called").fill(shared.people.owner.email);
    await dialog.getByRole("button", { name: "Add rule" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("table", { name: "Rules" })).toContainText("web-*, db-1");
    await expect(page.getByRole("table", { name: "Keys that hosts let in" })).toContainText(comment);
    await expect(page.getByText(`strongroom-${project}`)).toBeVisible();
    await inspect(page);
  });

  await test.step("an auditor looks on, and the rule is removed", async () => {
    const auditor = await as("auditor");
    await open(auditor, sshPath(project));
    await expect(auditor.getByRole("table", { name: "Rules" })).toContainText("deploy");
    await expect(auditor.getByRole("button", { name: "Add rule" })).toBeHidden();
    await page.getByRole("button", { name: /^Remove the rule/ }).click();
    await dialog.getByRole("button", { name: "Remove rule" }).click();
    await expect(page.getByRole("heading", { name: "Nobody may enter a host yet" })).toBeVisible();
  });
});

test("without JavaScript a rule and a key are added, and a private key does not come back", async ({
  as,
  newProject,
}) => {
  const page = await as("super_admin", { javaScriptEnabled: false });
  const project = await newProject();
  const dialog = page.getByRole("dialog");
  await page.goto("/account?dialog=add-ssh-keys");
  await dialog.getByLabel("Public keys").fill(PRIVATE);
  await dialog.getByRole("button", { name: "Add keys" }).click();
  await expectIssue(dialog.getByLabel("Public keys"), /This is a private key/);
  expect(await page.content()).not.toContain("canary-of-a-key");
  await dialog.getByLabel("Public keys").fill(newPublicKey(`no-script-${project}`));
  await dialog.getByRole("button", { name: "Add keys" }).click();
  await expect(page.getByRole("dialog", { name: "Added 1 SSH key" })).toBeVisible();

  await page.goto(`${sshPath(project)}?dialog=new`);
  await dialog.getByLabel("Who").selectOption("group");
  await dialog.getByLabel("Called").fill("nowhere");
  await dialog.getByLabel("Hosts").fill("web-1");
  await dialog.getByLabel("As user").fill("deploy");
  await dialog.getByRole("button", { name: "Add rule" }).click();
  await expectIssue(dialog.getByLabel("Called"), /no such group/);
  await expect(dialog.getByLabel("Hosts")).toHaveValue("web-1");
});
