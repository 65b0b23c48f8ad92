import type { Page } from "@playwright/test";
import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { choosePerson, confirm, enter, PEOPLE, personRow } from "./people-steps";
import { forgetProofs, requireSecondFactor } from "./setup/database";
import { becomeOwner, makePerson, signInHere } from "./setup/people";
import { newAuthenticator, setUpAuthenticator, shownCodes, shownKey, typeCode } from "./setup/two-factor";

const SECOND_STEP = /\/sign-in\/second-step/;

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await untilHydrated(page);
}

async function expectAccount(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
}

test("an authenticator app is set up, asked for at sign-in, accepts each code once, and is removed", async ({
  as,
  newPerson,
}) => {
  test.slow();
  const page = await as("nobody");
  const person = await newPerson("auditor");
  await open(page, "/account");
  await signInHere(page, person);
  await expectAccount(page);
  const { authenticator, codes } = await setUpAuthenticator(page);
  expect(new Set(codes).size).toBe(10);
  await page.getByRole("link", { name: "I’ve saved these codes" }).click();
  await expect(page.getByText("10 codes are left.")).toBeVisible();
  await untilHydrated(page);
  await signOut(page);

  await signInHere(page, person);
  await expect(page).toHaveURL(SECOND_STEP);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Faccount/);
  await page.goto("/sign-in/second-step?next=%2Faccount");
  await untilHydrated(page);
  await typeCode(page, "000 000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByLabel("Code from your authenticator app")).toHaveAccessibleDescription(
    /wrong or was used/,
  );
  const code = await authenticator.next();
  await typeCode(page, `${code.slice(0, 3)} ${code.slice(3)}`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expectAccount(page);

  await untilHydrated(page);
  await signOut(page);
  await signInHere(page, person);
  await expect(page).toHaveURL(SECOND_STEP);
  await untilHydrated(page);
  await typeCode(page, code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByLabel("Code from your authenticator app")).toHaveAccessibleDescription(
    /wrong or was used/,
  );
  await typeCode(page, await authenticator.next());
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/sign-in/);

  await open(page, "/account");
  await page.getByRole("button", { name: "Remove the authenticator app" }).click();
  await page.getByRole("button", { name: "Remove the authenticator app" }).click();
  await expect(page.getByText("signing in also asks for a code")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Recovery codes" })).toHaveCount(0);
  await signOut(page);
  await signInHere(page, person);
  await expect(page).not.toHaveURL(/sign-in/);
});

test("a recovery code works once, also typed by hand, and few that are left are noticed", async ({
  as,
  newPerson,
}) => {
  test.slow();
  const page = await as("nobody");
  const person = await newPerson("auditor");
  await open(page, "/account");
  await signInHere(page, person);
  await expectAccount(page);
  const { codes } = await setUpAuthenticator(page);
  const [first = "", ...others] = codes;
  for (const typed of [first.toLowerCase().replaceAll("-", " "), first, ...others.slice(0, 6)]) {
    await page.context().clearCookies();
    await open(page, "/sign-in?next=/account");
    await signInHere(page, person);
    await page.getByRole("link", { name: "Use a recovery code instead" }).click();
    await page.getByLabel("Recovery code").fill(typed);
    await page.getByRole("button", { name: "Sign in" }).click();
    if (typed !== first) {
      await expectAccount(page);
      continue;
    }
    await expect(page.getByLabel("Recovery code")).toHaveAccessibleDescription(/was used already/);
    await page.getByRole("button", { name: "Cancel this sign-in" }).click();
    await expect(page).toHaveURL(/\/sign-in$/);
  }
  await expect(page.getByText("3 codes are left.")).toBeVisible();
  await expect(page.getByText("Few recovery codes are left")).toBeVisible();
  await page.getByRole("link", { name: "Make new codes" }).click();
  await page.getByRole("button", { name: "Make new codes" }).click();
  const made = await shownCodes(page);
  expect(made.filter((code) => codes.includes(code))).toEqual([]);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download as text" }).click();
  expect((await download).suggestedFilename()).toBe("strongroom-recovery-codes.txt");
  await page.getByRole("link", { name: "I’ve saved these codes" }).click();
  await expect(page.getByText("10 codes are left.")).toBeVisible();
});

test("changing a factor asks who it is after a while, and a code is an answer", async ({
  as,
  newPerson,
  shared,
}) => {
  test.slow();
  const page = await as("nobody");
  const person = await newPerson("auditor");
  await open(page, "/account");
  await signInHere(page, person);
  await expectAccount(page);
  const { authenticator } = await setUpAuthenticator(page);
  await forgetProofs(shared.env, person.email);
  await open(page, "/account/recovery-codes");
  await page.getByRole("button", { name: "Make new codes" }).click();
  const question = page.getByRole("dialog", { name: "Confirm your identity" });
  await question.getByRole("button", { name: "Use a code from your authenticator app" }).click();
  await question.getByLabel("Code from your authenticator app").fill("000000");
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(question.getByLabel("Code from your authenticator app")).toHaveAccessibleDescription(
    /wrong or was used/,
  );
  await question.getByLabel("Code from your authenticator app").fill(await authenticator.next());
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(question).toHaveCount(0);
  await shownCodes(page);
});

