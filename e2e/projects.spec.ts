import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { signInHere } from "./setup/people";
import { expectIssue, HOME } from "./steps";

const BAD_SLUGS = [
  ["", "Enter a short name."],
  ["1abc", "Use lower-case letters, digits and single hyphens, beginning with a letter."],
  ["Billing", "Use lower-case letters, digits and single hyphens, beginning with a letter."],
  ["a--b", "Use lower-case letters, digits and single hyphens, beginning with a letter."],
  ["a b", "Use lower-case letters, digits and single hyphens, beginning with a letter."],
  [`a${"b".repeat(40)}`, "A short name has at most 40 characters."],
  ["new", "“new” is an address of Strongroom itself. Choose another."],
  ["default", /already/],
] as const;

test("a bad or taken short name is refused at its field, and nothing typed is lost", async ({ as }) => {
  const page = await as("super_admin");
  await open(page, "/projects/new");
  const slug = page.getByLabel("Short name");
  await page.getByLabel("Name (optional)").fill("Billing API");
  for (const [bad, rule] of BAD_SLUGS) {
    await slug.fill(bad);
    await page.getByRole("button", { name: "Create project" }).click();
    await expectIssue(slug, rule);
    await expect(slug).toHaveValue(bad);
    await expect(page.getByLabel("Name (optional)")).toHaveValue("Billing API");
  }
});

test("a new project begins empty, and one switches project and environment in the app shell", async ({
  as,
  uniqueName,
}) => {
  const page = await as("super_admin");
  const slug = uniqueName("billing").toLowerCase().replaceAll("_", "-");
  await open(page, "/projects/default/staging/secrets");
  await page.getByRole("button", { name: "Project: Default" }).click();
  await page.getByRole("menuitem", { name: "New project" }).click();
  await page.getByLabel("Short name").fill(slug);
  await page.getByLabel("Name (optional)").fill(`Name of ${slug}`);
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page).toHaveURL(new RegExp(`/projects/${slug}/production/secrets$`));
  await expect(page.getByText("No secrets in Production yet")).toBeVisible();
  await untilHydrated(page);

  await page.getByRole("navigation", { name: "Environment" }).getByRole("link", { name: "Staging" }).click();
  await expect(page).toHaveURL(new RegExp(`/projects/${slug}/staging/secrets$`));
  await expect(page.getByText("No secrets in Staging yet")).toBeVisible();
  await page.getByRole("button", { name: `Project: Name of ${slug}` }).click();
  await page.getByRole("menuitem", { name: "Platform" }).click();
  await expect(page).toHaveURL(/\/projects\/platform\/staging\/secrets$/);
  await expect(page.getByRole("button", { name: "Project: Platform" })).toBeVisible();
});

test("signing in leads to the Secrets page that one saw last, and to Home before", async ({
  as,
  newPerson,
}) => {
  const person = await newPerson("auditor");
  const page = await as("nobody");
  await open(page, "/sign-in");
  await signInHere(page, person);
  await expect(page).toHaveURL(HOME);
  await open(page, "/projects/platform/staging/secrets");
  await expect(page.getByText("No secrets in Staging yet")).toBeVisible();

  const later = await as("nobody");
  await open(later, "/sign-in");
  await signInHere(later, person);
  await expect(later).toHaveURL(/\/projects\/platform\/staging\/secrets$/);
});
