import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { testApi } from "../api/api";
import { installedCli } from "./installed";

const { base, makeKey, call } = await testApi();
const key = await makeKey();
const { run, start, folder, program } = await installedCli({ STRONGROOM_URL: base, STRONGROOM_API_KEY: key });

const VALUE = 'postgres://app:sw0rdf1sh"&<x>@db/é';
const LINES = "-----BEGIN KEY-----\nfirst-line-of-it\nsecond-line-of-it\n-----END KEY-----\n";

beforeAll(async () => {
  for (const [name, value] of [
    ["DATABASE_URL", VALUE],
    ["signing-key", LINES],
    ["tiny", "abc"],
  ]) {
    await call(key, "POST /secrets", { name, value });
  }
});
afterEach(() => rmSync(join(folder, "strongroom.toml"), { force: true }));

/** A program for Node as an argument. */
const node = (code: string) => ["--", process.execPath, "-e", code];

describe("a program that prints its environment", () => {
  const PYTHON = [
    "import os, base64, json, urllib.parse",
    "v = os.environ['DATABASE_URL']",
    "print(dict(os.environ))",
    "for n in range(3): print(base64.b64encode(('x' * n + v + 'y').encode()).decode())",
    "print(base64.urlsafe_b64encode(v.encode()).decode(), v.encode().hex(), v.encode().hex().upper())",
    "print(urllib.parse.quote(v), urllib.parse.quote_plus(v), json.dumps(v, ensure_ascii=False), json.dumps(v))",
    "print(os.environ['SIGNING_KEY'])",
    "raise SystemExit(43)",
  ].join("\n");
  const NODE = `
    const { DATABASE_URL: v, SIGNING_KEY: k } = process.env;
    console.log(process.env, JSON.stringify(process.env));
    for (const n of [0, 1, 2]) console.error(Buffer.from("x".repeat(n) + v + "y").toString("base64"));
    console.error(Buffer.from(v).toString("hex"), encodeURIComponent(v), k.split("\\n"));
    process.exitCode = 42;`;

  it.each([
    ["Node", ["--", process.execPath, "-e", NODE], 42],
    ["Python", ["--", "python3", "-c", PYTHON], 43],
  ])("in %s shows no value in any form, and its exit code is kept", async (_, command, expected) => {
    const { code, output, notes } = await run(["run", ...command]);
    expect(code).toBe(expected);
    const all = output + notes;
    expect(all).toContain("<secret:database_url>");
    expect(all).toContain("<secret:signing-key>");
    for (const form of ["sw0rdf1sh", "first-line-of-it", Buffer.from("sw0rdf1sh").toString("hex")]) {
      expect(all.toLowerCase()).not.toContain(form);
    }
    for (const lead of ["", "x", "xx"]) {
      const middle = Buffer.from(`${lead}${VALUE}`).toString("base64").slice(4, -4);
      expect(all).not.toContain(middle);
    }
    expect(notes).toContain("fewer than 4 characters: tiny");
  });
});

it("values arrive byte for byte, under the names that the contract gives them", async () => {
  const file = join(folder, "seen.json");
  await run([
    "run",
    ...node(`require("fs").writeFileSync(${JSON.stringify(file)}, JSON.stringify(process.env))`),
  ]);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
    DATABASE_URL: VALUE,
    SIGNING_KEY: LINES,
    TINY: "abc",
  });
});

it("--only asks for those alone, --map renames, --param hands over parameters", async () => {
  const print =
    "const { DATABASE_URL, DB, TINY, STRONGROOM_PARAM_ORDER, STRONGROOM_PARAMS } = process.env; console.log(DATABASE_URL, !!DB, TINY, STRONGROOM_PARAM_ORDER, STRONGROOM_PARAMS)";
  const args = ["--only", "database_url", "--map", "DATABASE_URL=DB", "--param", "order=7"];
  const { output } = await run(["run", ...args, ...node(print)]);
  expect(output).toBe('undefined true undefined 7 {"order":"7"}\n');
});

