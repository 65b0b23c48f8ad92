import type { Page } from "@playwright/test";
import { startProvider, type TestProvider } from "@/test/openid-provider";
import { refreshOf, SsoBrowser } from "@/test/sso-browser";
import { test as base, expect } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { runAdmin } from "./setup/admin";
import { type Instance, startInstance } from "./setup/instance";
import { becomeOwner, imagine, makePerson, signInHere } from "./setup/people";
import { readShared } from "./setup/shared";
import { HOME } from "./steps";

const BUTTON = { name: "Sign in with Example Login" } as const;
const CANARY = "canary-of-the-provider";
const MAPPING = {
  STRONGROOM_OIDC_ROLE_CLAIM: "groups",
  STRONGROOM_OIDC_ROLES: "ops=super_admin,audit=auditor",
  STRONGROOM_OIDC_GROUP_CLAIM: "groups",
  STRONGROOM_OIDC_GROUPS: "ops=operations",
};

interface Served {
  readonly provider: TestProvider;
  readonly instance: Instance;
}

interface Fixtures {
  /** A provider of the story's own. */
  readonly provider: TestProvider;
  /** An instance of the story's own, with these settings more. */
  readonly instanceWith: (settings?: Readonly<Record<string, string>>) => Promise<Instance>;
}

