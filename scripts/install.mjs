import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must, root, run, step } from "./run.mjs";

const NODE_FLOOR = [20, 19];
const STAMP = join(root, "node_modules", ".strongroom-install");

/** Throws unless this Node is new enough. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [needMajor, needMinor] = NODE_FLOOR;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new Error(
    `Strongroom needs Node ${needMajor}.${needMinor} or newer (24 is best); this is ${process.version}.`,
  );
}

/** Installs the packages of the lock when node_modules does not hold them yet. */
export async function install() {
  const wanted = installId();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
  if (await isInstalled()) {
    writeFileSync(STAMP, wanted);
    return;
  }
  await step("Installing packages", async () => {
    const { command, args } = npm(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
    await must("npm ci", command, args);
  });
  writeFileSync(STAMP, wanted);
}

/** The lock and the machine: another Node or another system needs other binaries. */
function installId() {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  return hash.update(`${process.platform} ${process.arch} ${process.versions.modules}`).digest("hex");
}

/** Whether somebody ran `npm ci` by hand: then npm's own record of node_modules is newer than the lock and complete. */
async function isInstalled() {
  if (!existsSync(join(root, "node_modules", ".package-lock.json"))) return false;
  const { command, args } = npm(["ls", "--all", "--include=dev", "--json"]);
  return (await run(command, args, { quiet: true })).code === 0;
}

/** npm as it started us, or else the one on the path; on Windows that one is a script, which only a shell can run. */
function npm(args) {
  const script = process.env.npm_execpath;
  if (script?.endsWith(".js")) return { command: process.execPath, args: [script, ...args] };
  if (process.platform === "win32") return { command: "cmd.exe", args: ["/d", "/s", "/c", "npm", ...args] };
  return { command: "npm", args };
}
