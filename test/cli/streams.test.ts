import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, it } from "vitest";
import { installedCli } from "./installed";

const server = createServer((req, res) => {
  res.setHeader("content-type", "application/json");
  const items = Array.from({ length: 3_000 }, (_, i) => ({
    name: `NAME_${i}`,
    version: 1,
    description: "d".repeat(99),
  }));
  const answer = req.url?.includes("/values")
    ? { values: { A: "sw0rdfish-1" }, version: "v1" }
    : req.url?.includes("/reveal")
      ? { name: "A", value: "v".repeat(200_000), version: 1 }
      : { items, next: null };
  res.end(JSON.stringify(answer));
}).listen(0, "127.0.0.1");
await once(server, "listening");
afterAll(() => void server.close());
const { program, folder } = await installedCli({});

/** Runs a line of a shell with the CLI as `strongroom`, and tells how it went. */
function shellLine(line: string): Promise<{ output: string; notes: string }> {
  const start = `strongroom() { ${process.execPath} ${program} "$@"; }; ${line}`;
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    NODE_ENV: "production" as const,
    STRONGROOM_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    STRONGROOM_API_KEY: `sr_live_${"k".repeat(16)}_${"s".repeat(43)}`,
  };
  return new Promise((resolve) => {
    execFile("bash", ["-c", start], { cwd: folder, env }, (_, output, notes) => resolve({ output, notes }));
  });
}

it.each([
  ["run -- seq 1000000", "head -n 1", "1\n141\n"],
  ["run --no-mask -- seq 1000000", "head -n 1", "1\n141\n"],
  ["secrets list", "head -c 4", "NAME141\n"],
  ["secrets list --json", "head -c 1", "[141\n"],
  ["secrets get A", "head -c 1", "v141\n"],
  ["run -- seq 3", "cat", "1\n2\n3\n0\n"],
])("strongroom %s | %s ends as other tools do, without a word", async (command, reader, expected) => {
  const { output, notes } = await shellLine(`strongroom ${command} | ${reader}; echo \${PIPESTATUS[0]}`);
  expect([output, notes]).toEqual([expected, ""]);
});

it.each([
  ["secrets list --no-such-option", "2"],
  ["secrets exists A > /dev/null", "0"],
  ["run -- sh -c 'sleep 0.3; echo a >&2; sleep 0.3; echo b >&2; exit 7'", "7|141"],
])("strongroom %s, when nobody reads standard error", async (command, code) => {
  const line = `{ strongroom ${command}; echo $? > code; } 2> >(true); sleep 0.1; cat code`;
  expect((await shellLine(line)).output).toMatch(new RegExp(`^(${code})\n$`));
  expect((await shellLine(`strongroom ${command} 2>&-; echo $?`)).output).toMatch(new RegExp(`(${code})\n$`));
});

it.skipIf(!existsSync("/dev/full"))("an answer that cannot be written is an error, not silence", async () => {
  const { output, notes } = await shellLine("strongroom secrets get A > /dev/full; echo $?");
  expect(output).toBe("1\n");
  expect(notes).toContain("could not be written: ENOSPC");
  expect((await shellLine("strongroom run -- seq 3 > /dev/full")).notes).toContain(
    "could not be written: ENOSPC",
  );
});

it("an error shows no stack unless it is asked for", async () => {
  const line = "mkdir -p file/; HOME=/dev/null strongroom logout; echo $?";
  const { output, notes } = await shellLine(line);
  expect([output, notes]).toEqual([
    expect.stringMatching(/^[0-5]\n$/),
    expect.not.stringMatching(/\n\s+at /),
  ]);
  const gone = "mkdir gone; cd gone; rmdir ../gone; strongroom secrets list; echo $?";
  expect(await shellLine(gone)).toEqual({
    output: "2\n",
    notes: "strongroom: the current folder does not exist any more\n",
  });
});
