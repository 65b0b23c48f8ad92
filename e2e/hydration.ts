import { expect, type Page, type Response } from "@playwright/test";

/** Waits until React answers what is clicked: every control that is there belongs to it, and its effects have run. */
export async function untilHydrated(page: Page): Promise<void> {
  // In the page and in one go: it asks in every frame, and Playwright's own waiting would first load what it asks with.
  const isHydrated = await page.evaluate(hydration).catch(() => false);
  // A page that was left meanwhile tells nothing about the one that came.
  if (!isHydrated) await expect.poll(() => page.evaluate(hydration).catch(() => false)).toBe(true);
}

/** Runs in the page. Answers false when that takes too long. */
async function hydration(): Promise<boolean> {
  const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
  const isOwned = (control: Element) => Object.keys(control).some((key) => key.startsWith("__reactProps$"));
  // React never adopts the hidden fields that it wrote for forms without JavaScript.
  const controls = "a, button, textarea, select, dialog, form, input:not([type=hidden])";
  for (const end = performance.now() + 5_000; performance.now() < end; await nextFrame()) {
    if (![...document.querySelectorAll(controls)].every(isOwned)) continue;
    // React owns a control before it has finished with the page; what it still has to do comes before anything idle.
    await new Promise((done) => requestIdleCallback(done, { timeout: 1_000 }));
    return true;
  }
  return false;
}

/** Opens an address and waits until it answers clicks. */
export async function open(page: Page, path: string): Promise<Response | null> {
  const response = await page.goto(path);
  await untilHydrated(page);
  return response;
}
