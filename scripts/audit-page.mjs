import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, stop } from "esbuild";
import { main, root } from "./run.mjs";

const SOURCES = join(root, "sdk", "audit-page");
const FILE = join(root, "public", "audit-verify.html");

/** The page that verifies evidence, as the sources have it now: one file that needs nothing beside it. */
async function currentPage() {
  const [script, style] = await Promise.all([bundled("main.ts"), bundled("page.css")]);
  await stop();
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const parts = { policy, style, script };
  const page = readFileSync(join(SOURCES, "page.html"), "utf8");
  return page.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
}

async function bundled(entry) {
  const { outputFiles } = await build({
    absWorkingDir: SOURCES,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    // What checks Ed25519 signatures knows all of this too.
    target: "es2023",
    charset: "ascii",
    legalComments: "none",
    logLevel: "warning",
  });
  return outputFiles[0].text;
}

/** As a policy names what a page may run. */
function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

// Writes public/audit-verify.html; with --check it only says whether that file is current.
main(async () => {
  const current = await currentPage();
  if (!process.argv.includes("--check")) return writeFileSync(FILE, current);
  if (readFileSync(FILE, "utf8") !== current) {
    throw new Error("public/audit-verify.html is not what the sources say: run node scripts/audit-page.mjs");
  }
});
