import { endpointPath, newEndpointPath } from "@/lib/projects/model";
import { expect, test } from "./fixture";
import { open } from "./hydration";

test("without JavaScript the form says that it needs it, and what else is done with an endpoint works", async ({
  as,
  newProject,
}) => {
  const project = await newProject();
  const page = await as("owner");
  await open(page, newEndpointPath(project, "staging"));
  await page.getByLabel("Name", { exact: true }).fill("plain");
  await page.getByLabel("URL").fill("https://api.example.com/v1");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await expect(page.getByRole("heading", { name: "plain", level: 1 })).toBeVisible();

  const plain = await as("owner", { javaScriptEnabled: false });
  const path = endpointPath(project, "staging", "plain");
  for (const form of [newEndpointPath(project, "staging"), `${path}/edit`]) {
    await plain.goto(form);
    await expect(plain.getByText("This form needs JavaScript")).toBeVisible();
    await expect(plain.getByLabel("URL")).toBeHidden();
    await expect(plain.getByRole("button", { name: /Add endpoint|Save changes/ })).toBeHidden();
  }
  await plain.goto(path);
  await plain.getByRole("button", { name: "Mark as verified" }).click();
  await plain.getByRole("dialog").getByRole("button", { name: "Mark as verified" }).click();
  await plain.getByRole("dialog").getByRole("link", { name: "Back to the endpoint" }).click();
  await expect(plain.getByText("Ready", { exact: true })).toBeVisible();
  await plain.getByRole("button", { name: "Deactivate" }).click();
  await expect(plain.getByText("Inactive: requests are refused.")).toBeVisible();
  await plain.getByRole("button", { name: "Delete" }).click();
  await plain.getByRole("dialog").getByLabel("Type the name to confirm").fill("plain");
  await plain.getByRole("dialog").getByRole("button", { name: "Delete permanently" }).click();
  await expect(plain.getByRole("heading", { name: "No endpoints in Staging yet" })).toBeVisible();
});
