import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import openapiTypescript, { astToString } from "openapi-typescript";
import { main, root } from "./run.mjs";

const DOCUMENT = join(root, "docs", "openapi.json");
const FILE = join(root, "sdk", "src", "api", "generated.ts");

/** What the description of the API calls things, as types of the SDK. */
async function currentTypes() {
  const nodes = await openapiTypescript(pathToFileURL(DOCUMENT), { immutable: true, alphabetize: true });
  return `// Made from docs/openapi.json by scripts/api-types.mjs.\n${astToString(nodes)}`;
}

// Writes the types; with --check it only says whether they are current.
main(async () => {
  const current = await currentTypes();
  if (!process.argv.includes("--check")) return writeFileSync(FILE, current);
  if (readFileSync(FILE, "utf8") !== current) {
    throw new Error(
      "sdk/src/api/generated.ts is not what docs/openapi.json says: run node scripts/api-types.mjs",
    );
  }
});
