import { test } from "../fixture";
import { LIST } from "../steps";
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
    "/projects/platform/development/secrets",
    `${LIST}?search=nothing+has+this`,
    "/projects/new",
    "/account",
    "/settings",
    "/people",
    "/people?dialog=invite",
    "/join",
    "/account/authenticator",
    "/account/recovery-codes",
    "/account/confirm",
    "/nowhere",
  ]) {
    await inspect(owner, path);
  }
  await inspect(await as("auditor"), LIST);
  await inspect(await as("member"), LIST);
});
