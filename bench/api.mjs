import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { runBundled } from "./bundled.mjs";
import { readLoad, writeLoad } from "./load.mjs";

export const API_CONNECTIONS = [1, 8, 32];
const BULK = 50;
const WARM_UP_MS = 2_500;

/**
 * Measures what machines ask, with an API key that may do everything in an environment of its own: every answer is
 * checked, and every value that is handed out is in the audit log by then.
 */
export async function measureApi({ origin, key, env, bare, ms }) {
  const at = (path) => `${origin}/api/v1${path}`;
  const authorization = `Bearer ${key}`;
  const call = caller(authorization);
  const names = Array.from({ length: BULK }, (_, i) => `BULK_${i}`);
  for (const name of names) {
    await call(at("/secrets"), { name, value: randomBytes(24).toString("base64url") });
  }
  const members = names.slice(0, 5).map((name) => ({ name }));
  const pool = await fetch(at("/pools/bench"), {
    method: "PUT",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ members }),
  });
  if (!pool.ok) throw new Error(`the pool was answered with ${pool.status}`);
  const bulk = await fetch(at("/values"), { headers: { authorization } });
  const etag = bulk.headers.get("etag");
  const headers = { authorization };
  const json = { ...headers, "content-type": "application/json" };
  const reads = [
    ["bare handler, 1 KB", { url: bare.at(1_024) }],
    ["reveal one value", { url: at("/secrets/BULK_7/reveal"), method: "POST", headers: json, body: "{}" }],
    ["take one of a pool of 5", { url: at("/pools/bench/take"), method: "POST", headers: json, body: "{}" }],
    [`read ${BULK} values`, { url: at("/values"), headers }],
    [
      "read them again, 304",
      { url: at("/values"), headers: { ...headers, "if-none-match": etag }, expected: 304 },
    ],
    [`list ${BULK} secrets`, { url: at("/secrets?limit=50"), headers }],
  ];
  const results = [];
  for (const [title, load] of reads) {
    // A server answers for days: what its code is like before it was compiled is not what is asked here.
    await readLoad({ ...load, connections: Math.max(...API_CONNECTIONS), ms: WARM_UP_MS });
    results.push({ title, loads: await atEach((connections) => readLoad({ ...load, connections, ms })) });
  }
  const write = () =>
    call(at("/secrets"), {
      name: `B_${randomBytes(9).toString("hex")}`,
      value: randomBytes(24).toString("base64url"),
    });
  const read = () => call(at("/secrets/BULK_7/reveal"), {});
  const measureWrites = async (title, work) => {
    results.push({
      title,
      loads: await atEach((connections) => writeLoad({ write: work, connections, ms })),
    });
  };
  let count = 0;
  await measureWrites("reveals, by the client of the next rows", read);
  await measureWrites("reveals with one creation in ten", () => (count++ % 10 === 9 ? write() : read()));
  await writeLoad({ write, connections: Math.max(...API_CONNECTIONS), ms: WARM_UP_MS });
  await measureWrites("create a secret", write);
  const plain = JSON.parse(await runBundled(env, "plain.ts", [ms, ...API_CONNECTIONS].map(String)));
  results.push({ title: "plain statement, a commit for each", loads: plain.single });
  results.push({ title: "plain statement, 64 in a commit", loads: plain.batched });
  return results;
}

const WRONG_KEYS_PER_SECOND = 500;

/** Measures what a good key waits beside somebody who tries wrong ones, each of them another, over connections of their own. */
export async function measureBesideWrongKeys({ origin, key, ms }) {
  const url = `${origin}/api/v1/me`;
  const load = { url, headers: { authorization: `Bearer ${key}` }, connections: 1, ms };
  await readLoad({ ...load, ms: WARM_UP_MS });
  const alone = await readLoad(load);
  const stop = sendWrongKeys(url);
  const beside = await readLoad(load);
  return { alone, beside, wrongPerSecond: await stop() };
}

/** Sends wrong keys in a loop; answers with what stops it and tells how many a second were sent. */
function sendWrongKeys(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const begun = performance.now();
  const answers = new Set();
  let sent = 0;
  const send = () => {
    sent += 1;
    const authorization = `Bearer sr_live_${randomBytes(8).toString("hex")}_${"a".repeat(43)}`;
    const answered = new Promise((resolve, reject) => {
      request(url, { agent, headers: { authorization } }, (answer) => answer.resume().once("end", resolve))
        .once("error", reject)
        .end();
    }).finally(() => answers.delete(answered));
    answers.add(answered);
  };
  const timer = setInterval(() => {
    const due = ((performance.now() - begun) / 1_000) * WRONG_KEYS_PER_SECOND;
    // A machine that cannot keep up sends what it can.
    while (sent < due && answers.size < 200) send();
  }, 5);
  return async () => {
    const perSecond = (sent / (performance.now() - begun)) * 1_000;
    clearInterval(timer);
    await Promise.all(answers);
    agent.destroy();
    return perSecond;
  };
}

async function atEach(measure) {
  const loads = [];
  for (const connections of API_CONNECTIONS) loads.push(await measure(connections));
  return loads;
}

/** Posts JSON over kept-alive connections; throws at any answer that is not a good one. */
function caller(authorization) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return async (url, input) => {
    const body = Buffer.from(JSON.stringify(input));
    const headers = { authorization, "content-type": "application/json", "content-length": body.length };
    const sent = request(url, { agent, method: "POST", headers });
    const answered = new Promise((resolve, reject) => sent.once("response", resolve).once("error", reject));
    sent.end(body);
    const answer = await answered;
    const answerText = await text(answer);
    if (answer.statusCode >= 300) throw new Error(`${url} answered ${answer.statusCode}: ${answerText}`);
    return answerText;
  };
}