test("where a second factor is required one is led through setting it up at the next sign-in", async ({
  as,
  ownInstance,
}) => {
  test.slow();
  const instance = await ownInstance();
  const owner = await as("nobody", { baseURL: instance.origin });
  await becomeOwner(owner, instance.setupLink());
  const person = await makePerson(instance.env, "auditor");
  const page = await as("nobody", { baseURL: instance.origin });
  const elsewhere = await as("nobody", { baseURL: instance.origin });
  for (const one of [page, elsewhere]) {
    await open(one, "/account");
    await signInHere(one, person);
    await expectAccount(one);
  }
  await requireSecondFactor(instance.env, true);
  // Who is signed in goes on.
  await open(elsewhere, "/account");
  await expectAccount(elsewhere);
  await untilHydrated(page);
  await signOut(page);

  await open(page, "/sign-in?next=/account");
  await signInHere(page, person);
  await expect(page).toHaveURL(/\/sign-in\/enrolment\?next=%2Faccount/);
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  const authenticator = newAuthenticator(await shownKey(page));
  await typeCode(page, "000000");
  await page.getByRole("button", { name: "Confirm the code" }).click();
  await expect(page.getByLabel("Code from your authenticator app")).toHaveAccessibleDescription(/Wrong code/);
  await typeCode(page, await authenticator.next());
  await page.getByRole("button", { name: "Confirm the code" }).click();
  await shownCodes(page);
  const other = await page.context().newPage();
  await other.goto("/account");
  await expect(other).toHaveURL(/\/sign-in/);
  await other.close();
  await page.getByRole("button", { name: "I’ve saved these codes" }).click();
  await expectAccount(page);
  await expect(page.getByText("the last one can be replaced but not removed")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove the authenticator app" })).toHaveCount(0);
});

test("an admin lets somebody back in who lost the phone: their open tab ends, the password is enough", async ({
  as,
  newPerson,
}) => {
  test.slow();
  const person = await newPerson("auditor");
  const page = await as("nobody");
  await enter(page, person, "/account");
  await setUpAuthenticator(page);
  const admin = await as("nobody");
  await enter(admin, await newPerson("super_admin"), PEOPLE);
  const dialog = await choosePerson(admin, person.email, "Reset second factor");
  await confirm(dialog, "Reset second factor");
  await expect(personRow(admin, person.email)).toContainText("None");
  await page.getByRole("link", { name: "I’ve saved these codes" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await untilHydrated(page);
  await signInHere(page, person);
  await expectAccount(page);
});

test("the second step without a sign-in that waits for it leads back, and says why", async ({ as }) => {
  const page = await as("nobody");
  for (const path of ["/sign-in/second-step", "/sign-in/enrolment", "/sign-in/second-step?next=%2Faccount"]) {
    await open(page, path);
    await expect(page).toHaveURL(/\/sign-in\?over=1/);
    await expect(page.getByText("Sign-in expired. Start again.")).toBeVisible();
  }
});

test("without JavaScript a factor is set up, asked for and recovered from", async ({ as, newPerson }) => {
  test.slow();
  const page = await as("nobody", { javaScriptEnabled: false });
  const person = await newPerson("auditor");
  await page.goto("/account/authenticator");
  await signInHere(page, person);
  await page.getByRole("button", { name: "Set up an app" }).click();
  const authenticator = newAuthenticator(await shownKey(page));
  await typeCode(page, "000000");
  await page.getByRole("button", { name: "Confirm the code" }).click();
  await expect(page.getByLabel("Code from your authenticator app")).toHaveAccessibleDescription(/Wrong code/);
  await expect(page.getByLabel("Code from your authenticator app")).toHaveValue("");
  await typeCode(page, await authenticator.next());
  await page.getByRole("button", { name: "Confirm the code" }).click();
  const codes = await shownCodes(page);

  await page.context().clearCookies();
  await page.goto("/account");
  await signInHere(page, person);
  await expect(page).toHaveURL(SECOND_STEP);
  await typeCode(page, "000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByLabel("Code from your authenticator app")).toHaveValue("");
  await typeCode(page, await authenticator.next());
  await page.getByRole("button", { name: "Sign in" }).click();
  await expectAccount(page);

  await page.context().clearCookies();
  await page.goto("/account");
  await signInHere(page, person);
  await page.getByRole("link", { name: "Use a recovery code instead" }).click();
  await page.getByLabel("Recovery code").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expectAccount(page);
  await expect(page.getByText("9 codes are left.")).toBeVisible();
});
