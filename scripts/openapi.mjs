import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleFile } from "./bundle.mjs";
import { main, root } from "./run.mjs";

const FILE = join(root, "docs", "openapi.json");

/** The description of the API as the sources have it now. */
async function currentDocument() {
  const outfile = join(root, "dist", "openapi.mjs");
  await bundleFile("lib/api/openapi.ts", outfile);
  const { apiDocument } = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return `${JSON.stringify(apiDocument(), null, 2)}\n`;
}

// Writes docs/openapi.json; with --check it only says whether that file is current.
main(async () => {
  const current = await currentDocument();
  if (!process.argv.includes("--check")) return writeFileSync(FILE, current);
  if (readFileSync(FILE, "utf8") !== current) {
    throw new Error("docs/openapi.json is not what the sources say: run node scripts/openapi.mjs");
  }
});
