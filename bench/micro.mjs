import { runBundled } from "./bundled.mjs";

/** Measures the parts below the pages on an instance of its own. */
export async function measureParts(env) {
  return JSON.parse(await runBundled(env, "micro.ts"));
}
