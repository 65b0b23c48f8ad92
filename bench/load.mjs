import autocannon from "autocannon";

const WARM_UP_MS = 300;

/**
 * Asks for one address again and again over `connections` kept-alive connections for `ms`. Throws when an answer is
 * not a 200: a fast refusal is no result.
 */
export function readLoad({ url, headers = {}, connections, ms }) {
  return new Promise((resolve, reject) => {
    const times = [];
    const failures = new Map();
    const duration = (ms + WARM_UP_MS) / 1000;
    const run = autocannon({ url, headers, connections, duration, sampleInt: 100 }, (error) => {
      if (error) return reject(error);
      const [status] = failures.keys();
      if (status) return reject(new Error(`${url} answered ${status}, ${failures.get(status)} times`));
      resolve(summaryOf(times, ms));
    });
    const startedAt = performance.now();
    run.on("response", (_client, status, _bytes, time) => {
      if (status !== 200) failures.set(status, (failures.get(status) ?? 0) + 1);
      if (performance.now() - startedAt > WARM_UP_MS) times.push(time);
    });
  });
}

/** Lets `connections` writers write one after another for `ms`; `write` is told which writer it is. */
export async function writeLoad({ write, connections, ms }) {
  const times = [];
  const startedAt = performance.now();
  const writer = async (number) => {
    for (;;) {
      const begun = performance.now();
      if (begun - startedAt > ms + WARM_UP_MS) return;
      await write(number);
      if (begun - startedAt > WARM_UP_MS) times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, number) => writer(number)));
  return summaryOf(times, ms);
}

function summaryOf(times, ms) {
  const sorted = times.sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), perSecond: (sorted.length * 1000) / ms };
}
