import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root } from "../scripts/run.mjs";
import { readLoad, writeLoad } from "./load.mjs";
import { poster } from "./post.mjs";
import { freePort } from "./program.mjs";
import { requestsOn } from "./requests.mjs";

export const CONNECTIONS = [1, 8];

/** Starts the bare handler. `at` is its address for an answer of so many bytes. */
export async function startBare() {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(process.execPath, [join(root, "bench", "bare.mjs")], { env, stdio: "pipe" });
  await once(child.stdout, "data");
  return { at: (bytes) => `http://127.0.0.1:${port}/?bytes=${bytes}`, stop: () => child.kill() };
}

/** How long the answers of the program to one kind of request are. */
export async function bytesOf(url, cookie) {
  const answer = await fetch(url, { headers: { cookie } });
  return (await answer.arrayBuffer()).byteLength;
}

/** Measures one address at each number of connections. */
export async function measureRead({ title, secrets, url, cookie, ms }) {
  // What a browser sends; the program compresses for it, the bare handler does not.
  const headers = { cookie: cookie ?? "", "accept-encoding": "gzip" };
  const loads = [];
  for (const connections of CONNECTIONS) loads.push(await readLoad({ url, headers, connections, ms }));
  return { title, secrets, loads };
}

async function measureWrite({ title, secrets, write, ms }) {
  const loads = [];
  for (const connections of CONNECTIONS) loads.push(await writeLoad({ write, connections, ms }));
  return { title, secrets, loads };
}

/** Measures the bare handler: reading an answer of so many bytes, or posting and reading it as the writers do. */
export async function measureBare(bare, { title, bytes, isWrite, ms }) {
  const url = bare.at(bytes);
  if (!isWrite) return measureRead({ title, secrets: "-", url, ms });
  const send = poster();
  const fields = [
    ["name", "bench"],
    ["value", "x".repeat(32)],
    ["description", "Stored by the benchmark."],
  ];
  const write = () => send(url, {}, fields);
  return measureWrite({ title, secrets: "-", write, ms });
}

/** Measures everything that is asked of one environment, each beside the bare handler of its kind. */
export async function measureScope(scope, { secrets, ms, bares }) {
  const { reads, writes } = await requestsOn(scope);
  const results = [];
  for (const { title, url } of reads) {
    const bare = url.includes("/rows?") || url.includes("/name?") ? bares.json : bares.page;
    results.push({ ...(await measureRead({ title, secrets, url, cookie: scope.cookie, ms })), bare });
  }
  for (const { title, write } of writes)
    results.push({ ...(await measureWrite({ title, secrets, write, ms })), bare: bares.write });
  return results;
}