const test = base.extend<Fixtures, { readonly plain: Served }>({
  /** An instance with a provider for all stories that change no settings: each has people of its own. */
  plain: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern
    async ({}, use) => {
      const provider = await startProvider();
      const instance = await startInstance(provider.env, readShared().env);
      provider.serve(instance.origin);
      await use({ provider, instance });
      await instance.remove();
      await provider.close();
    },
    { scope: "worker" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern
  provider: async ({}, use) => {
    const provider = await startProvider();
    await use(provider);
    await provider.close();
  },
  instanceWith: async ({ ownInstance, provider }, use) =>
    use(async (settings) => {
      const instance = await ownInstance({ ...provider.env, ...settings });
      provider.serve(instance.origin);
      return instance;
    }),
});

// Most stories start an instance.
test.describe.configure({ timeout: 180_000 });

async function press(page: Page, path = "/sign-in"): Promise<void> {
  await page.goto(path);
  await page.getByRole("button", BUTTON).click();
}

test("the provider signs in, says the role and the groups, and leads back to where one wanted to go", async ({
  instanceWith,
  provider,
  as,
}) => {
  const { origin, env } = await instanceWith(MAPPING);
  await runAdmin(env, ["group", "create", "operations", "--name", "Operations"]);
  const person = await makePerson(env, "member");
  provider.says({ sub: "s-1", email: person.email, email_verified: true, groups: ["audit"] });
  const page = await as("nobody", { baseURL: origin });
  await page.goto("/account?from=elsewhere");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByRole("button", BUTTON).click();
  await expect(page).toHaveURL(`${origin}/account?from=elsewhere`);
  await expect(page.getByText(`${person.email} · Auditor`)).toBeVisible();

  const again = await as("nobody", { baseURL: origin });
  provider.says({ sub: "s-1", email: person.email, email_verified: true, groups: ["ops"] });
  await press(again);
  await expect(again).toHaveURL(HOME);
  await again.goto("/account");
  await expect(again.getByText(`${person.email} · Super Admin`)).toBeVisible();
  await again.goto("/people/groups/operations");
  await expect(again.getByRole("row", { name: person.email })).toContainText("single sign-on");
  await again.getByRole("button", { name: `Remove ${person.email}` }).click();
  await expect(again.getByText("Single sign-on puts them back")).toBeVisible();
});

test("it works without JavaScript", async ({ plain: { provider, instance }, as }) => {
  const { origin, env } = instance;
  const person = await makePerson(env, "auditor");
  provider.says({ sub: "s-0", email: person.email, email_verified: true });
  const page = await as("nobody", { baseURL: origin, javaScriptEnabled: false });
  await press(page, "/sign-in?next=/account");
  await expect(page).toHaveURL(`${origin}/account`);
});

test("somebody new gets in only where that is allowed, and has no password then", async ({
  plain: strict,
  instanceWith,
  provider,
  as,
}) => {
  const stranger = imagine("member");
  const claims = { sub: "s-2", email: stranger.email, email_verified: true, name: stranger.name };
  strict.provider.says(claims);
  provider.says(claims);
  const page = await as("nobody", { baseURL: strict.instance.origin });
  await press(page);
  await expect(page.getByText("There is no active account for you here")).toBeVisible();

  const open = await instanceWith({
    STRONGROOM_OIDC_CREATE: "true",
    STRONGROOM_OIDC_DEFAULT_ROLE: "auditor",
  });
  const other = await as("nobody", { baseURL: open.origin });
  await press(other);
  await expect(other).toHaveURL(HOME);
  await other.goto("/account");
  await expect(other.getByText(`${stranger.email} · Auditor`)).toBeVisible();
  await expect(other.getByText("Your account has no password")).toBeVisible();
});

test("an address that the provider does not vouch for opens nothing", async ({
  instanceWith,
  provider,
  as,
}) => {
  const { origin, env } = await instanceWith({
    STRONGROOM_OIDC_CREATE: "true",
    STRONGROOM_OIDC_DEFAULT_ROLE: "auditor",
  });
  const person = await makePerson(env, "super_admin");
  const page = await as("nobody", { baseURL: origin });
  for (const email_verified of [false, "true", undefined]) {
    provider.says({ sub: "s-3", email: person.email, email_verified });
    await press(page);
    await expect(page.getByText("Your email address is not verified")).toBeVisible();
  }
  provider.says({ sub: "s-3", email_verified: true });
  await press(page);
  await expect(page.getByText("Example Login did not say your email address")).toBeVisible();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("wrong answers and the provider's own error page end at calm words of ours", async ({
  plain: { provider, instance },
  as,
}) => {
  const { origin, env } = instance;
  const person = await makePerson(env, "auditor");
  provider.says({ sub: "s-4", email: person.email, email_verified: true });
  const page = await as("nobody", { baseURL: origin });
  for (const faults of [{ nonce: "another" }, { state: "another" }]) {
    Object.assign(provider.faults, faults);
    await press(page, "/sign-in?next=/account");
    await expect(page.getByText("Sign-in failed")).toBeVisible();
  }
  delete provider.faults.nonce;
  delete provider.faults.state;
  // Another browser: in this one the provider knows the person by now, and asks nothing any more.
  provider.faults.refusal = `<b>${CANARY}</b>`;
  const other = await as("nobody", { baseURL: origin });
  await press(other, "/sign-in?next=/account");
  await expect(other.getByText("Example Login refused the sign-in")).toBeVisible();
  expect(await other.content()).not.toContain(CANARY);
  await other.goto(`/sign-in?error=${CANARY}&error_description=${CANARY}`);
  await expect(other.getByText("Signing in did not work")).toBeVisible();
  expect(await other.getByRole("main").innerHTML()).not.toContain(CANARY);

  delete provider.faults.refusal;
  await press(other, "/sign-in?next=/account");
  await expect(other).toHaveURL(`${origin}/account`);
});

test("it never leads to another site, whatever the address of the page says", async ({
  plain: { provider, instance },
  as,
}) => {
  const { origin, env } = instance;
  const person = await makePerson(env, "auditor");
  provider.says({ sub: "s-5", email: person.email, email_verified: true });
  for (const next of ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"]) {
    const page = await as("nobody", { baseURL: origin });
    await press(page, `/sign-in?next=${encodeURIComponent(next)}&callbackUrl=${encodeURIComponent(next)}`);
    await expect(page).toHaveURL(HOME);
    expect(page.url().startsWith(origin)).toBe(true);
  }
});

test("an answer that belongs to another browser signs nobody in", async ({
  plain: { provider, instance },
  as,
}) => {
  const { origin, env } = instance;
  const attacker = await makePerson(env, "auditor");
  provider.says({ sub: "s-6", email: attacker.email, email_verified: true });
  const attackers = new SsoBrowser();
  const started = await fetch(`${origin}/api/auth/single-sign-on`, { method: "POST", headers: { origin } });
  const answer = await attackers.through(refreshOf(started), `${origin}/api/auth/callback/oidc`);
  expect(answer).toContain("code=");
  const victim = await as("nobody", { baseURL: origin });
  await victim.goto(answer);
  await expect(victim.getByText("Sign-in failed")).toBeVisible();
  await victim.goto("/account");
  await expect(victim).toHaveURL(/\/sign-in/);
});

test("while the provider is down an Owner gets in by password, others wait", async ({
  ownInstance,
  provider,
  as,
}) => {
  const instance = await ownInstance(provider.env);
  provider.faults.silentAt = "/";
  const page = await as("nobody", { baseURL: instance.origin });
  const owner = await becomeOwner(page, instance.setupLink());
  const other = await as("nobody", { baseURL: instance.origin });
  await press(other);
  await expect(other.getByText("Signing in with Example Login does not work just now")).toBeVisible();
  await signInHere(other, owner);
  await expect(other).toHaveURL(HOME);
});

test("once passwords are for Owners only, others come through the provider; a suspended person not at all", async ({
  instanceWith,
  provider,
  as,
}) => {
  const instance = await instanceWith();
  const { origin, env } = instance;
  const owner = await becomeOwner(await as("nobody", { baseURL: origin }), instance.setupLink());
  const page = await as("nobody", { baseURL: origin });
  await open(page, "/sign-in?next=/settings");
  await signInHere(page, owner);
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await untilHydrated(page);
  await page.getByLabel("Who may sign in by password").selectOption("Only Owners");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Settings saved")).toBeVisible();

  const person = await makePerson(env, "auditor");
  const other = await as("nobody", { baseURL: origin });
  const texts: string[] = [];
  for (const who of [person, { ...person, password: "not the right password" }, imagine("auditor")]) {
    await open(other, "/sign-in");
    await expect(other.getByText("Passwords are for Owners only")).toBeVisible();
    await signInHere(other, who);
    const alert = other.getByRole("main").getByRole("alert");
    await expect(alert).toBeVisible();
    texts.push((await alert.textContent()) ?? "");
  }
  expect(new Set(texts).size).toBe(1);

  provider.says({ sub: "s-7", email: person.email, email_verified: true });
  await press(other);
  await expect(other).toHaveURL(HOME);
  await page.goto("/people");
  await untilHydrated(page);
  await page.getByRole("button", { name: `Actions for ${person.email}` }).click();
  await page.getByRole("menuitem", { name: "Suspend" }).click();
  await page
    .getByRole("button", { name: /^Suspend/ })
    .last()
    .click();
  await expect(page.getByText("Suspended").first()).toBeVisible();
  await other.goto("/account");
  await expect(other).toHaveURL(/\/sign-in/);
  await press(other);
  await expect(other.getByText("There is no active account for you here")).toBeVisible();
});
