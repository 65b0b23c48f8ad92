import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";

export const VERIFIER = pathToFileURL(resolve("public/audit-verify.html")).href;

/** Opens the page that verifies evidence from the disk, without a network, and returns what it asks for from then on. */
export async function openVerifier(page: Page): Promise<readonly string[]> {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.context().setOffline(true);
  await page.goto(VERIFIER);
  return asked;
}
