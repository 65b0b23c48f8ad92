import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

// Next and React choose their builds by it when they are loaded.
process.env.NODE_ENV ??= "production";
const { serve } = await import("./dist/runtime.mjs");
const { default: makeNext } = await import("next");

await serve({
  env: process.env,
  root: dirname(fileURLToPath(import.meta.url)),
  mode: process.env.NODE_ENV === "development" ? "development" : "production",
  makeNext,
});
