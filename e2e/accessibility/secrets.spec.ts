import { expect, test } from "../fixture";
import {
  choose,
  fillSecret,
  LIST,
  openEditDialog,
  openStoreDialog,
  replaceValue,
  save,
  storeIn,
} from "../steps";
import { inspect, inspectAsItIs, WIDTHS } from "./inspect";

test("what opens over the list is accessible and fits, light and dark", async ({ as, uniqueName }) => {
  test.slow();
  const page = await as("owner");
  const name = uniqueName("A_NAME_LONG_ENOUGH_TO_NEED_A_LINE_OF_ITS_OWN_ON_A_PHONE");
  await storeIn(page, LIST, { name, value: "v", description: `Without a space: ${"x".repeat(300)}` });
  await replaceValue(page, name, "v");
  await inspect(page);

  for (const viewport of Object.values(WIDTHS)) {
    await page.setViewportSize(viewport);
    for (const menu of [`Actions for ${name}`, /^Account/]) {
      await page.getByRole("button", { name: menu }).click();
      await inspectAsItIs(page);
      await page.keyboard.press("Escape");
    }
  }

  const dialog = await openStoreDialog(page);
  await inspect(page);
  await fillSecret(dialog, { name: "1abc", value: " “quoted” ", description: "d".repeat(2_049) });
  await save(dialog);
  await expect(dialog.getByRole("alert")).toBeVisible();
  await inspect(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await inspect(page);
  await page.getByRole("button", { name: "Discard" }).click();

  const edit = await openEditDialog(page, name);
  await edit.getByRole("button", { name: "Replace value" }).click();
  await edit.getByLabel("Description (optional)").fill("Another description");
  await inspect(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Discard" }).click();

  await choose(page, name, "Change logs");
  await expect(page.getByRole("dialog").getByRole("listitem")).toHaveCount(2);
  await inspect(page);
  await page.keyboard.press("Escape");
  await choose(page, name, "Delete");
  await inspect(page);
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
  await inspect(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await inspect(page);
  await page.keyboard.press("Escape");
  await page.setViewportSize(WIDTHS.phone);
  await page.getByRole("button", { name: "Open navigation" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await inspectAsItIs(page);
  await inspect(page, `${LIST}/${name}/changes`);
  await inspect(page, `${LIST}/${name}`);
  await page.getByRole("button", { name: "Replace value" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await inspect(page);
});

test("asking for a value and giving it are accessible and fit, light and dark", async ({
  as,
  uniqueName,
}) => {
  test.slow();
  const [page, guest] = [await as("owner"), await as("nobody")];
  const name = uniqueName("A_NAME_LONG_ENOUGH_TO_NEED_A_LINE_OF_ITS_OWN_ON_A_PHONE");
  await page.goto(`${LIST}/ask`);
  await page.getByRole("button", { name: "Make the link" }).click();
  await expect(page.getByLabel("Secret name")).toHaveAccessibleDescription(/./);
  await inspect(page);
  await page.getByLabel("Secret name").fill(name);
  await page.getByLabel("For whom (optional)").fill("x".repeat(200));
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  await inspect(page);
  await guest.goto(link);
  await inspect(guest);
  await guest.getByRole("button", { name: "Give the value" }).click();
  await inspect(guest);
  await guest.goto(`/give/${"A".repeat(43)}`);
  await inspect(guest);
});
