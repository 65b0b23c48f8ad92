import { gzipSync } from "node:zlib";
import { findChromium } from "../scripts/chromium.mjs";

/**
 * Bytes of JavaScript, gzip, that the first visit to a page loads: what Chromium fetched until it had nothing left to
 * do, or, where there is none, what the HTML names.
 */
export async function firstLoadScripts({ origin, cookie, path }) {
  const executablePath = await findChromium();
  const bodies = executablePath
    ? await inChromium({ executablePath, origin, cookie, path })
    : await named({ origin, cookie, path });
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  return { kilobytes: bytes / 1024, files: bodies.length, by: executablePath ? "Chromium" : "the HTML" };
}

async function inChromium({ executablePath, origin, cookie, path }) {
  const { chromium } = await import("@playwright/test");
  const args = ["--no-sandbox", "--disable-dev-shm-usage"];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const context = await browser.newContext();
    const cookies = cookie.split("; ").map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return { name, value: value.join("="), url: origin };
    });
    await context.addCookies(cookies);
    const page = await context.newPage();
    const loading = [];
    page.on("response", (response) => {
      if (response.request().resourceType() === "script") loading.push(response.body());
    });
    await page.goto(`${origin}${path}`, { waitUntil: "networkidle" });
    return await Promise.all(loading);
  } finally {
    await browser.close();
  }
}

async function named({ origin, cookie, path }) {
  const html = await (await fetch(`${origin}${path}`, { headers: { cookie } })).text();
  const sources = new Set([...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, source]) => source));
  return Promise.all(
    [...sources].map(async (source) => Buffer.from(await (await fetch(`${origin}${source}`)).arrayBuffer())),
  );
}
