import type { Page } from "@playwright/test";

/** Counts the clicks of a person on this page from now on, across navigations; keys that are pressed are no clicks. */
export async function countClicks(page: Page): Promise<() => number> {
  let clicks = 0;
  await page.exposeBinding("countClick", () => {
    clicks += 1;
  });
  const listen = () =>
    addEventListener(
      "click",
      // The click that a label passes on to its field, and the one of a key, have no position in a series.
      (event) => event.isTrusted && event.detail > 0 && void Reflect.get(window, "countClick")(),
      { capture: true },
    );
  await page.addInitScript(listen);
  await page.evaluate(listen);
  return () => clicks;
}