describe("nothing runs", () => {
  const proof = join(folder, "ran");
  const touch = ["--", "touch", proof];
  const refused = async (args: readonly string[], env: Record<string, string> = {}) => {
    const result = await run(["run", ...args, ...touch], { env });
    expect(() => readFileSync(proof)).toThrow();
    return result;
  };

  it("when two secrets become one variable", async () => {
    const { code, notes } = await refused(["--map", "tiny=DATABASE_URL"]);
    expect([code, notes]).toEqual([2, expect.stringContaining("would both become DATABASE_URL")]);
  });

  it("when a secret would take over the program, until told", async () => {
    const map = ["--only", "tiny", "--map", "tiny=LD_PRELOAD"];
    expect(await refused(map)).toMatchObject({ code: 2, notes: expect.stringContaining("take over") });
    const told = await run(["run", ...map, "--allow-take-over", "LD_PRELOAD", "--", "true"]);
    expect(told.code).toBe(0);
  });

  it("when a name is not there (4), the key is none (3), or an option is wrong (2)", async () => {
    expect((await refused(["--only", "ABSENT"])).code).toBe(4);
    expect(
      (await refused([], { STRONGROOM_API_KEY: `sr_live_${"0".repeat(16)}_${"0".repeat(43)}` })).code,
    ).toBe(3);
    expect((await refused(["--no-such-option"])).code).toBe(2);
    expect((await refused(["--watch=some"])).code).toBe(2);
  });

  it("when the manifest requires what is missing and --strict is given; else that is a warning", async () => {
    writeFileSync(join(folder, "strongroom.toml"), '[env]\nrequired = ["DATABASE_URL", "ABSENT"]\n');
    expect(await refused(["--strict"])).toMatchObject({ code: 4, notes: expect.stringContaining("ABSENT") });
    const { code, notes } = await run(["run", "--", "true"]);
    expect([code, notes]).toEqual([0, expect.stringContaining("warning")]);
  });
});

describe("exit codes are those of a shell", () => {
  it("127 for no such program, 126 for one that may not run", async () => {
    mkdirSync(join(folder, "a-folder"), { recursive: true });
    expect((await run(["run", "--", "no-such-program"])).code).toBe(127);
    expect((await run(["run", "--", join(folder, "a-folder")])).code).toBe(126);
  });

  it.each([
    ["SIGKILL", 137],
    ["SIGTERM", 143],
    ["SIGSEGV", 139],
  ])("128 + n when %s ended it", async (signal, expected) => {
    expect(
      (await run(["run", ...node(`process.kill(process.pid, "${signal}"); setInterval(() => {}, 9)`)])).code,
    ).toBe(expected);
  });

  it("an environment that is too large is said to be so", async () => {
    const huge = Array.from({ length: 20 }, (_, n) => ["--param", `p${n}=${"x".repeat(120_000)}`]).flat();
    const { code, notes } = await run(["run", ...huge.slice(0, 26), "--", "true"]);
    expect([code, notes]).toEqual([126, expect.stringContaining("too large")]);
  });
});

it.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const)(
  "%s reaches the program, whose code counts",
  async (signal) => {
    const code = `process.on("${signal}", () => { console.log("got it"); process.exit(9); }); console.log("ready"); setInterval(() => {}, 1000)`;
    const { child, ended, output } = start(["run", ...node(code)]);
    await expect.poll(output, { timeout: 15_000 }).toContain("ready");
    child.kill(signal);
    expect(await ended).toBe(9);
    expect(output()).toBe("ready\ngot it\n");
  },
);

it("with --no-mask the program has the terminal; else it has pipes, and is told of Ctrl-C once", async () => {
  const onTerminal = (args: readonly string[], typed = "") =>
    runProgram("python3", ["-c", ON_TERMINAL, typed, process.execPath, program, "run", ...args]);
  const isTerminal = [
    "--",
    process.execPath,
    "-e",
    "console.log([process.stdout, process.stdin].map((stream) => stream.isTTY === true).join())",
  ];
  expect(await onTerminal(["--no-mask", ...isTerminal])).toContain("true,true");
  expect(await onTerminal(isTerminal)).toContain("false,true");
  const count = `let n = 0; process.on("SIGINT", () => { n += 1; setTimeout(() => { console.log("times " + n); process.exit(0); }, 400); }); console.log("ready"); setInterval(() => {}, 999);`;
  expect(await onTerminal(["--", process.execPath, "-e", count], "ready")).toContain("times 1\r\n");
});

