import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "../fixture";
import { open } from "../hydration";

export const WIDTHS = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } } as const;
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Looks at every page in both themes, which takes minutes more. */
const BOTH_THEMES = process.env.ACCESSIBILITY === "full";
const looks = new WeakMap<Page, number>();

/**
 * Opens a page, or looks at the one that is open, light on a desk and dark on a phone by turns: no violation, and no scrolling
 * sideways at either width. Leaves it as wide as it was.
 */
export async function inspect(page: Page, path?: string): Promise<void> {
  if (path !== undefined) await open(page, path);
  const turn = looks.get(page) ?? 0;
  looks.set(page, turn + 1);
  const before = page.viewportSize() ?? WIDTHS.desk;
  for (const [i, [width, scheme]] of (
    [
      ["desk", "light"],
      ["phone", "dark"],
    ] as const
  ).entries()) {
    await page.setViewportSize(WIDTHS[width]);
    if (BOTH_THEMES || turn % 2 === i) await inspectIn(page, scheme);
    else await expectNoSidewaysScrolling(page);
  }
  await page.setViewportSize(before);
}

/** The same without another width: for what closes when the window changes. */
export async function inspectAsItIs(page: Page): Promise<void> {
  await inspectIn(page, "light");
  await inspectIn(page, "dark");
}

async function inspectIn(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await expectNoSidewaysScrolling(page);
  await page.emulateMedia({ colorScheme });
  // Axe is half a megabyte: a document that has it already is given nothing in its place.
  const hasAxe = await page.evaluate(() => "axe" in window);
  const { violations } = await new AxeBuilder({ page, ...(hasAxe && { axeSource: ";" }) })
    .options({ runOnly: { type: "tag", values: STANDARDS }, resultTypes: ["violations"] })
    // Without frames of other origins there is nothing to put together in a page of its own.
    .setLegacyMode(true)
    .analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" | ")}`,
  );
  const at = `${page.url()}, ${page.viewportSize()?.width} pixels wide`;
  expect.soft(found, `violations on ${at}`).toEqual([]);
}

export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const at = `${page.url()}, ${page.viewportSize()?.width} pixels wide`;
  expect.soft(beyond, `pixels beyond the window on ${at}`).toBeLessThanOrEqual(0);
}
