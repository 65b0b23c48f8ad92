import { fileURLToPath } from "node:url";
import { runAdmin } from "./program";

const shell = {
  env: process.env,
  // This file runs bundled, from `dist/` of the checkout.
  root: fileURLToPath(new URL("..", import.meta.url)),
  input: process.stdin,
  output: process.stdout,
  notes: process.stderr,
};

process.exitCode = await runAdmin(shell, process.argv.slice(2));
