import type { Page } from "@playwright/test";
import { expect, test } from "../fixture";
import { open } from "../hydration";
import { choose, LIST, openStoreDialog, storeIn } from "../steps";
import { expectNoSidewaysScrolling } from "./inspect";

test("at 200 % zoom on a small screen nothing is cut off", async ({ as }) => {
  const page = await as("owner", { viewport: { width: 320, height: 400 } });
  await open(page, LIST);
  await expectNoSidewaysScrolling(page);
  const dialog = await openStoreDialog(page);
  await expectNoSidewaysScrolling(page);
  await dialog.getByRole("button", { name: "Save" }).scrollIntoViewIfNeeded();
  await expect(dialog.getByRole("button", { name: "Save" })).toBeInViewport();
});

test("the chosen theme stays, also where the system says otherwise", async ({ as }) => {
  const page = await as("auditor", { colorScheme: "light" });
  await open(page, LIST);
  const canvas = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await canvas();
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect.poll(canvas).not.toBe(light);
  const dark = await canvas();
  await page.reload();
  await expect.poll(canvas).toBe(dark);
});

for (const width of [1280, 768, 360]) {
  test(`a toast covers nothing that one could want to press, ${width} pixels wide`, async ({
    as,
    uniqueName,
  }) => {
    const page = await as("owner", { viewport: { width, height: 600 }, permissions: ["clipboard-write"] });
    const prefix = uniqueName("TOASTED");
    const names = ["A", "B", "C", "D", "E", "F"].map((letter) => `${prefix}_${letter}`);
    for (const name of names) await storeIn(page, LIST, { name, value: "v" });
    await open(page, `${LIST}?search=${prefix}&sort=name&order=asc`);
    await choose(page, names[0] ?? "", "Copy name");
    await expect(page.getByRole("region", { name: "Notifications" })).toContainText(`Copied ${names[0]}`);
    // It stays for as long as one points at it.
    await page.getByRole("region", { name: "Notifications" }).getByText("Copied").hover();
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const covered = await page.evaluate(() => {
      const toasts = document.querySelector(".toasts")?.getBoundingClientRect();
      if (!toasts?.height) return ["no toast"];
      return [...document.querySelectorAll("main :is(a, button, input), aside a")]
        .filter((control) => {
          const { left, right, top, bottom, width } = control.getBoundingClientRect();
          const isBeside =
            right < toasts.left || left > toasts.right || bottom < toasts.top || top > toasts.bottom;
          return width > 0 && !isBeside;
        })
        .map(({ outerHTML }) => outerHTML);
    });
    expect(covered).toEqual([]);
  });
}

for (const reducedMotion of ["reduce", "no-preference"] as const) {
  test(`what opens moves only where motion is welcome: ${reducedMotion}`, async ({ as, uniqueName }) => {
    const page = await as("owner");
    await page.emulateMedia({ reducedMotion });
    const name = uniqueName();
    await storeIn(page, LIST, { name, value: "v" });
    const moved: number[] = [];
    for (const item of ["Change logs", "Edit"]) {
      await page.getByRole("button", { name: `Actions for ${name}` }).click();
      await page.getByRole("menuitem", { name: item, exact: true }).dispatchEvent("click");
      await page.getByRole("dialog").waitFor();
      moved.push(await movements(page));
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    }
    if (reducedMotion === "reduce") expect(moved).toEqual([0, 0]);
    else expect(Math.max(...moved)).toBeGreaterThan(0);
  });
}

/** How many animations change where something is, or how it is sized, for longer than an eye takes to see it. */
async function movements(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      document
        .getAnimations()
        .filter((animation) => Number(animation.effect?.getComputedTiming().duration) > 20).length,
  );
}
