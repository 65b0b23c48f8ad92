import { test } from "../fixture";
import { open } from "../hydration";
import { LIST, storeIn } from "../steps";
import { inspect } from "./inspect";

test("pages are accessible and fit, light and dark", async ({ as, faults }) => {
  test.slow();
  faults.expect(/40[34]/);
  const nobody = await as("nobody");
  await inspect(nobody, "/sign-in");
  await inspect(nobody, "/setup?token=wrong");
  await inspect(nobody, "/join?token=wrong");
  const owner = await as("owner");
  for (const path of [
    "/",
    "/projects/platform/development/secrets",
    `${LIST}?search=nothing+has+this`,
    `${LIST}/deleted`,
    "/projects/new",
    "/account",
    "/settings",
    "/settings/instance",
    "/settings/notifications",
    "/people",
    "/people?show=waiting",
    "/people/values",
    "/people?dialog=invite",
    "/join",
    "/account/authenticator",
    "/account/recovery-codes",
    "/account/confirm",
    "/account?dialog=new-personal-key",
    "/device",
    "/nowhere",
  ]) {
    await inspect(owner, path);
  }
  await open(owner, "/people");
  await owner.getByRole("table", { name: "People" }).getByRole("link").first().click();
  await owner.waitForURL(/\/people\/./);
  await inspect(owner);
  await inspect(await as("auditor"), LIST);
  const member = await as("member");
  await inspect(member, LIST);
  await inspect(member, "/");
});

test("the audit log is accessible and fits, light and dark", async ({ as, uniqueName }) => {
  test.slow();
  const name = uniqueName(`A_NAME_${"AS_LONG_AS_NAMES_OF_SECRETS_MAY_BE_".repeat(3)}`);
  await storeIn(await as("owner"), LIST, { name, value: "v", description: "x".repeat(300) });
  const page = await as("auditor");
  await open(page, "/audit?live=on");
  await page.getByText("More filters").click();
  await page.getByText("Show as a table").click();
  const rows = page.getByRole("list", { name: "Events" }).locator("summary");
  for (const row of (await rows.all()).slice(0, 5)) await row.click();
  await inspect(page);
  await inspect(page, `/audit?secret=${name}&time=7d`);
  await inspect(page, `/audit?from=2026-02-30&kind=everything&q=${"a".repeat(250)}&before=1`);
  await inspect(page, "/audit?secret=NOTHING_HAS_THIS&time=lastMonth");
  await inspect(page, "/audit/streams");
  await inspect(page, "/audit/reports?report=people");
  await inspect(page, "/audit/pack?sample=0");
});
