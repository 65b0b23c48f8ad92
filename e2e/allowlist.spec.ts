import type { Locator, Page } from "@playwright/test";
import { allowlistPath, endpointPath, newEndpointPath, secretsPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { startPartner } from "./setup/partner";
import { becomeOwner, makePerson, signInHere } from "./setup/people";
import { choose, expectIssue, HOME, storeIn } from "./steps";

const KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const TOKEN = "canary-of-the-partner-token";

const section = (page: Page, name: string): Locator => page.getByRole("group", { name, exact: true });
const endpointRow = (page: Page, name: string): Locator =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });

test("an endpoint is made, verified, tested and used without its keys being seen", async ({
  ownInstance,
  as,
  faults,
}) => {
  const partner = await startPartner();
  const instance = await ownInstance();
  const page = await as("nobody", { baseURL: instance.origin });
  const owner = await becomeOwner(page, instance.setupLink());
  const secrets = secretsPath("default", "production");

  await test.step("the empty list explains itself", async () => {
    await storeIn(page, secrets, { name: "PARTNER_TOKEN", value: TOKEN });
    await storeIn(page, secrets, { name: "CARD_KEY", value: KEY });
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Allowlist" }).click();
    await expect(page.getByRole("heading", { name: "No endpoints in Production yet" })).toBeVisible();
    await page.getByRole("link", { name: "Add endpoint" }).click();
    await expect(page.getByRole("heading", { name: "Add endpoint" })).toBeVisible();
    await untilHydrated(page);
  });

  await test.step("mistakes are named at their fields, and a key cannot be typed", async () => {
    await page.getByLabel("Name", { exact: true }).fill("two words");
    await page.getByLabel("URL").fill(`http://${partner.host}/v1/payments`);
    await expect(page.getByText("This address has no TLS")).toBeVisible();
    await page.getByRole("button", { name: "Add header" }).click();
    await expect(page.getByLabel("Header 2: name")).toBeFocused();
    await page.getByRole("button", { name: "Remove header 2" }).click();
    await expect(page.getByLabel("Header 1: name")).toBeFocused();
    await page.getByLabel("Header 1: name").fill("Authorization");
    await page.getByLabel("Header 1: text").fill(`Bearer ${TOKEN}`);
    await expect(page.getByLabel("Request encryption")).toBeHidden();
    await page.getByText("Encryption", { exact: true }).click();
    await page.getByLabel("Request encryption").selectOption("Selected fields");
    await page.getByRole("button", { name: "Add endpoint" }).click();
    await expectIssue(page.getByLabel("Name", { exact: true }), /Use letters, digits/);
    await expectIssue(page.getByLabel("URL"), /https/);
    await expectIssue(page.getByLabel("Header 1: text"), /cannot be typed in here/);
    await expectIssue(section(page, "Request").getByLabel("Fields", { exact: true }), /at least one field/);
    await expectIssue(section(page, "Request").getByLabel("Key", { exact: true }), /Choose a stored secret/);
    for (const label of ["Key", "Salt", "IV from"]) {
      for (const field of await section(page, "Request").getByLabel(label, { exact: true }).all()) {
        expect(await field.evaluate((element) => element.tagName)).toBe("SELECT");
      }
    }
    await page.getByLabel("Name", { exact: true }).fill("payments");
    await page.getByLabel("Header 1: text").fill("Bearer");
    await page.getByLabel("Header 1: secret").selectOption("PARTNER_TOKEN");
    await expect(page.getByText("Sent with a space")).toBeVisible();
    await expect(page.getByText("Travels in clear: the address has no TLS.")).toBeVisible();
    await section(page, "Request").getByLabel("Fields", { exact: true }).fill("/card/number");
    await section(page, "Request").getByLabel("Key", { exact: true }).selectOption("CARD_KEY");
    await page.getByRole("button", { name: "Add endpoint" }).click();
    await expectIssue(page.getByLabel("URL"), /https/);
  });

  await test.step("an Owner allows the private host, and the form is still there to be saved", async () => {
    const settings = await page.context().newPage();
    await open(settings, "/settings");
    const hosts = settings.getByLabel("Allowed private hosts (optional)");
    await hosts.fill(`https://${partner.host}/`);
    await settings.getByRole("button", { name: "Save settings" }).click();
    await expectIssue(hosts, /host/);
    await hosts.fill(partner.host);
    await settings.getByRole("button", { name: "Save settings" }).click();
    await expect(settings.getByText("Settings saved")).toBeVisible();
    await storeIn(settings, secrets, { name: "STORED_MEANWHILE", value: "v" });
    await settings.close();
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    const choice = page.getByLabel("Header 1: secret");
    await expect(choice.locator("option[value=STORED_MEANWHILE]")).toBeAttached();
    await expect(choice).toHaveValue("PARTNER_TOKEN");
  });

  await test.step("the preview shows what would be sent, and the fit is checked", async () => {
    const preview = page.getByRole("region", { name: "Preview" });
    await preview.getByLabel("Sample data").fill('{"card":{"number":"4242 4242","expires":"2030"}}');
    const shown = preview.locator("pre");
    await expect(shown).toContainText('"expires":"2030"');
    await expect(shown).not.toContainText("4242");
    await expect(shown).toContainText("Authorization: Bearer ••••");
    await section(page, "Request").getByLabel("Initialisation vector").scrollIntoViewIfNeeded();
    await expect(shown).toBeInViewport();
    await section(page, "Request").getByLabel("Key encoding").selectOption("UTF-8 text");
    await page.getByRole("button", { name: "Check secret formats" }).click();
    const key = section(page, "Request").getByLabel("Key", { exact: true });
    await expectIssue(key, /AES-256 needs 32 bytes; this secret holds 64/);
    await key.selectOption("PARTNER_TOKEN");
    await expect(key).not.toHaveAttribute("aria-invalid");
    await expect(page.getByText(/this secret holds 64/)).toHaveCount(0);
    await key.selectOption("CARD_KEY");
    await section(page, "Request").getByLabel("Key encoding").selectOption("Hex");
    await page.getByRole("button", { name: "Check secret formats" }).click();
    await expect(page.getByText("All formats valid")).toBeVisible();
  });

  await test.step("an answer like the request has the parts that the request's method has", async () => {
    const [request, answer] = [section(page, "Request"), section(page, "Response")];
    const [iv, tag] = [answer.getByLabel("IV field"), answer.getByLabel("Tag field")];
    await answer.getByLabel("Response encryption").selectOption("json");
    await expect(iv).toBeHidden();
    await expect(tag).toBeVisible();
    await request.getByLabel("Initialisation vector").selectOption("field");
    await expect(iv).toBeVisible();
    await request.getByLabel("Algorithm").selectOption("AES-256-CBC");
    await expect(tag).toBeHidden();
    await request.getByLabel("Algorithm").selectOption("JWE dir+A256GCM");
    await expect(iv).toBeHidden();
    await answer.getByLabel("Response algorithm and key").selectOption("own");
    await expect(tag).toBeVisible();
    await request.getByLabel("Algorithm").selectOption("AES-256-GCM");
    await request.getByLabel("Initialisation vector").selectOption("prepended");
    await answer.getByLabel("Response encryption").selectOption("none");
  });

  await test.step("a request without a body has a sample of its query", async () => {
    const preview = page.getByRole("region", { name: "Preview" });
    const level = section(page, "Request").getByLabel("Request encryption");
    await level.selectOption("none");
    await page.getByLabel("Method").selectOption("GET");
    await preview.getByLabel("Sample query").fill("page=2");
    await expect(preview.getByLabel("Sample data")).toHaveCount(0);
    await expect(preview.locator("pre")).toContainText(`GET http://${partner.host}/v1/payments?page=2`);
    await page.getByLabel("Method").selectOption("POST");
    await level.selectOption("fields");
  });

  await test.step("a changed form asks before it is left", async () => {
    const question = page.getByRole("alertdialog", { name: "Discard what you typed?" });
    await page.evaluate(() => window.history.back());
    await question.getByRole("button", { name: "Keep editing" }).click();
    for (const name of ["People", "Cancel"]) {
      await page.getByRole("link", { name, exact: true }).click();
      await question.getByRole("button", { name: "Keep editing" }).click();
    }
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await question.getByRole("button", { name: "Keep editing" }).click();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Command palette" }).getByRole("combobox").fill("People");
    await page.keyboard.press("Enter");
    await question.getByRole("button", { name: "Keep editing" }).click();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("payments");
  });

  await test.step("it is verified by a challenge, and a test reaches the partner encrypted", async () => {
    await page.getByRole("button", { name: "Add endpoint" }).click();
    await expect(page.getByRole("heading", { name: "payments", level: 1 })).toBeVisible();
    await untilHydrated(page);
    await expect(page.getByText("Needs verification before it can be used.")).toBeVisible();
    await expect(page.getByText("It can be tested once it is active and verified.")).toBeVisible();
    await page.getByRole("button", { name: "Verify" }).click();
    await expect(page.getByText("Ready", { exact: true })).toBeVisible();
    expect(partner.requests).toEqual([]);

    await page.getByLabel("Data").fill("{ not JSON");
    await page.getByRole("button", { name: "Send test" }).click();
    await expectIssue(page.getByLabel("Data"), /well-formed JSON/);
    await page.getByLabel("Data").fill('{"card":{"number":"4242 4242"},"amount":1}');
    await page.getByRole("button", { name: "Send test" }).click();
    const answer = page.getByRole("region", { name: "Answer" });
    await expect(answer).toContainText("It answered 201");
    await expect(answer).toContainText('"accepted": true');
    await expect(answer).not.toContainText(TOKEN);
    const [sent] = partner.requests;
    expect(sent?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(sent?.body).toContain('"amount":1');
    expect(sent?.body).not.toContain("4242");
    await expect(page.getByRole("table", { name: "Recent requests" })).toContainText("201");
    await expect(page.getByRole("img", { name: /Time of the only send/ })).toBeVisible();
    await page.getByLabel("Data").fill('{"card":{"number":"1"},"note":"hang up"}');
    await page.getByRole("button", { name: "Send test" }).click();
    await expect(page.getByRole("table", { name: "Recent requests" })).toContainText("No answer");
    await expect(page.getByText("This address has no TLS")).toBeVisible();
    const content = await page.content();
    for (const secret of [TOKEN, KEY]) expect(content).not.toContain(secret);
  });

  await test.step("it is found by its name from anywhere", async () => {
    await open(page, secrets);
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Command palette" });
    await palette.getByRole("combobox").fill("PAYM");
    await expect(palette.getByRole("group", { name: "Endpoints" })).toContainText(`POST ${partner.host}`);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "payments", level: 1 })).toBeVisible();
  });

  await test.step("a secret in use shows where, and is not deleted", async () => {
    await open(page, secrets);
    await choose(page, "CARD_KEY", "Delete");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("region", { name: "Used by" })).toContainText(
      "payments in Default, Production",
    );
    await expect(dialog.getByText("Remove these uses first.")).toBeFocused();
    await expect(dialog.getByRole("button", { name: "Delete permanently" })).toHaveCount(0);
    await dialog.getByRole("link", { name: "payments" }).click();
    await expect(page.getByRole("heading", { name: "payments", level: 1 })).toBeVisible();
    await open(page, `${secrets}/CARD_KEY`);
    await expect(page.getByRole("link", { name: "payments" })).toBeVisible();
  });

  await test.step("what is left as it was is left without a question, and Back goes where it was to go", async () => {
    await open(page, endpointPath("default", "production", "payments"));
    await page.getByRole("link", { name: "Edit" }).click();
    await expect(page.getByRole("heading", { name: "Edit payments" })).toBeVisible();
    await page.getByRole("link", { name: "Cancel" }).click();
    await expect(page.getByRole("heading", { name: "payments", exact: true })).toBeVisible();
    await page.getByRole("link", { name: "Edit" }).click();
    await page.locator("summary").filter({ hasText: "Format and limits" }).click();
    await page.getByLabel("Timeout (seconds)").fill("9");
    await page.evaluate(() => window.history.back());
    const question = page.getByRole("alertdialog", { name: "Discard what you typed?" });
    await question.getByRole("button", { name: "Discard" }).click();
    await expect(page.getByRole("heading", { name: "payments", exact: true })).toBeVisible();
    await expect(page.getByText("10 seconds")).toBeVisible();
  });

  await test.step("two people at once lose nothing, and another address is verified again", async () => {
    const path = endpointPath("default", "production", "payments");
    const other = await page.context().newPage();
    await open(other, `${path}/edit`);
    await open(page, `${path}/edit`);
    await other.getByLabel("Description (optional)").fill("Charges cards.");
    await other.getByRole("button", { name: "Save changes" }).click();
    await expect(other.getByText("Charges cards.")).toBeVisible();
    await other.close();
    await page.getByLabel("URL").fill(`http://${partner.host}/v2/payments`);
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(
      page.getByText(`${owner.email} changed this endpoint while you were editing it.`),
    ).toBeVisible();
    await expect(page.getByText("Description: (empty) → Charges cards.")).toBeVisible();
    await expect(page.getByLabel("Description (optional)")).toHaveValue("Charges cards.");
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Needs verification before it can be used.")).toBeVisible();
    await untilHydrated(page);
    await page.getByRole("button", { name: "Verify" }).click();
    const failure = page.getByText(/did not echo the challenge/);
    await expect(failure).toBeVisible();
    await page.getByRole("button", { name: "Mark as verified" }).click();
    const question = page.getByRole("dialog", { name: "Mark payments as verified?" });
    await expect(question).toContainText("Your name is recorded");
    await question.getByRole("button", { name: "Mark as verified" }).click();
    await expect(page.getByText(`${owner.email} vouches for it`)).toBeVisible();
    await expect(question).toBeHidden();
    await expect(failure).toHaveCount(0);
    await page.getByRole("button", { name: "Deactivate" }).click();
    await expect(page.getByText("Inactive: requests are refused.")).toBeVisible();
  });

  await test.step("an Auditor looks only", async () => {
    faults.expect(/403/);
    const person = await makePerson(instance.env, "auditor");
    const auditor = await as("nobody", { baseURL: instance.origin });
    await open(auditor, "/sign-in");
    await signInHere(auditor, person);
    await expect(auditor).toHaveURL(HOME);
    await open(auditor, `${allowlistPath("default", "production")}&show=inactive`);
    await expect(endpointRow(auditor, "payments")).toContainText("Inactive");
    await expect(auditor.getByRole("link", { name: "Add endpoint" })).toHaveCount(0);
    await endpointRow(auditor, "payments").getByRole("link").click();
    await expect(auditor.getByRole("heading", { name: "Configuration" })).toBeVisible();
    await expect(
      auditor.getByRole("main").getByRole("button", { name: /Verify|Activate|Mark|Send|Delete/ }),
    ).toHaveCount(0);
    expect((await auditor.goto(newEndpointPath("default", "production")))?.status()).toBe(403);
  });

  await test.step("it is deleted once its name is typed", async () => {
    await page.getByRole("button", { name: "Delete" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete payments?" });
    await dialog.getByLabel("Type the name to confirm").fill("Payments");
    await dialog.getByRole("button", { name: "Delete permanently" }).click();
    await expectIssue(dialog.getByLabel("Type the name to confirm"), /exactly/);
    await dialog.getByLabel("Type the name to confirm").fill("payments");
    await dialog.getByRole("button", { name: "Delete permanently" }).click();
    await expect(page.getByRole("heading", { name: "No endpoints in Production yet" })).toBeVisible();
  });
  partner.server.close();
});
