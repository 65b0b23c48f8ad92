import type { Locator } from "@playwright/test";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import {
  choose,
  expectIssue,
  fillSecret,
  LIST,
  openEditDialog,
  openStoreDialog,
  rowOf,
  save,
  store,
  storeIn,
} from "./steps";

const BAD_NAMES = [
  ["", "Enter a name."],
  ["N".repeat(129), "A name has at most 128 characters. This one has 129."],
  ["1abc", "Start with a letter or underscore."],
  ["a b", "Use letters, digits, _ - and . only."],
  ["STRONGROOM_X", "Names starting with STRONGROOM_ are reserved."],
  ["strongroom.x", "Names starting with STRONGROOM_ are reserved."],
  ["schlüssel", "Use letters, digits"],
] as const;

test("a bad name is refused at its field with the rule, and nothing typed is lost", async ({ as }) => {
  const page = await as("owner");
  await open(page, LIST);
  const dialog = await openStoreDialog(page);
  const name = dialog.getByLabel("Secret name");
  for (const [bad, rule] of BAD_NAMES) {
    await fillSecret(dialog, { name: bad, value: "typed value", description: "typed description" });
    if (bad !== "") await expectIssue(name, rule);
    await save(dialog);
    await expect(dialog.getByRole("alert")).toBeVisible();
    await expectIssue(name, rule);
    await expect(name).toHaveValue(bad);
    await expect(dialog.getByLabel("Value", { exact: true })).toHaveValue("typed value");
    await expect(dialog.getByLabel("Description (optional)")).toHaveValue("typed description");
  }
});

test("a name that is taken is refused as one types and on saving", async ({ as, uniqueName }) => {
  const page = await as("owner");
  const taken = uniqueName("TAKEN");
  await storeIn(page, LIST, { name: taken, value: "v" });
  const dialog = await openStoreDialog(page);
  const name = dialog.getByLabel("Secret name");
  const cases = [
    [taken.toLowerCase(), /“TAKEN_\w+”.*Names are not case-sensitive\./],
    [taken.replace("_", "-"), /same environment variable as “TAKEN_|becomes the environment variable TAKEN_/],
  ] as const;
  for (const [bad, rule] of cases) {
    await fillSecret(dialog, { name: bad, value: "typed value" });
    await expectIssue(name, rule);
    await save(dialog);
    await expect(dialog.getByRole("alert")).toBeVisible();
    await expectIssue(name, rule);
    await expect(dialog.getByLabel("Value", { exact: true })).toHaveValue("typed value");
  }
  await name.fill(`${taken}_2`);
  await save(dialog);
  await expect(rowOf(page, `${taken}_2`)).toBeVisible();
});

test("an empty, too long or NUL-holding value is refused with the count", async ({ as, uniqueName }) => {
  const page = await as("owner");
  await open(page, LIST);
  const dialog = await openStoreDialog(page);
  const name = uniqueName();
  const value = dialog.getByLabel("Value", { exact: true });
  const cases = [
    ["", "Enter a value."],
    ["x".repeat(65_537), "A value has at most 65,536 bytes (64 KiB). This one has 65,537."],
    ["ü".repeat(32_769), "A value has at most 65,536 bytes (64 KiB). This one has 65,538."],
    ["a\0b\0", "This one has 2 NUL characters."],
  ] as const;
  for (const [bad, rule] of cases) {
    await fillSecret(dialog, { name, value: bad });
    await save(dialog);
    await expect(dialog.getByRole("alert")).toBeVisible();
    await expectIssue(value, rule);
    await expect(value).toHaveValue(bad);
    await expect(dialog.getByLabel("Secret name")).toHaveValue(name);
  }
  await value.fill("x".repeat(65_536));
  await save(dialog);
  await expect(rowOf(page, name)).toBeVisible();
});

test("a description over 2,048 characters is refused, and one of 2,048 is kept", async ({
  as,
  uniqueName,
}) => {
  const page = await as("owner");
  await open(page, LIST);
  const dialog = await openStoreDialog(page);
  const name = uniqueName();
  const description = dialog.getByLabel("Description (optional)");
  await fillSecret(dialog, { name, value: "v", description: "d".repeat(2_049) });
  await expectIssue(description, "Too long: 2,049 of 2,048 characters.");
  await save(dialog);
  await expect(dialog.getByRole("alert")).toBeVisible();
  await expect(description).toHaveValue("d".repeat(2_049));
  await description.fill("d".repeat(2_048));
  await save(dialog);
  await expect(rowOf(page, name)).toBeVisible();
});

