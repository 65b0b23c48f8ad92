import { expect, test } from "./fixture";
import { open } from "./hydration";
import { LIST, rowOf } from "./steps";

test("an import tells of every line what it does, keeps what was typed, and warns before and after", async ({
  as,
  uniqueName,
}) => {
  const page = await as("owner");
  await open(page, LIST);
  await page.getByRole("button", { name: "Import .env" }).click();
  const dialog = page.getByRole("dialog", { name: "Import .env" });
  const [a, b] = [uniqueName("IMPORT_A"), uniqueName("IMPORT_B")];
  const text = `${a}=canary#one\n${b}="open\nwords only`;
  const field = dialog.getByLabel("Contents of the file");
  await field.fill(text);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  const lines = dialog.getByRole("region", { name: "What each line does" });
  await expect(lines).toContainText(
    "1 new, 2 lines with errors, 1 line with a warning. Nothing is stored yet.",
  );
  const item = (name: string | RegExp) => lines.getByRole("listitem").filter({ hasText: name });
  await expect(item(a)).toContainText("The # is part of the value");
  await expect(item("Line 2")).toContainText("never closed");
  await expect(item("Line 3")).toContainText("This line is not NAME=value.");
  await expect(field).toHaveValue(text);

  await field.fill(`${a}=canary#one\n${b}=two words`);
  await dialog.getByRole("button", { name: "Preview" }).click();
  await expect(lines).toContainText("2 new, 1 line with a warning. Nothing is stored yet.");
  await expect(field).toHaveValue(`${a}=canary#one\n${b}=two words`);
  await item(a).getByRole("button", { name: "Show value" }).click();
  await expect(item(a)).toContainText("10 characters, letter to letter");
  await expect(item(a)).toContainText(`${a}=canary#one`);
  await dialog.getByRole("button", { name: "Import 2 secrets" }).click();
  const done = page.getByRole("dialog", { name: "Imported 2 secrets" });
  await expect(done).toContainText("The # is part of the value");
  await done.getByRole("link", { name: "Back to the list" }).click();
  await expect(rowOf(page, b)).toBeVisible();
  expect(await page.content()).not.toContain("canary#one");

  await page.getByRole("button", { name: "Import .env" }).click();
  await field.fill(`{"${b}": "other words", "${a}": "canary#one"}`);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(lines).toContainText("Read as JSON. 1 new version, 1 unchanged. Nothing is stored yet.");
  await dialog.getByRole("checkbox", { name: `Import ${b}` }).uncheck();
  await expect(dialog.getByRole("button", { name: "Import 0 secrets" })).toBeVisible();
  await dialog.getByRole("checkbox", { name: `Import ${b}` }).check();
  await dialog.getByRole("button", { name: "Import 1 secret" }).click();
  await expect(page.getByRole("dialog", { name: "Imported 1 secret" })).toContainText(
    "1 new version, 1 unchanged.",
  );
});

test("without JavaScript a .env is previewed and imported", async ({ as, uniqueName }) => {
  const page = await as("owner", { javaScriptEnabled: false });
  await page.goto(LIST);
  await page.getByRole("button", { name: "Import .env" }).click();
  const dialog = page.getByRole("dialog");
  const name = uniqueName("PLAIN_IMPORT");
  const text = `${name}=canary #of this\nwords only\n`;
  const field = dialog.getByLabel("Contents of the file");
  await field.fill(text);
  await dialog.getByRole("button", { name: "Preview" }).click();
  await expect(dialog).toContainText(
    "1 new, 1 line with an error, 1 line with a warning. Nothing is stored yet.",
  );
  await expect(field).toHaveAccessibleDescription(/Paste the lines again/);
  expect(await page.content()).not.toContain("canary");
  await field.fill(text);
  await dialog.getByLabel("Skip invalid lines").check();
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Imported 1 secret" })).toContainText("taken for a comment");
  await page.getByRole("link", { name: "Back to the list" }).click();
  await expect(rowOf(page, name)).toBeVisible();
});
