import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterwards } from "./afterwards";
import { freePort } from "./free-port";
import { isRoot } from "./scratch";

const PROGRAM = "/usr/sbin/sshd";

/** Whether there is an sshd that can be started here: only root's lets anybody in by a command. */
export const hasSshd =
  isRoot && existsSync(PROGRAM) && spawnSync("ssh", ["-V"]).status === 0 && existsSync("/run");

/** A folder that sshd trusts commands in: root's alone, all the way up. Gone after the test. */
export function trustedFolder(): string {
  const folder = mkdtempSync("/run/strongroom-test-");
  afterwards(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Sshd {
  readonly port: number;
  /** What it logged so far. */
  log(): string;
}

/** Starts one that lets root in by what these lines of its configuration say, and by nothing else. */
export async function startSshd(folder: string, lines: readonly string[]): Promise<Sshd> {
  mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const at = mkdtempSync(join(folder, "sshd-"));
  const hostKey = join(at, "host");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", hostKey]);
  const port = await freePort();
  const config = [
    ...[`Port ${port}`, "ListenAddress 127.0.0.1", `HostKey ${hostKey}`, "PidFile none", "UsePAM no"],
    ...["AuthorizedKeysFile none", "PasswordAuthentication no", "KbdInteractiveAuthentication no"],
    ...["PermitRootLogin prohibit-password", "LogLevel VERBOSE", "MaxStartups 100", "StrictModes yes"],
    ...lines,
  ];
  writeFileSync(join(at, "config"), `${config.join("\n")}\n`);
  const child = spawn(PROGRAM, ["-D", "-e", "-f", join(at, "config")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (text) => (log += text));
  const ended = once(child, "exit");
  afterwards(async () => {
    child.kill();
    await ended;
  });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`sshd did not start: ${log}`);
    await sleep(20);
  }
  return { port, log: () => log };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const isOpen = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isOpen;
}
