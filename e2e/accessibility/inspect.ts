import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "../fixture";
import { open } from "../hydration";

export const WIDTHS = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } } as const;
const ALL_RULES = {
  type: "tag",
  values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
} as const;
/** All that a theme changes is colours. */
const COLOUR_RULES = { type: "rule", values: ["color-contrast", "link-in-text-block"] } as const;

/**
 * Opens a page, or looks at the one that is open, as wide as a desk and as narrow as a phone, light and dark: no violation,
 * and no scrolling sideways. Leaves it as wide as it was.
 */
export async function inspect(page: Page, path?: string): Promise<void> {
  if (path !== undefined) await open(page, path);
  const before = page.viewportSize() ?? WIDTHS.desk;
  for (const viewport of Object.values(WIDTHS)) {
    await page.setViewportSize(viewport);
    await inspectLayout(page);
  }
  await inspectColours(page);
  await page.setViewportSize(before);
}

/** The same without another width: for what closes when the window changes. */
export async function inspectAsItIs(page: Page): Promise<void> {
  await inspectLayout(page);
  await inspectColours(page);
}

async function inspectLayout(page: Page): Promise<void> {
  await expectNoSidewaysScrolling(page);
  await showIn(page, "light");
  await expectNoViolation(page, ALL_RULES);
}

async function inspectColours(page: Page): Promise<void> {
  await showIn(page, "dark");
  await expectNoViolation(page, COLOUR_RULES);
}

/** Another theme takes some frames: each element turns after the one that it inherits from. */
async function showIn(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((one) => one.playState !== "running" || one.effect?.getComputedTiming().iterations === Infinity),
  );
}

async function expectNoViolation(page: Page, rules: typeof ALL_RULES | typeof COLOUR_RULES): Promise<void> {
  // Axe is half a megabyte: a document that has it already is given nothing in its place.
  const hasAxe = await page.evaluate(() => "axe" in window);
  const { violations } = await new AxeBuilder({ page, ...(hasAxe && { axeSource: ";" }) })
    .options({ runOnly: { ...rules, values: [...rules.values] }, resultTypes: ["violations"] })
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
