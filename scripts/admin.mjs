import { buildPrograms } from "./build.mjs";
import { checkNode, install } from "./install.mjs";
import { main } from "./run.mjs";

// Standard output belongs to the command: progress goes to standard error.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

main(async () => {
  checkNode();
  await install();
  await buildPrograms();
  process.stdout.write = write;
  process.env.NODE_ENV = "production";
  await import("../dist/admin.mjs");
});
