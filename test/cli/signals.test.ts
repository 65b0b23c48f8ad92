import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { installedCli } from "./installed";

const KEY = `sr_live_${"k".repeat(16)}_${"s".repeat(43)}`;
const server = createServer((_, res) => {
  res.setHeader("content-type", "application/json");
  res.end(JSON.stringify({ values: { A: "sw0rdfish-1" }, version: "v1" }));
}).listen(0, "127.0.0.1");
await once(server, "listening");
afterAll(() => void server.close());
const env = {
  STRONGROOM_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  STRONGROOM_API_KEY: KEY,
};
const { program, start } = await installedCli(env);

/** Says how often it got which signal, some time after the first one. */
const COUNT = `
  const counts = {};
  for (const signal of ["SIGINT", "SIGTERM", "SIGQUIT", "SIGHUP", "SIGUSR1"]) process.on(signal, () => {
    counts[signal] = (counts[signal] ?? 0) + 1;
    if (Object.keys(counts).length + counts[signal] === 2)
      setTimeout(() => { console.log("got " + JSON.stringify(counts)); process.exit(0); }, 700);
  });
  console.log("ready " + process.ppid + ".");
  setInterval(() => {}, 999);`;
const count = ["--", process.execPath, "-e", COUNT];
/** The same in a process group of its own, which is not that of the terminal. */
const IN_GROUP = "import os, sys; os.setpgid(0, 0); os.execvp(sys.argv[1], sys.argv[1:])";
const countApart = ["--", "python3", "-c", IN_GROUP, process.execPath, "-e", COUNT];

/** Runs a command on a terminal of its own. Once it is ready, presses a key, or sends its process or group a signal. */
const ON_TERMINAL = `
import os, pty, re, signal, sys
what, seen = sys.argv[1], b""
def read(fd):
    global seen
    data = os.read(fd, 1024)
    seen += data
    ready = re.search(rb"ready (\\d+)\\.", seen)
    if ready:
        seen = b""
        cli = int(ready.group(1))
        if what == "ctrl-c": os.write(fd, b"\\x03")
        elif what == "ctrl-backslash": os.write(fd, b"\\x1c")
        elif what == "kill": os.kill(cli, signal.SIGINT)
        elif what == "killpg": os.killpg(os.getpgid(cli), signal.SIGTERM)
    return data
pty.spawn(sys.argv[2:], read)
`;

async function onTerminal(what: string, args: readonly string[]): Promise<string> {
  const child = spawn("python3", ["-c", ON_TERMINAL, what, ...args], {
    env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(child, "close");
  return /got .*/.exec(Buffer.concat(chunks).toString("utf8"))?.[0].trim() ?? "nothing";
}

const run = [process.execPath, program, "run"];
const withoutInput = (args: readonly string[]) => ["sh", "-c", 'exec "$@" </dev/null', "sh", ...args];

describe("on a terminal the program gets exactly one", () => {
  it.each<[string, string, string, readonly string[]]>([
    ["SIGINT of Ctrl-C", "ctrl-c", "SIGINT", [...run, ...count]],
    ["SIGINT of Ctrl-C without a mask", "ctrl-c", "SIGINT", [...run, "--no-mask", ...count]],
    ["SIGINT of Ctrl-C, when its input is /dev/null", "ctrl-c", "SIGINT", withoutInput([...run, ...count])],
    ["SIGQUIT of Ctrl-\\", "ctrl-backslash", "SIGQUIT", [...run, ...count]],
    ["SIGINT that only the CLI was sent", "kill", "SIGINT", [...run, ...count]],
    ["SIGTERM that the whole group was sent", "killpg", "SIGTERM", [...run, ...count]],
    ["SIGINT of Ctrl-C, when it is in a group of its own", "ctrl-c", "SIGINT", [...run, ...countApart]],
    [
      "SIGINT that only the CLI was sent, when it is in a group of its own",
      "kill",
      "SIGINT",
      [...run, ...countApart],
    ],
  ])("%s", async (_, what, signal, args) => {
    expect(await onTerminal(what, args)).toBe(`got {"${signal}":1}`);
  });
});

describe("without a terminal the program gets exactly one", () => {
  const signalled = async (signal: NodeJS.Signals, isGroup: boolean, args = count) => {
    const child = spawn(process.execPath, [program, "run", ...args], {
      env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", NODE_ENV: "production", ...env },
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await expect.poll(() => output).toContain("ready");
    process.kill(isGroup ? -(child.pid ?? 0) : (child.pid ?? 0), signal);
    await once(child, "close");
    return /got .*/.exec(output)?.[0];
  };

  it.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1"] as const)(
    "%s, sent to the CLI or to its group",
    async (signal) => {
      expect(await signalled(signal, false)).toBe(`got {"${signal}":1}`);
      expect(await signalled(signal, true)).toBe(`got {"${signal}":1}`);
      expect(await signalled(signal, true, countApart)).toBe(`got {"${signal}":1}`);
    },
  );

  it("every one of many, and nothing is said about it", async () => {
    const code = `let n = 0; process.on("SIGUSR2", () => { n += 1; console.log("n" + n); }); process.on("SIGTERM", () => process.exit(7)); console.log("ready"); setInterval(() => {}, 999);`;
    const { child, ended, output, notes } = start(["run", "--", process.execPath, "-e", code]);
    await expect.poll(output).toContain("ready");
    for (let n = 1; n <= 15; n += 1) {
      child.kill("SIGUSR2");
      await expect.poll(output, { interval: 10 }).toContain(`n${n}\n`);
    }
    child.kill("SIGTERM");
    expect(await ended).toBe(7);
    expect(notes()).toBe("");
  });

  it("and nothing of the CLI stays behind, not even when it is killed", async () => {
    const left = async (signal: NodeJS.Signals) => {
      const mark = `mark-${Math.random()}`;
      const code = `process.on("SIGTERM", () => process.exit(0)); console.log("ready"); setInterval(() => {}, 999)`;
      const { child, ended, output } = start(["run", "--", process.execPath, "-e", code, mark]);
      await expect.poll(output).toContain("ready");
      const { pid = 0 } = child;
      const children = () => childrenOf(pid);
      const before = children();
      child.kill(signal);
      await ended;
      return before.filter((found) => isAlive(found) && !commandOf(found).includes(mark));
    };
    expect(await left("SIGTERM")).toEqual([]);
    await expect.poll(() => left("SIGKILL")).toEqual([]);
  });
});

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .trim()
    .split(" ")
    .filter(Boolean)
    .map(Number);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}

function isAlive(pid: number): boolean {
  return commandOf(pid) !== "";
}
