import { spawn } from "node:child_process";
import { join } from "node:path";
import { generate } from "./build.mjs";
import { watchBundle } from "./bundle.mjs";
import { checkNode, install } from "./install.mjs";
import { main, root } from "./run.mjs";

let server = null;
let isStopping = false;

/** Runs the server in development mode. Next reloads pages by itself; a change of the runtime starts the server anew. */
function startServer() {
  const env = { ...process.env, NODE_ENV: "development" };
  const child = spawn(process.execPath, [join(root, "server.mjs")], { cwd: root, env, stdio: "inherit" });
  server = child;
  child.on("exit", (code) => {
    if (server !== child) return;
    server = null;
    if (isStopping) process.exit(code ?? 0);
    process.stdout.write("The server stopped; it starts again when a file changes.\n");
  });
}

function restartServer() {
  if (isStopping) return;
  const old = server;
  if (!old) return startServer();
  server = null;
  process.stdout.write("The runtime changed: starting again …\n");
  old.once("exit", startServer);
  old.kill("SIGTERM");
}

function stop(signal) {
  isStopping = true;
  if (!server) process.exit(0);
  server.kill(signal);
}

main(async () => {
  checkNode();
  await install();
  await generate();
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("SIGTERM", () => stop("SIGTERM"));
  await watchBundle(restartServer);
});
