import { expect, test } from "./fixture";
import { open } from "./hydration";
import { confirm, enter, invitationRow, invite, join, PEOPLE, personRow } from "./people-steps";
import { imagine } from "./setup/people";
import { expectIssue, HOME } from "./steps";

/** Several people sign in, in browsers of their own. */
test.slow();

const SIGN_IN = /\/sign-in/;
const main = { name: "Main" };

test("an Owner invites an Auditor, who joins in another browser and sees what an Auditor may", async ({
  as,
  newPerson,
}) => {
  const owner = await newPerson("owner");
  const page = await as("nobody");
  await enter(page, owner, PEOPLE);
  await expect(personRow(page, owner.email)).toContainText("You");
  const guest = imagine("auditor");
  const link = await invite(page, guest.email.toUpperCase(), "Auditor");
  await expect(invitationRow(page, guest.email)).toContainText(owner.email);
  await page.reload();
  expect(await page.content()).not.toContain(new URL(link).searchParams.get("token"));

  const browser = await as("nobody");
  await open(browser, link);
  await expect(browser.getByLabel("Email")).toHaveValue(guest.email);
  await expect(browser.getByLabel("Email")).toHaveAttribute("readonly");
  await browser.getByRole("textbox", { name: "Name" }).fill(guest.name);
  await browser.getByLabel("Password", { exact: true }).fill("too short");
  await browser.getByRole("button", { name: "Join" }).click();
  await expectIssue(browser.getByLabel("Password", { exact: true }), "at least 12 characters");
  await expect(browser.getByRole("textbox", { name: "Name" })).toHaveValue(guest.name);
  await browser.getByLabel("Password", { exact: true }).fill(guest.password);
  await browser.getByRole("button", { name: "Join" }).click();
  await expect(browser).toHaveURL(HOME);
  await expect(browser.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  await expect(browser.getByText("First steps")).toHaveCount(0);
  await expect(browser.getByRole("navigation", main).getByRole("link", { name: "People" })).toHaveCount(0);

  await page.reload();
  await expect(personRow(page, guest.email)).toContainText(/Auditor.*None.*Active/s);
  await expect(invitationRow(page, guest.email)).toHaveCount(0);
  await enter(await as("nobody"), guest, "/account");
});

test("a link that was used, replaced, revoked or altered says so and whom to ask", async ({
  as,
  newPerson,
  faults,
}) => {
  faults.expect(/403/);
  const page = await as("nobody");
  await enter(page, await newPerson("super_admin"), PEOPLE);
  const [guest, other] = [imagine("member"), imagine("member")];
  const used = await invite(page, guest.email, "Member");
  await join(await as("nobody"), used, guest);
  const replaced = await invite(page, other.email, "Member");
  const revoked = await invite(page, other.email, "Auditor");
  await invitationRow(page, other.email)
    .getByRole("button", { name: /^Revoke/ })
    .click();
  await confirm(page.getByRole("dialog"), "Revoke");
  await expect(invitationRow(page, other.email)).toHaveCount(0);

  const browser = await as("nobody");
  for (const link of [used, replaced, revoked, `${revoked.slice(0, -1)}_`, "/join"]) {
    await open(browser, link);
    await expect(browser.getByRole("heading", { name: "This invitation does not work" })).toBeVisible();
    await expect(browser.getByRole("main")).toContainText("Ask whoever invited you");
    await expect(browser.getByRole("button", { name: "Join" })).toHaveCount(0);
  }
});

test("a link opened by somebody who is signed in as another accepts nothing until they sign out", async ({
  as,
  newPerson,
  faults,
}) => {
  faults.expect(/403/);
  const page = await as("nobody");
  await enter(page, await newPerson("owner"), PEOPLE);
  const guest = imagine("member");
  const link = await invite(page, guest.email, "Member");
  const member = await newPerson("member");
  const browser = await as("nobody");
  await enter(browser, member, "/account");
  await open(browser, link);
  await expect(browser.getByRole("main")).toContainText(member.email);
  await expect(browser.getByRole("main")).not.toContainText(guest.email);
  await browser.getByRole("button", { name: "Sign out" }).click();
  await expect(browser).toHaveURL(SIGN_IN);
  await join(browser, link, guest);
  await expect(browser).not.toHaveURL(/\/join/);
  await browser.goto("/account");
  await expect(browser.getByRole("main")).toContainText(guest.email);
});
