import { secretsPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { enter, PEOPLE } from "./people-steps";
import { rowOf, storeIn } from "./steps";

/** Two people, in browsers of their own. */
test.slow();

const main = { name: "Main" };

test("a Member sees and does what is granted to them, from the next click on, until it is removed", async ({
  as,
  faults,
  newPerson,
  newProject,
}) => {
  faults.expect(/40[34]/);
  const project = await newProject();
  const list = secretsPath(project, "production");
  const [page, person, tab] = [await as("owner"), await newPerson("member"), await as("nobody")];
  for (const name of ["STRIPE_KEY", "STRIPE_HOOK", "DATABASE_URL"])
    await storeIn(page, list, { name, value: "v" });

  await enter(tab, person, "/");
  await expect(tab.getByRole("main")).toContainText("nothing has been granted to you yet");
  await open(page, PEOPLE);
  await page.getByRole("button", { name: `Actions for ${person.email}` }).click();
  await page.getByRole("menuitem", { name: "Access" }).click();
  await page.getByRole("button", { name: "Grant access" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Grant access" }).click();
  await expect(dialog.getByLabel("Where")).toHaveAccessibleDescription(/Choose where the secrets are/);
  await dialog.getByLabel("Where").selectOption(`${project}/production`);
  await dialog.getByLabel("Secrets (optional)").fill("stripe_*");
  await dialog.getByLabel("May").selectOption("set");
  await dialog.getByLabel("Until").selectOption("7d");
  await dialog.getByRole("button", { name: "Grant access" }).click();
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText(
    "Access granted to 2 secrets",
  );
  await expect(page.getByRole("table", { name: "Access" })).toContainText("stripe_*");

  await tab.reload();
  await tab.getByRole("main").getByRole("link", { name: "Production" }).click();
  await expect(rowOf(tab, "STRIPE_KEY")).toBeVisible();
  await expect(tab.getByRole("row")).toHaveCount(3);
  await expect(tab.getByRole("navigation", main).getByRole("link")).toHaveText([
    "Home",
    "Requests",
    "Secrets",
  ]);
  await tab.getByRole("button", { name: "Actions for STRIPE_KEY" }).click();
  await expect(tab.getByRole("menuitem")).toHaveText(["New value", "Change logs", "Copy name"]);
  await tab.getByRole("menuitem", { name: "New value" }).click();
  const replacing = tab.getByRole("dialog", { name: "Replace the value of STRIPE_KEY" });
  await replacing.getByLabel("New value").fill("made by a Member");
  await replacing.getByRole("button", { name: "Replace value" }).click();
  await expect(tab.getByRole("region", { name: "Notifications" })).toContainText("Saved STRIPE_KEY");
  await open(tab, `${list}/STRIPE_KEY`);
  await expect(tab.getByRole("main")).toContainText(person.email);
  await expect(tab.getByRole("button", { name: /Edit|Delete/ })).toHaveCount(0);
  await open(tab, `${list}/DATABASE_URL`);
  await expect(tab.getByRole("heading", { name: "Nothing here" })).toBeVisible();

  await page
    .getByRole("table", { name: "Access" })
    .getByRole("button", { name: /^Remove/ })
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove access" }).click();
  await expect(page.getByRole("main")).toContainText("Nothing is granted to them yet.");
  await open(tab, list);
  await expect(tab.getByRole("heading", { name: "You don’t have access" })).toBeVisible();
});

test("a group has what is granted to it for each of its people", async ({ as, newPerson, newProject }) => {
  const project = await newProject();
  const list = secretsPath(project, "staging");
  const [page, person, tab] = [await as("owner"), await newPerson("member"), await as("nobody")];
  await storeIn(page, list, { name: "SHOP_KEY", value: "v" });
  await open(page, PEOPLE);
  await page.getByRole("link", { name: "Groups" }).click();
  await page.getByRole("button", { name: "New group" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Shop team");
  await dialog.getByLabel("Slug").fill(project);
  await dialog.getByRole("button", { name: "Create group" }).click();
  await expect(page.getByRole("heading", { name: "Shop team" })).toBeVisible();
  await page.getByRole("button", { name: "Add person" }).click();
  await dialog.getByLabel("Email").fill(person.email);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("table", { name: "People" })).toContainText(person.email);

  // From the secret's page.
  await open(page, `${list}/SHOP_KEY`);
  await page.getByRole("link", { name: "Access", exact: true }).click();
  await page.getByRole("button", { name: "Grant access" }).click();
  await dialog.getByLabel("Member or group").fill(project);
  await dialog.getByRole("button", { name: "Grant access" }).click();
  await expect(page.getByRole("table", { name: "Access" })).toContainText("Shop team");
  await enter(tab, person, list);
  await expect(rowOf(tab, "SHOP_KEY")).toBeVisible();
});
