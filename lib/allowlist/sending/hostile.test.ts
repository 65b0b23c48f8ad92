import { setImmediate } from "node:timers/promises";
import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { listen } from "@/test/listener";
import { testSending, withHeader } from "@/test/sending";

const { secret, endpoint, send } = await testSending();
await secret("HOSTILE", "hostile-secret-0815-4711/+=");
const MIB = 1_024 * 1_024;
const json = { "Content-Type": "application/json" };

/** The longest that the event loop was busy with one thing while work was under way, in ms. */
async function longestPause(work: Promise<unknown>): Promise<number> {
  let isDone = false;
  let longest = 0;
  const ended = work.finally(() => {
    isDone = true;
  });
  for (let last = performance.now(); !isDone; ) {
    await setImmediate();
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  await ended;
  return longest;
}

test.each<[string, Record<string, string>, Buffer | string]>([
  ["31 KB that are 31 MiB of zeros when they are unpacked", {}, deflateSync(Buffer.alloc(31 * MIB))],
  ["8 MiB of empty lists", json, `[${"[],".repeat(2_700_000)}[]]`],
  ["8 MiB of members", json, `{${Array.from({ length: 550_000 }, (_, i) => `"k${i}":0`).join()}}`],
  ["8 MiB of backslashes", {}, "\\".repeat(8 * MIB)],
  ["8 MiB of escapes", {}, "\\u{1".repeat(1.6 * MIB)],
  ["8 MiB of signs of entities", {}, "&amp;#".repeat(1.3 * MIB)],
  ["8 MiB of percent signs", {}, "%25".repeat(2.6 * MIB)],
  ["8 MiB of UTF-7", {}, "+AGE".repeat(2 * MIB)],
  ["8 MiB of beginnings of the secret", {}, "hostile-secret-0815-4711/+".repeat(322_000)],
  ["8 MiB of bytes", {}, Buffer.alloc(8 * MIB, 0xff)],
])("a hostile answer holds up nobody else: %s", async (name, head, body) => {
  const id = name.replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase();
  const partner = await listen((_, res) => res.writeHead(200, head).end(body));
  const quick = await listen((_, res) => res.end("quick"));
  const configuration = {
    ...withHeader("X-Key", "HOSTILE"),
    answer: { bytesMax: 8 * MIB },
    timeoutSeconds: 60,
  };
  await endpoint(id, `http://${partner.host}/`, { configuration });
  await endpoint(`${id}-quick`, `http://${quick.host}/`, { configuration: withHeader("X-Key", "HOSTILE") });
  const attack = Promise.allSettled(Array.from({ length: 3 }, () => send(id)));
  const times: number[] = [];
  const others = (async () => {
    for (let i = 0; i < 10; i += 1) {
      const begun = performance.now();
      expect((await send(`${id}-quick`)).body).toBe("quick");
      times.push(performance.now() - begun);
    }
  })();
  expect(await longestPause(Promise.all([attack, others]))).toBeLessThan(3_000);
  expect(Math.max(...times)).toBeLessThan(10_000);
});
