import { startProvider } from "@/test/openid-provider";
import { test } from "./fixture";
import { becomeOwner } from "./setup/people";

test("pictures", async ({ ownInstance, as }) => {
  test.setTimeout(180_000);
  const provider = await startProvider();
  const instance = await ownInstance(provider.env);
  provider.serve(instance.origin);
  const page = await as("nobody", { baseURL: instance.origin });
  await becomeOwner(page, instance.setupLink());
  await page.goto("/settings");
  await page
    .getByLabel("Sign-in banner (optional)")
    .fill("For staff of Example Ltd only.\nAsk it@example.com for access.");
  await page.getByLabel("Require a second factor").check();
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `/tmp/p4-settings-${scheme}-${width}.png`, fullPage: true });
    }
  }
  await page.getByLabel("Require a second factor").uncheck();
  await page.getByLabel("Who may sign in by password").selectOption("owners");
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Settings saved").waitFor();
  const other = await as("nobody", { baseURL: instance.origin });
  await other.goto("/sign-in?error=provider-unreachable");
  for (const scheme of ["light", "dark"] as const) {
    await other.emulateMedia({ colorScheme: scheme });
    for (const width of [1280, 360]) {
      await other.setViewportSize({ width, height: 800 });
      await other.screenshot({ path: `/tmp/p4-signin-${scheme}-${width}.png`, fullPage: true });
    }
  }
  await provider.close();
});
