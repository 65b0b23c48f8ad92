import { expect, type Page } from "@playwright/test";
import { codeOf } from "@/test/second-factor";
import { open } from "../hydration";

/** An authenticator app: it never shows a code that it showed before, because the server accepts each once. */
export interface Authenticator {
  /** The next code that was not used yet; of the next step when this one's was. */
  next(): Promise<string>;
}

/** An app with the key that a page shows. */
export function newAuthenticator(key: string): Authenticator {
  let used = 0;
  return {
    next: async () => {
      // One step back and one ahead are accepted too, so the first three codes are there at once. One that is about to end
      // is left out.
      const now = Date.now();
      const step = Math.max(Math.floor((now + 10_000) / 30_000) - 1, used + 1);
      const wait = (step - 1) * 30_000 - now;
      if (wait > 0) await new Promise((done) => setTimeout(done, wait + 500));
      used = step;
      return codeOf(key, new Date(step * 30_000));
    },
  };
}

/** The key that the page of an authenticator's setting-up shows. */
export async function shownKey(page: Page): Promise<string> {
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  return (await page.getByTestId("totp-secret").textContent()) ?? "";
}

/** Types a code wherever one is asked for. */
export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code from your authenticator app").fill(code);
}

/** The recovery codes on the page. */
export async function shownCodes(page: Page): Promise<string[]> {
  const list = page.getByRole("list", { name: "Recovery codes" });
  await expect(list.getByRole("listitem")).toHaveCount(10);
  return list.getByRole("listitem").allTextContents();
}

/** Sets up an authenticator app on the account page of whoever is signed in. */
export async function setUpAuthenticator(page: Page) {
  await open(page, "/account/authenticator");
  await page.getByRole("button", { name: "Set up an app" }).click();
  const authenticator = newAuthenticator(await shownKey(page));
  await typeCode(page, await authenticator.next());
  await page.getByRole("button", { name: "Confirm the code" }).click();
  return { authenticator, codes: await shownCodes(page) };
}
