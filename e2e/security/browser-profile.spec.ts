import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { filesBelow, newMarker, sightings } from "@/test/security/canary";
import { expect, test } from "../fixture";
import { open } from "../hydration";
import { signInHere } from "../setup/people";
import { HOME, openStoreDialog } from "../steps";

/** The browser as people have it: one without a window keeps no profile. */
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);

test("a value and a password that were typed are nowhere in the browser's profile", async ({
  launchOptions,
  newPerson,
  shared,
}) => {
  test.skip(!CHROMIUM, "needs a whole Chromium");
  test.setTimeout(60_000);
  const marker = newMarker();
  const control = newMarker();
  const profile = mkdtempSync(join(tmpdir(), "strongroom-profile-"));
  const person = await newPerson("owner");
  const context = await chromium.launchPersistentContext(profile, {
    ...launchOptions,
    ...(CHROMIUM && { executablePath: CHROMIUM }),
    baseURL: shared.origin,
  });
  try {
    const page = await context.newPage();
    await page.goto(
      `/sign-in?next=${encodeURIComponent(`/projects/default/production/secrets?search=${control}`)}`,
    );
    await signInHere(page, { email: person.email, password: `wrong ${marker}` });
    await expect(page.getByText(/Wrong email or password/)).toBeVisible();
    await signInHere(page, person);
    await page.waitForURL(/search=/);

    await open(page, "/projects/default/production/secrets");
    const dialog = await openStoreDialog(page);
    await dialog.getByLabel("Secret name").fill(`P_${randomBytes(5).toString("hex")}`);
    await dialog.getByLabel("Value", { exact: true }).fill(`value ${marker}`);
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    // A page that was left and come back to, and one that is reloaded with a value typed into it.
    await page.goto("/account");
    await page.goBack();
    await expect(page.getByRole("heading", { name: "Secrets", level: 1 })).toBeVisible();
    await open(page, "/projects/default/production/secrets?dialog=store");
    await page.getByRole("dialog").getByLabel("Value", { exact: true }).fill(`unsaved ${marker}`);
    page.on("dialog", (question) => question.accept());
    await page.reload();

    const kept = await page.evaluate(async () =>
      JSON.stringify([
        { ...localStorage },
        { ...sessionStorage },
        await indexedDB.databases(),
        await caches.keys(),
        document.cookie,
        history.state,
        document.documentElement.outerHTML,
      ]),
    );
    expect(kept).not.toContain(marker);
    await context.close();

    const files = [...filesBelow(profile)];
    const sighted = sightings(files, control).map((sighting) => sighting.split(":")[0]);
    expect(sighted, "the address is in the history: the search looks in the right place").toContain(
      join(profile, "Default", "History"),
    );
    expect(sightings(files, marker)).toEqual([]);
    expect(sightings(files, person.password)).toEqual([]);
  } finally {
    await context.close().catch(() => {});
    rmSync(profile, { recursive: true, force: true });
  }
});

test("no other page can frame the program", async ({ page, shared, faults }) => {
  faults.expect(/frame-ancestors|X-Frame-Options|ERR_BLOCKED|refused to|violates/i);
  await page.route("https://evil.example/", (route) =>
    route.fulfill({ contentType: "text/html", body: `<iframe src="${shared.origin}/sign-in"></iframe>` }),
  );
  await page.goto("https://evil.example/");
  await page.waitForTimeout(500);
  const frames = page.frames().filter((frame) => frame !== page.mainFrame());
  for (const frame of frames) await expect(frame.getByLabel("Email")).toHaveCount(0);
});

test("after signing out, Back shows no page of before", async ({ newPerson, page }) => {
  const person = await newPerson("auditor");
  await page.goto("/sign-in");
  await signInHere(page, person);
  await page.waitForURL(HOME);
  await open(page, "/account");
  await expect(page.getByRole("main").getByText(person.email)).toBeVisible();
  await page.getByRole("button", { name: new RegExp(`^Account.*${person.name}`) }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/);
  await page.goBack();
  await expect(page.getByText(person.email)).toHaveCount(0);
  await expect(page).toHaveURL(/\/sign-in|signed-out/);
});
