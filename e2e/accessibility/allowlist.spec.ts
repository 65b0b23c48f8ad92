import type { Page } from "@playwright/test";
import { allowlistPath, endpointPath, newEndpointPath, secretsPath } from "@/lib/projects/model";
import { expect, test } from "../fixture";
import { open, untilHydrated } from "../hydration";
import { storeIn } from "../steps";
import { inspect, WIDTHS } from "./inspect";

test("the pages of the allowlist are accessible and fit, light and dark", async ({ as, newProject }) => {
  test.slow();
  const page = await as("owner");
  const project = await newProject();
  const list = allowlistPath(project, "production");
  await inspect(page, list);
  const name = "A_NAME_LONG_ENOUGH_TO_NEED_A_LINE_OF_ITS_OWN_ON_A_PHONE";
  await storeIn(page, secretsPath(project, "production"), { name, value: "v" });
  await open(page, newEndpointPath(project, "production"));
  // What an endpoint needs first is little, whatever can be said of it.
  expect(
    await page.locator("main form").locator("input:visible, select:visible, textarea:visible").count(),
  ).toBeLessThan(10);
  for (const fold of ["Encryption", "Query parameters", "Format and limits"])
    await page.locator("summary").filter({ hasText: fold }).click();
  await page.getByLabel("Request encryption").selectOption("Selected fields");
  await page.getByLabel("Response encryption").selectOption("Whole body, wrapped in JSON");
  await page.getByLabel("Response algorithm and key").selectOption("Different algorithm or key");
  await page.getByLabel("Signing", { exact: true }).selectOption("HMAC-SHA256 in one header");
  for (const side of ["Request", "Response"]) {
    const group = page.getByRole("group", { name: side, exact: true });
    await group.getByLabel("Algorithm", { exact: true }).selectOption("AES-256-CBC with PKCS#7");
    await group.getByLabel("Initialisation vector").selectOption("Fixed, from a secret");
    await group.getByLabel("Key derivation").selectOption("PBKDF2 with SHA-256");
  }
  await page.getByRole("button", { name: "Add header" }).click();
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await expect(page.getByText("Check the highlighted fields.")).toBeVisible();
  await inspect(page);
  await page.setViewportSize(WIDTHS.phone);
  expect(await cutChoices(page), "choices that a phone cuts").toEqual([]);
  await expect(page.getByText("Text or prefix").last()).toBeVisible();
  await page.setViewportSize(WIDTHS.desk);

  const endpoint = `e${"x".repeat(80)}`;
  await page.getByLabel("Name", { exact: true }).fill(endpoint);
  await page.getByLabel("URL").fill(`https://api.example.com/${"long/".repeat(40)}`);
  await page.getByLabel("Description (optional)").fill("y".repeat(300));
  await page.getByLabel("Header 1: name").fill("Authorization");
  await page.getByLabel("Header 1: secret").selectOption(name);
  await page.getByLabel("Request encryption").selectOption("Not encrypted");
  await page.getByLabel("Response encryption").selectOption("Not encrypted");
  await page.getByLabel("Signing key", { exact: true }).selectOption(name);
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await expect(page.getByRole("heading", { name: endpoint, level: 1 })).toBeVisible();
  await untilHydrated(page);
  await page.getByText("What the endpoint has to do").click();
  await inspect(page);
  await page.getByRole("button", { name: "Mark as verified" }).click();
  await inspect(page);
  await page.getByRole("dialog").getByRole("button", { name: "Mark as verified" }).click();
  await expect(page.getByText("Ready", { exact: true })).toBeVisible();
  await inspect(page);
  await page.getByRole("button", { name: "Delete" }).click();
  await inspect(page);
  await inspect(page, list);
  await inspect(page, `${list}&search=nothing-has-this`);
  await inspect(page, `${endpointPath(project, "production", endpoint)}/edit`);
});

/** The choices whose text is longer than their select is wide; names of secrets may be as long as they are. */
function cutChoices(page: Page): Promise<string[]> {
  return page.locator("select:visible").evaluateAll((selects) =>
    selects.flatMap((select) => {
      if (!(select instanceof HTMLSelectElement)) return [];
      const { font, paddingLeft, paddingRight } = getComputedStyle(select);
      const pen = document.createElement("canvas").getContext("2d");
      if (!pen) return ["no canvas"];
      pen.font = font;
      const room = select.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      return [...select.options]
        .map(({ text }) => text)
        .filter((text) => !text.includes("A_NAME_LONG") && pen.measureText(text).width > room);
    }),
  );
}