it("standard input passes through, and no shell looks at arguments", async () => {
  const { output } = await run(["run", "--", "cat"], { input: "in\0and out\n" });
  expect(output).toBe("in\0and out\n");
  const args = ["$HOME", "`id`", "a b", "*", "--watch", ""];
  const echoed = await run([
    "run",
    ...node("console.log(JSON.stringify(process.argv.slice(1)))"),
    "--",
    ...args,
  ]);
  expect(JSON.parse(echoed.output)).toEqual(args);
});

it("the program has no key: not in its environment, its arguments or those of the CLI", async () => {
  const read = `
    const { readFileSync } = require("fs");
    const at = (pid, what) => readFileSync("/proc/" + pid + "/" + what, "latin1");
    const seen = [at(process.pid, "environ"), at(process.pid, "cmdline"), at(process.ppid, "cmdline")];
    console.log(seen.map((text) => /sr_liv[e]_/.test(text)).join());`;
  expect((await run(["run", "--no-mask", ...node(read)])).output).toBe("false,false,false\n");
});

it("a flood of 100 MB comes through whole, at a bounded size, also when its reader is slow", async () => {
  const flood =
    'const b = Buffer.alloc(1e6, "0123456789\\n"); let n = 0; (function go() { while (n++ < 100) if (!process.stdout.write(b)) return process.stdout.once("drain", go); })()';
  const { child, ended } = start(["run", ...node(flood)]);
  let bytes = 0;
  let rssMax = 0;
  child.stdout?.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  child.stdout?.pause();
  for (let n = 0; n < 5; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    rssMax = Math.max(rssMax, rssOf(child.pid));
  }
  child.stdout?.resume();
  expect(await ended).toBe(0);
  expect(bytes).toBe(100e6);
  expect(rssMax).toBeLessThan(200);
}, 60_000);

it("a script may open its outputs by name, as it may in a shell", async () => {
  const { code, output, notes } = await run([
    "run",
    "--",
    "sh",
    "-c",
    'echo "$DATABASE_URL" > /dev/stdout; echo b > /dev/stderr',
  ]);
  expect([code, output, notes]).toEqual([0, "<secret:database_url>\n", expect.stringMatching(/^b$/m)]);
});

it("binary output passes unharmed", async () => {
  const { child, ended } = start([
    "run",
    ...node("process.stdout.write(Buffer.from(Array.from({ length: 65536 }, (_, n) => n % 256)))"),
  ]);
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  await ended;
  expect(Buffer.concat(chunks).equals(Buffer.from(Array.from({ length: 65_536 }, (_, n) => n % 256)))).toBe(
    true,
  );
});

it("a reader that goes away ends the program as in any pipe", async () => {
  const { child, ended } = start(["run", "--", "yes"]);
  child.stdout?.once("data", () => child.stdout?.destroy());
  expect(await ended).toBe(141);
});

it("a prompt without an end of line appears at once", async () => {
  const { child, ended, output } = start([
    "run",
    ...node('process.stdout.write("Password: post"); setTimeout(() => {}, 20000)'),
  ]);
  await expect.poll(output, { timeout: 10_000 }).toContain("Password: ");
  child.kill("SIGTERM");
  await ended;
});

/** Runs a command on a terminal of its own, and presses Ctrl-C once it has written what is given. */
const ON_TERMINAL = `
import os, pty, sys
awaited, seen = sys.argv[1].encode(), b""
def read(fd):
    global seen
    data = os.read(fd, 1024)
    seen += data
    if awaited and awaited in seen:
        seen = b""
        os.write(fd, b"\\x03")
    return data
pty.spawn(sys.argv[2:], read)
`;

function runProgram(command: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, STRONGROOM_URL: base, STRONGROOM_API_KEY: key };
  return new Promise((resolve) => {
    execFile(command, [...args], { env, timeout: 20_000 }, (_, output) => resolve(output));
  });
}

/** Megabytes in memory. */
function rssOf(pid: number | undefined): number {
  const [, kilobytes = "0"] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1_000;
}
