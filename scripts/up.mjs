import { build } from "./build.mjs";
import { checkNode, install } from "./install.mjs";
import { main } from "./run.mjs";

main(async () => {
  checkNode();
  await install();
  await build();
  process.env.NODE_ENV = "production";
  await import("../server.mjs");
});
