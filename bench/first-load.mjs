import { gzipSync } from "node:zlib";
import { findChromium } from "../scripts/chromium.mjs";

const PROJECT = "/projects/default";
const LIST = `${PROJECT}/production/secrets`;

/** The pages that are measured; `name` is a secret of the list. */
const pagesWith = (name) => [
  ["Sign in", "/sign-in"],
  ["Home", "/"],
  ["Secrets", LIST],
  ["a secret", `${LIST}/${name}`],
  ["its rotation", `${LIST}/${name}/rotation`],
  ["Overview", `${PROJECT}/overview`],
  ["API keys", `${PROJECT}/api-keys`],
  ["Audit log", "/audit"],
  ["People", "/people"],
  ["Account", "/account"],
  ["form of an endpoint", `${PROJECT}/allowlist/new`],
];

/**
 * KB of JavaScript, gzip, that the first visit to each page loads: what Chromium fetched until it had nothing left to
 * do, or, where there is none, what the HTML names.
 */
export async function measureFirstLoads({ origin, cookie }) {
  const executablePath = await findChromium();
  const list = await fetch(`${origin}${LIST}/rows?limit=1`, { headers: { cookie } });
  const [secret] = (await list.json()).items;
  const measured = [];
  for (const [title, path] of pagesWith(secret.name)) {
    const url = `${origin}${path}`;
    const session = path === "/sign-in" ? "" : cookie;
    const bodies = executablePath
      ? await inChromium({ executablePath, url, cookie: session })
      : await named({ url, cookie: session });
    const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
    measured.push({ title, kilobytes: bytes / 1024, files: bodies.length });
  }
  return { measured, by: executablePath ? "Chromium" : "the HTML" };
}

async function inChromium({ executablePath, url, cookie }) {
  const { chromium } = await import("@playwright/test");
  const args = ["--no-sandbox", "--disable-dev-shm-usage"];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const context = await browser.newContext();
    const cookies = cookie
      .split("; ")
      .filter(Boolean)
      .map((pair) => {
        const [name = "", ...value] = pair.split("=");
        return { name, value: value.join("="), url };
      });
    await context.addCookies(cookies);
    const page = await context.newPage();
    const loading = [];
    page.on("response", (response) => {
      if (response.request().resourceType() === "script") loading.push(response.body());
    });
    await page.goto(url, { waitUntil: "networkidle" });
    return await Promise.all(loading);
  } finally {
    await browser.close();
  }
}

async function named({ url, cookie }) {
  const html = await (await fetch(url, { headers: { cookie } })).text();
  const sources = new Set([...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, source]) => source));
  return Promise.all(
    [...sources].map(async (source) => Buffer.from(await (await fetch(new URL(source, url))).arrayBuffer())),
  );
}