test("a value is kept byte for byte: emoji, spaces around it, Windows line ends and a trailing newline", async ({
  as,
  uniqueName,
}) => {
  const [exact, similar] = [
    "  🔑 Schlüssel –\r\ntwo\t\n",
    ["🔑 Schlüssel –\r\ntwo", "  🔑 Schlüssel –\ntwo\t\n"],
  ];
  const page = await as("owner");
  const name = uniqueName();
  await open(page, LIST);
  const dialog = await openStoreDialog(page);
  await dialog.getByLabel("Secret name").fill(name);
  await paste(dialog.getByLabel("Value", { exact: true }), exact);
  await save(dialog);
  await expect(dialog).toBeHidden();

  // A file arrives as its bytes, so it tells whether the same bytes were stored before.
  for (const text of [...similar, exact]) {
    const edit = await openEditDialog(page, name);
    await edit.getByRole("button", { name: "Replace value" }).click();
    await dropFile(edit.getByLabel("New value"), text);
    await expect(edit.getByLabel("New value")).not.toHaveValue("");
    await save(edit);
    await expect(edit).toBeHidden();
  }
  await choose(page, name, "Change logs");
  const lines = page.getByRole("dialog").getByRole("listitem");
  await expect(lines.nth(0)).toContainText("Same value as version 1.");
  for (const [line, version] of [
    [1, 3],
    [2, 2],
  ] as const) {
    await expect(lines.nth(line)).toContainText(`Version ${version}`);
    await expect(lines.nth(line)).not.toContainText("Same value");
  }
});

test("what is often a slip in a value is pointed out and stored all the same", async ({ as, uniqueName }) => {
  const page = await as("owner");
  const list = LIST.replace("development", "production");
  await open(page, list);
  const dialog = await openStoreDialog(page);
  const name = uniqueName();
  const value = "“sk_test_123”\u200b\n";
  await fillSecret(dialog, { name, value });
  const field = dialog.getByLabel("Value", { exact: true });
  await expect(field).toHaveAccessibleDescription(/Ends with a line break/);
  await expect(field).toHaveAccessibleDescription(/curly quotes/);
  await expect(field).toHaveAccessibleDescription(/invisible characters/);
  await expect(field).toHaveAccessibleDescription(/test key, but this is Production/);
  await save(dialog);
  await expect(rowOf(page, name)).toBeVisible();
});

test("a generated value has the length and the letters that were asked for, and what was typed comes back", async ({
  as,
  uniqueName,
}) => {
  const page = await as("owner");
  await open(page, LIST);
  const dialog = await openStoreDialog(page);
  await dialog.getByLabel("Secret name").fill(uniqueName());
  const value = dialog.getByLabel("Value", { exact: true });
  await value.fill("typed by hand");
  await dialog.getByLabel("Length of a generated value").fill("40");
  await dialog.getByRole("button", { name: "Generate" }).click();
  const first = await value.inputValue();
  expect(first).toMatch(/^[A-Za-z0-9]{40}$/);
  await dialog.getByRole("button", { name: "Generate" }).click();
  await expect(value).not.toHaveValue(first);
  await dialog.getByRole("button", { name: "Undo" }).click();
  await expect(value).toHaveValue("typed by hand");
  await save(dialog);
  await expect(dialog).toBeHidden();
});

test("a file that is not text or is too big is refused where it was dropped", async ({ as, uniqueName }) => {
  const page = await as("owner");
  const name = uniqueName();
  await storeIn(page, LIST, { name, value: "v" });
  await store(page, { name: `${name}_2`, value: "v" });
  const dialog = await openStoreDialog(page);
  const field = dialog.getByLabel("Value", { exact: true });
  await dropFile(field, new Uint8Array([0xff, 0xfe, 0x00]));
  await expectIssue(field, "This file is not UTF-8 text, which is all that can be stored.");
  await dropFile(field, "x".repeat(70_000));
  await expectIssue(field, "This file has 70,000.");
});

/** Pastes as a browser does: what the page does not take itself is inserted. */
async function paste(field: Locator, text: string): Promise<void> {
  const isTaken = await field.evaluate((element, input) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", input);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    return !element.dispatchEvent(event);
  }, text);
  if (!isTaken) await field.fill(text);
}

async function dropFile(field: Locator, content: string | Uint8Array): Promise<void> {
  const bytes = [...(typeof content === "string" ? new TextEncoder().encode(content) : content)];
  await field.evaluate((element, input) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array(input)], "value.txt", { type: "text/plain" }));
    element.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, bytes);
}
