import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium as playwright } from "@playwright/test";
import { chromium } from "./chromium.mjs";
import { main, root } from "./run.mjs";

/** File, width and height in pixels, and whether the system that shows it cuts the corners itself. */
const ICONS = [
  ["icon-192.png", 192, "rounded"],
  ["icon-512.png", 512, "rounded"],
  ["maskable-512.png", 512, "square"],
  ["apple-touch-icon.png", 180, "square"],
];

/** Draws `public/icon.svg` in the sizes that home screens ask for. */
async function drawIcons() {
  const rounded = readFileSync(join(root, "public", "icon.svg"), "utf8");
  const shapes = { rounded, square: rounded.replace(' rx="8"', "") };
  const browser = await playwright.launch({ executablePath: await chromium(), args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    for (const [file, size, corners] of ICONS) {
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(`<style>body{margin:0}svg{display:block}</style>${shapes[corners]}`);
      writeFileSync(join(root, "public", "icons", file), await page.screenshot({ omitBackground: true }));
    }
  } finally {
    await browser.close();
  }
}

main(drawIcons);
