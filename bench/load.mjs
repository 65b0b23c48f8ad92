import autocannon from "autocannon";

const WARM_UP_MS = 300;
const SAMPLES_MIN = 30;
/** A busy machine gets more time to come to its samples, but not for ever. */
const LONGER_MAX = 5;

/**
 * Asks for one address again and again over `connections` kept-alive connections for `ms`. Throws when an answer is
 * not the one expected: a fast refusal is no result.
 */
export function readLoad({ url, method = "GET", headers = {}, body, expected = 200, connections, ms }) {
  return new Promise((resolve, reject) => {
    const samples = sampling(ms);
    const failures = new Map();
    const duration = (ms * LONGER_MAX + WARM_UP_MS) / 1000;
    const load = { url, method, headers, body, connections, duration, sampleInt: 100 };
    const run = autocannon(load, (error) => {
      if (error) return reject(error);
      const [status] = failures.keys();
      if (status) return reject(new Error(`${url} answered ${status}, ${failures.get(status)} times`));
      resolve(samples.summary());
    });
    run.on("response", (_client, status, _bytes, time) => {
      if (status !== expected) failures.set(status, (failures.get(status) ?? 0) + 1);
      samples.add(time);
      if (samples.isEnough()) run.stop();
    });
  });
}

/** Lets `connections` writers write one after another for `ms`; `write` is told which writer it is. */
export async function writeLoad({ write, connections, ms }) {
  const samples = sampling(ms);
  const writer = async (number) => {
    while (!samples.isEnough()) {
      const begun = performance.now();
      await write(number);
      samples.add(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, number) => writer(number)));
  return samples.summary();
}

/** Times of one measurement in milliseconds. The first of them are thrown away. */
function sampling(ms) {
  const startedAt = performance.now();
  const times = [];
  let endedAt = startedAt;
  let isOver = false;
  const elapsed = () => performance.now() - startedAt - WARM_UP_MS;
  return {
    add: (time) => {
      if (isOver || elapsed() < 0) return;
      times.push(time);
      endedAt = performance.now();
    },
    isEnough: () => {
      isOver ||= elapsed() > ms && (times.length >= SAMPLES_MIN || elapsed() > ms * LONGER_MAX);
      return isOver;
    },
    summary: () => {
      const sorted = times.sort((a, b) => a - b);
      const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
      const seconds = (endedAt - startedAt - WARM_UP_MS) / 1000;
      return { p50: at(0.5), p99: at(0.99), perSecond: sorted.length / seconds };
    },
  };
}
