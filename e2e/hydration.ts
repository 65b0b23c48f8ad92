import type { Page, Response } from "@playwright/test";

/** Waits until React answers what is clicked: every control that is there belongs to it, and its effects have run. */
export async function untilHydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    // React never adopts the hidden fields that it wrote for forms without JavaScript.
    const controls = document.querySelectorAll(
      "a, button, textarea, select, dialog, form, input:not([type=hidden])",
    );
    const isOwned = (control: Element) => Object.keys(control).some((key) => key.startsWith("__reactProps$"));
    return [...controls].every(isOwned);
  });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
}

/** Opens an address and waits until it answers clicks. */
export async function open(page: Page, path: string): Promise<Response | null> {
  const response = await page.goto(path);
  await untilHydrated(page);
  return response;
}
