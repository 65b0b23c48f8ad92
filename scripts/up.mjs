import { build } from "./build.mjs";
import { checkNode, install } from "./install.mjs";
import { main } from "./run.mjs";

const PARENT_CHECK_MS = 500;

/** npm passes on SIGINT and SIGTERM alone: when it ends in any other way, this program stops in order too. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event !== "up") return;
  const npm = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(check);
    process.kill(process.pid, "SIGTERM");
  }, PARENT_CHECK_MS);
  check.unref();
}

main(async () => {
  endWithNpm();
  checkNode();
  await install();
  await build();
  process.env.NODE_ENV = "production";
  await import("../server.mjs");
});
