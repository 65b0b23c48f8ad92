import type { Page } from "@playwright/test";
import { secretsPath } from "@/lib/projects/model";
import { policiesPath } from "@/lib/requests/model";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { enter } from "./people-steps";
import { fillSecret, openEditDialog, openStoreDialog, rowOf, save, storeIn } from "./steps";

/** Two people, in browsers of their own. */
test.slow();

const requestsIn = (page: Page) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Requests/ });

/** Opens the request of that title, in the inbox. */
async function openRequest(page: Page, title: string): Promise<void> {
  await requestsIn(page).click();
  await page.getByRole("link", { name: title }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

test("a change of a protected environment waits in the inbox, and is made once somebody else approves it", async ({
  as,
  newPerson,
  newProject,
}) => {
  const project = await newProject();
  const list = secretsPath(project, "production");
  const [page, other, tab] = [await as("owner"), await newPerson("super_admin"), await as("nobody")];
  await storeIn(page, list, { name: "STRIPE_KEY", value: "before the policy" });
  await open(page, policiesPath(project));
  await page.getByRole("button", { name: "Change Production" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Approvals").selectOption("1");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /Production/ })).toContainText("1 approval");

  await open(page, list);
  await expect(page.getByRole("main")).toContainText("Changes need 1 approval");
  await fillSecret(await openStoreDialog(page), { name: `NEW_${project}`, value: "a value that waits" });
  await save(dialog);
  await expect(page.getByRole("status").filter({ hasText: "Nothing was changed yet" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await open(page, list);
  await expect(rowOf(page, `NEW_${project}`)).toHaveCount(0);

  await enter(tab, other, list);
  await expect(requestsIn(tab)).toContainText("waiting");
  await openRequest(tab, `Store NEW_${project}`);
  await expect(tab.getByRole("main")).not.toContainText("a value that waits");
  await tab.getByRole("button", { name: "Approve" }).click();
  const deciding = tab.getByRole("dialog", { name: "Approve this request?" });
  await deciding.getByLabel("Comment (optional)").fill("Looks right");
  await deciding.getByRole("button", { name: "Approve" }).click();
  await expect(tab.getByRole("region", { name: "Notifications" })).toContainText("Approved and carried out");
  await expect(tab.getByRole("main")).toContainText("Looks right");
  await open(page, list);
  await expect(rowOf(page, `NEW_${project}`)).toBeVisible();

  // What waits is told on the page of its secret; an Owner may not wait, and everybody sees that.
  const editing = await openEditDialog(page, "STRIPE_KEY");
  await editing.getByRole("button", { name: "Replace value" }).click();
  await editing.getByLabel("New value").fill("after the policy");
  await save(editing);
  await expect(
    page.getByRole("heading", { level: 1, name: "Replace the value of STRIPE_KEY" }),
  ).toBeVisible();
  await open(tab, `${list}/STRIPE_KEY`);
  await expect(tab.getByRole("main")).toContainText("1 change waiting for approval");
  await page.getByRole("button", { name: "Emergency" }).click();
  await dialog.getByRole("button", { name: "Carry out now" }).click();
  await expect(dialog.getByLabel("Reason")).toHaveAccessibleDescription(/Say why this cannot wait/);
  await dialog.getByLabel("Reason").fill("Payments are down");
  await dialog.getByRole("button", { name: "Carry out now" }).click();
  await expect(page.getByRole("main")).toContainText("Payments are down");
  await tab.getByRole("link", { name: "Replace the value of STRIPE_KEY" }).click();
  await expect(tab.getByRole("main")).toContainText("Emergency");
});

test("a Member asks for access, and has it once an admin approves", async ({
  as,
  faults,
  newPerson,
  newProject,
}) => {
  faults.expect(/40[34]/);
  const project = await newProject();
  const list = secretsPath(project, "staging");
  const [page, person, tab] = [await as("owner"), await newPerson("member"), await as("nobody")];
  await storeIn(page, list, { name: "SHOP_KEY", value: "v" });
  await enter(tab, person, "/");
  await tab.getByRole("link", { name: "Ask for access" }).click();
  const dialog = tab.getByRole("dialog", { name: "Ask for access" });
  await dialog.getByLabel("Project").fill(project);
  await dialog.getByLabel("Environment (optional)").fill("staging");
  await dialog.getByRole("button", { name: "Ask" }).click();
  await expect(dialog.getByLabel("Reason")).toHaveAccessibleDescription(/Say what it is for/);
  await dialog.getByLabel("Reason").fill("I work on the shop");
  await dialog.getByRole("button", { name: "Ask" }).click();
  const title = `Access to secrets in ${project}/staging`;
  await expect(tab.getByRole("heading", { level: 1, name: title })).toBeVisible();

  await openRequest(page, title);
  await expect(page.getByRole("main")).toContainText("I work on the shop");
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
  await expect(page.getByRole("main")).toContainText("Carried out");
  await open(tab, list);
  await expect(rowOf(tab, "SHOP_KEY")).toBeVisible();
});
