import { secretsPath } from "@/lib/projects/model";
import { policiesPath } from "@/lib/requests/model";
import { test } from "../fixture";
import { open } from "../hydration";
import { fillSecret, openStoreDialog, save } from "../steps";
import { inspect } from "./inspect";

test("requests and change policies are accessible and fit, light and dark", async ({ as, newProject }) => {
  test.slow();
  const project = await newProject();
  const owner = await as("owner");
  await open(owner, policiesPath(project));
  await owner.getByRole("button", { name: "Change Production" }).click();
  const dialog = owner.getByRole("dialog");
  await dialog.getByLabel("Approvals").selectOption("3");
  await dialog.getByRole("button", { name: "Save" }).click();
  await owner.getByRole("row", { name: /3 approvals/ }).waitFor();
  await open(owner, secretsPath(project, "production"));
  const name = `A_NAME_${"AS_LONG_AS_NAMES_OF_SECRETS_MAY_BE_".repeat(3)}`;
  await fillSecret(await openStoreDialog(owner), { name, value: "v", description: "x".repeat(300) });
  await save(dialog);
  await owner.waitForURL(/\/requests\//);
  await inspect(owner);
  await inspect(owner, `${new URL(owner.url()).pathname}?dialog=emergency`);
  for (const path of [
    "/requests?view=yours",
    "/requests?view=all",
    policiesPath(project),
    `${policiesPath(project)}&dialog=policy&environment=staging`,
    secretsPath(project, "production"),
  ])
    await inspect(owner, path);
  const member = await as("member");
  await inspect(member, "/requests");
  await inspect(member, "/requests?dialog=ask");
});
