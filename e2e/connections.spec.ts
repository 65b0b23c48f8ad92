import { connectionsPath, secretsPath } from "@/lib/projects/model";
import { OAUTH_CLIENT, startOAuthProvider } from "@/test/oauth-provider";
import { inspect } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { askApi } from "./machine";
import { runAdmin } from "./setup/admin";
import { becomeOwner, type Person, signInHere } from "./setup/people";
import { expectIssue, storeIn } from "./steps";

const LIST = connectionsPath("default", "production");

test("an admin registers an app, connects it, a program gets its token, and it is disconnected", async ({
  as,
  ownInstance,
}) => {
  const instance = await ownInstance();
  const { origin, env } = instance;
  const provider = await startOAuthProvider(origin);
  const page = await as("nobody", { baseURL: origin });
  let owner: Pick<Person, "email" | "password">;
  const app = page.getByRole("row").filter({ hasText: "crm" });
  const key = (
    await runAdmin(env, [
      ...["api-key", "create", "--name", "worker", "--project", "default", "--environment", "production"],
      ...["--permission", "connections:use"],
    ])
  ).trim();

  await test.step("where its provider is private, an Owner allows that first", async () => {
    owner = await becomeOwner(page, instance.setupLink());
    await open(page, "/settings");
    await page.getByLabel("Allowed private hosts (optional)").fill(provider.host);
    await page.getByRole("button", { name: "Save settings" }).click();
    await expect(page.getByText("Settings saved")).toBeVisible();
    await storeIn(page, secretsPath("default", "production"), {
      ...{ name: "APP_SECRET", value: OAUTH_CLIENT.client_secret },
    });
  });

  await test.step("the form names the redirect address, and says what is wrong at its field", async () => {
    await open(page, LIST);
    await page.getByRole("button", { name: "Register an app" }).click();
    const dialog = page.getByRole("dialog", { name: "Register an app" });
    await expect(dialog.getByLabel("Redirect address")).toHaveValue(`${origin}/api/connections/callback`);
    await dialog.getByLabel("Name", { exact: true }).fill("crm");
    await dialog.getByLabel("Provider").selectOption({ label: "Another, found by its issuer" });
    await dialog.getByLabel("Issuer").fill("http://10.0.0.8");
    await dialog.getByLabel("Client ID").fill(OAUTH_CLIENT.client_id);
    await dialog.getByLabel("Client secret").selectOption("APP_SECRET");
    await dialog.getByLabel("Scopes").fill("repo mail");
    await dialog.getByRole("button", { name: "Register app" }).click();
    await expectIssue(dialog.getByLabel("Issuer"), /https|private/);
    await expect(dialog.getByLabel("Scopes")).toHaveValue("repo mail");
    await dialog.getByLabel("Issuer").fill(provider.issuer);
    await inspect(page);
    await dialog.getByRole("button", { name: "Register app" }).click();
    await expect(dialog).toBeHidden();
    await expect(app).toContainText("Not connected");
  });

  await test.step("Connect leads to the provider and back", async () => {
    provider.habits.refuses = true;
    await app.getByRole("button", { name: "Connect crm" }).click();
    await expect(page.getByText("crm: The provider said no")).toBeVisible();
    await expect(page.getByText("canary")).toBeHidden();
    provider.habits.refuses = false;
    provider.habits.withheld = ["mail"];
    await app.getByRole("button", { name: "Connect crm" }).click();
    await expect(page.getByText("crm: Connected, with fewer scopes than asked for")).toBeVisible();
    await expect(app).toContainText("Not given: mail");
    await inspect(page);
  });

  await test.step("a program gets its token", async () => {
    const { status, text } = await askApi(origin, key, "GET /connections/crm/token");
    expect(status).toBe(200);
    await open(page, LIST);
    await expect(app).toContainText("Last used");
    expect(await page.content()).not.toContain(JSON.parse(text).accessToken);
  });

  await test.step("and no more once it is disconnected", async () => {
    await app.getByRole("button", { name: "Disconnect crm" }).click();
    await app.getByRole("button", { name: "Disconnect crm" }).click();
    await expect(page.getByText("The provider took the tokens back.")).toBeVisible();
    await expect(app).toContainText("Not connected");
    expect((await askApi(origin, key, "GET /connections/crm/token")).status).toBe(409);
  });

  await test.step("without JavaScript it goes as well", async () => {
    const plain = await as("nobody", { baseURL: origin, javaScriptEnabled: false });
    await plain.goto(LIST);
    await signInHere(plain, owner);
    await plain.getByRole("button", { name: "Connect crm" }).click();
    await expect(plain.getByText("crm: Connected, with fewer scopes than asked for")).toBeVisible();
    await plain.getByRole("button", { name: "Delete crm" }).click();
    await expect(plain.getByRole("heading", { name: "No app is connected in Production yet" })).toBeVisible();
  });

  await test.step("an answer that belongs to nothing is told in our own words", async () => {
    await page.goto(`${origin}/api/connections/callback?code=canary-code&state=canary-state`);
    await expect(page.getByText("This answer is not for you")).toBeVisible();
    expect(page.url()).not.toContain("canary");
    await inspect(page);
  });
  await provider.close();
});
