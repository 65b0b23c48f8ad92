import { expect, test } from "./fixture";
import { open } from "./hydration";
import { choose, expectIssue, LIST, openEditDialog, rowOf, save, storeIn } from "./steps";

test("an edit on top of somebody else's loses nothing and undoes nothing", async ({
  as,
  uniqueName,
  shared,
}) => {
  const name = uniqueName();
  const [mine, theirs] = [await as("owner"), await as("super_admin")];
  await storeIn(mine, LIST, { name, value: "v1", description: "as it was" });
  await open(theirs, LIST);

  const dialog = await openEditDialog(mine, name);
  await dialog.getByLabel("Category").selectOption("Tool");
  await dialog.getByRole("button", { name: "Replace value" }).click();
  await dialog.getByLabel("New value").fill("typed meanwhile");

  const other = await openEditDialog(theirs, name);
  await other.getByLabel("Description (optional)").fill("as they want it");
  await save(other);
  await expect(other).toBeHidden();

  await save(dialog);
  const notice = dialog.getByRole("alert");
  await expect(notice).toContainText(
    `${shared.people.super_admin.email} changed this secret while you were editing it.`,
  );
  await expect(notice).toContainText("as it was");
  await expect(notice).toContainText("as they want it");
  await expect(dialog.getByLabel("Description (optional)")).toHaveValue("as they want it");
  await expect(dialog.getByLabel("Category")).toHaveValue("tool");
  await expect(dialog.getByLabel("New value")).toHaveValue("typed meanwhile");

  await save(dialog);
  await expect(dialog).toBeHidden();
  await expect(rowOf(mine, name)).toContainText("as they want it");
  await expect(rowOf(mine, name)).toContainText("Tool");
  await choose(mine, name, "Change logs");
  const lines = mine.getByRole("dialog").getByRole("listitem");
  await expect(lines).toHaveCount(4);
  await expect(lines.filter({ hasText: "Description changed" })).toContainText(
    shared.people.super_admin.email,
  );
  await expect(lines.filter({ hasText: "Version 2" })).toContainText(shared.people.owner.email);
});

test("a value that somebody else replaced meanwhile is said before it is replaced again", async ({
  as,
  uniqueName,
}) => {
  const name = uniqueName();
  const [mine, theirs] = [await as("owner"), await as("super_admin")];
  await storeIn(mine, LIST, { name, value: "v1" });
  await open(theirs, LIST);
  const dialog = await openEditDialog(mine, name);
  await dialog.getByLabel("Description (optional)").fill("only this");
  const other = await openEditDialog(theirs, name);
  await other.getByRole("button", { name: "Replace value" }).click();
  await other.getByLabel("New value").fill("v2");
  await save(other);
  await expect(other).toBeHidden();

  await save(dialog);
  await expect(dialog.getByRole("alert")).toContainText("The value was also replaced (now version 2).");
  await expect(dialog.getByLabel("Description (optional)")).toHaveValue("only this");
  await save(dialog);
  await expect(dialog).toBeHidden();
  await expect(rowOf(mine, name)).toContainText("only this");
});

test("when two people rename to one name, one wins and the other sees why", async ({ as, uniqueName }) => {
  const [first, second, wanted] = [uniqueName("FIRST"), uniqueName("SECOND"), uniqueName("WANTED")];
  const [mine, theirs] = [await as("owner"), await as("super_admin")];
  await storeIn(mine, LIST, { name: first, value: "v" });
  await storeIn(theirs, LIST, { name: second, value: "v" });
  const dialogs = [await openEditDialog(mine, first), await openEditDialog(theirs, second)];
  // The check while one types answers late, when one of them has won already: it says the same in other words.
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  for (const page of [mine, theirs]) {
    await page.route(`**/name?name=${wanted}`, async (route) => {
      await released;
      // The winner's was given up with the dialog.
      await route.continue().catch(() => {});
    });
  }
  const checks = [mine, theirs].map((page) => page.waitForRequest(`**/name?name=${wanted}`));
  for (const dialog of dialogs) await dialog.getByLabel("Secret name").fill(wanted);
  await Promise.all(checks);
  await Promise.all(dialogs.map(save));
  await expect.poll(() => Promise.all(dialogs.map((dialog) => dialog.isVisible()))).toContain(false);
  const loser = (await dialogs[0]?.isVisible()) ? dialogs[0] : dialogs[1];
  if (!loser) throw new Error("both won");
  await expect(loser.getByRole("alert")).toBeVisible();
  const checked = loser.page().waitForResponse(`**/name?name=${wanted}`);
  release();
  await (await checked).finished();
  await expectIssue(loser.getByLabel("Secret name"), `There is already a secret “${wanted}”`);
  await expect(loser.getByLabel("Secret name")).toHaveValue(wanted);
  await loser.getByLabel("Secret name").fill(`${wanted}_2`);
  await save(loser);
  await expect(loser).toBeHidden();
});

test("a secret that somebody deleted meanwhile is said to be gone, and nothing is stored", async ({
  as,
  uniqueName,
}) => {
  const name = uniqueName();
  const [mine, theirs] = [await as("owner"), await as("super_admin")];
  await storeIn(mine, LIST, { name, value: "v" });
  await open(theirs, LIST);
  const dialog = await openEditDialog(mine, name);
  await dialog.getByLabel("Description (optional)").fill("too late");
  await choose(theirs, name, "Delete");
  await theirs.getByLabel("Type the name to confirm").fill(name);
  await theirs.getByRole("button", { name: "Delete permanently" }).click();
  await expect(rowOf(theirs, name)).toHaveCount(0);

  await save(dialog);
  await expect(dialog.getByRole("alert")).toContainText(/deleted/);
  await expect(dialog.getByLabel("Description (optional)")).toHaveValue("too late");
});
