import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { Failure, usage } from "../../failure";
import { printable } from "../../printable";
import { startChild } from "../../run/child";
import { durationMs } from "../../run/duration";
import { inheritedVariables } from "../../run/inherited";
import { forwardSignals } from "../../run/signals";
import { openScope } from "../../scope";
import { note, type Shell } from "../../shell";

export interface LoginOptions {
  readonly user?: string;
  readonly project?: string;
  readonly address?: string;
  readonly ttl: string;
  readonly permit?: readonly string[];
  readonly fromHere?: true;
  readonly agent?: true;
  readonly out?: string;
}

/** Enters a host with a certificate for a key that is made for it, and thrown away afterwards. */
export async function loginTo(
  shell: Shell,
  target: string,
  args: readonly string[],
  options: LoginOptions,
): Promise<number> {
  if (options.agent && options.out !== undefined) throw usage("--agent and --out: choose one");
  const entry = entryOf(target, options.user);
  if (options.out !== undefined) return keepIn(shell, resolve(shell.folder, options.out), entry, options);
  const folder = mkdtempSync(join(tmpdir(), "strongroom-ssh-"));
  try {
    const ttlSeconds = await certify(shell, folder, entry, options);
    const key = join(folder, "key");
    if (options.agent) {
      must(shell, "ssh-add", ["-q", "-t", String(ttlSeconds), key]);
      note(shell, `ssh-agent has the certificate for ${entry.user}@${entry.host}`);
      return 0;
    }
    const address = options.address === undefined ? [] : ["-o", `HostName=${options.address}`];
    const identity = ["-i", key, "-o", `CertificateFile=${key}-cert.pub`, "-o", "IdentitiesOnly=yes"];
    return await run(shell, ["ssh", ...identity, ...address, "-l", entry.user, entry.host, ...args]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Entry {
  readonly user: string;
  readonly host: string;
}

function entryOf(target: string, asked: string | undefined): Entry {
  const at = target.lastIndexOf("@");
  if (at >= 0 && asked !== undefined) throw usage("name the user once: user@host, or --user");
  const user = asked ?? (at >= 0 ? target.slice(0, at) : userInfo().username);
  const host = target.slice(at + 1);
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(host)) throw usage(`${printable(target)} is no name of a host`);
  return { user, host };
}

async function keepIn(shell: Shell, folder: string, entry: Entry, options: LoginOptions): Promise<number> {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    throw usage(`${printable(folder)} cannot be made: it must be a new folder`);
  }
  try {
    await certify(shell, folder, entry, options);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  shell.output.write(`${join(folder, "key")}\n${join(folder, "key-cert.pub")}\n`);
  return 0;
}

/** Makes a key in a folder and gets a certificate for it. Answers how long that is good for. */
async function certify(shell: Shell, folder: string, entry: Entry, options: LoginOptions): Promise<number> {
  const ttlSeconds = durationMs(options.ttl) / 1_000;
  const { server, query } = await openScope(shell, options.project ? { project: options.project } : {});
  const key = join(folder, "key");
  must(shell, "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "strongroom", "-f", key]);
  const { certificate, serial, expiresAt } = await server.ask("POST", "/ssh/certificates", {
    query: query.project ? { project: query.project } : {},
    body: {
      ...{ publicKey: readFileSync(`${key}.pub`, "utf8"), user: entry.user, host: entry.host, ttlSeconds },
      extensions: ["pty", ...(options.permit ?? []).filter((one) => one !== "pty")],
      ...(options.fromHere && { fromThisAddress: true }),
    },
  });
  if (typeof certificate !== "string") throw new Failure("unreachable", "the answer has no certificate");
  writeFileSync(`${key}-cert.pub`, `${certificate}\n`, { mode: 0o600, flag: "wx" });
  note(shell, printable(`certificate ${String(serial)} is good until ${String(expiresAt)}`));
  return ttlSeconds;
}

/** Runs one of OpenSSH's own programs, whose errors go to the terminal. */
function must(shell: Shell, program: string, args: readonly string[]): void {
  const env = inheritedVariables(shell.env);
  const { status, error, stderr } = spawnSync(program, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  if (status === 0) return;
  const why =
    error && "code" in error && error.code === "ENOENT" ? "is not installed" : String(stderr).trim();
  throw new Failure("failed", printable(`${program}: ${why || "failed"}`));
}

/** Runs ssh in this terminal; what signals ask for is for it to do. */
async function run(shell: Shell, command: readonly string[]): Promise<number> {
  const child = await startChild(shell, { command, variables: inheritedVariables(shell.env), mask: null });
  const signals = forwardSignals(
    () => child,
    () => {},
  );
  signals.watchGroup();
  try {
    return await child.ended;
  } finally {
    signals.stop();
  }
}
