import { askPath, secretPath, secretsPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { storeIn } from "./steps";

test("somebody without an account gives a value by a link, once, and whoever asked sees that it came", async ({
  as,
  newProject,
}) => {
  const project = await newProject();
  const list = secretsPath(project, "production");
  const [page, guest] = [await as("owner"), await as("nobody")];
  await storeIn(page, list, { name: "BANK_KEY", value: "before" });
  await open(page, secretPath(project, "production", "BANK_KEY"));
  await page.getByRole("link", { name: "Ask for a value" }).click();
  await page.getByLabel("For whom (optional)").fill("Ada of the bank");
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  await expect(page.getByRole("table", { name: "Open links" })).toContainText("for Ada of the bank");

  await open(guest, link);
  await expect(guest.getByRole("main")).toContainText("Ada of the bank");
  await expect(guest.getByRole("main")).toContainText("BANK_KEY");
  await guest.getByRole("button", { name: "Give the value" }).click();
  await expect(guest.getByLabel("Value", { exact: true })).toHaveAccessibleDescription(/Enter a value/);
  await guest.getByLabel("Value", { exact: true }).fill("given by Ada");
  await guest.getByRole("button", { name: "Give the value" }).click();
  await expect(guest.getByRole("heading", { name: "Thank you, the value was received" })).toBeVisible();
  await open(guest, link);
  await expect(guest.getByRole("heading", { name: "This link does not work" })).toBeVisible();

  await open(page, secretPath(project, "production", "BANK_KEY"));
  await expect(page.getByRole("main")).toContainText(/link of .*@/);
  await expect(page.getByRole("main")).not.toContainText("given by Ada");
});

test("without JavaScript a link for a new secret is made, withdrawn, made again and used", async ({
  as,
  newProject,
}) => {
  const project = await newProject();
  const page = await as("owner", { javaScriptEnabled: false });
  const guest = await as("nobody", { javaScriptEnabled: false });
  const make = async () => {
    await page.goto(askPath(project, "staging"));
    await page.getByLabel("Secret name").fill("NEW_KEY");
    await page.getByLabel("Description (optional)").fill("Of the bank");
    await page.getByRole("button", { name: "Make the link" }).click();
    return page.getByRole("textbox", { name: "Link" }).inputValue();
  };
  const first = await make();
  await page.goto(askPath(project, "staging"));
  await page.getByRole("button", { name: "Withdraw" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await guest.goto(first);
  await expect(guest.getByRole("heading", { name: "This link does not work" })).toBeVisible();
  await guest.goto(await make());
  await guest.getByLabel("Value", { exact: true }).fill("given");
  await guest.getByRole("button", { name: "Give the value" }).click();
  await expect(guest.getByRole("heading", { name: "Thank you, the value was received" })).toBeVisible();
  await page.goto(secretPath(project, "staging", "NEW_KEY"));
  await expect(page.getByRole("main")).toContainText("Of the bank");
});
