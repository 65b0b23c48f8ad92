import { setTimeout as sleep } from "node:timers/promises";

/** Each has one write under way at most, so that what has to be there is known. */
const NAMES = 1_000;
const ANSWER_MS_MAX = 30_000;
const RECOVERY_MS_MAX = 120_000;

/**
 * Writes numbers into secrets over all `origins`, `rate` a second in all, and keeps a ledger: what was acknowledged, what was
 * refused, and of what it is not known.
 */
export function openWriters({ origins, key, rate }) {
  const ledger = Array.from({ length: NAMES }, (_, i) => ({
    name: `N${i}`,
    isBusy: false,
    acknowledged: null,
    open: new Set(),
    refused: new Set(),
  }));
  const counts = { acknowledged: 0, refused: 0, unknown: 0, other: 0 };
  let marked = { ...counts };
  let markedMs = performance.now();
  let refusals = [];
  let acknowledgedAtMs = [];
  let isClosing = false;
  let number = 0;

  const call = (method, path, body) =>
    fetch(`${origins[number % origins.length]}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
  const write = async (entry) => {
    number += 1;
    const value = String(number);
    const begunMs = performance.now();
    const outcome = await outcomeOf(call("POST", "/secrets", { name: entry.name, value }));
    const nowMs = performance.now();
    counts[outcome] += 1;
    if (outcome === "acknowledged") {
      entry.acknowledged = value;
      entry.open.clear();
      acknowledgedAtMs.push(nowMs);
    } else {
      refusals.push(nowMs - begunMs);
      (outcome === "refused" ? entry.refused : entry.open).add(value);
    }
  };
  const pace = async () => {
    const startedMs = performance.now();
    const pending = new Set();
    for (let begun = 0; !isClosing; begun += 1) {
      const dueMs = startedMs + (begun * 1_000) / rate;
      if (dueMs > performance.now()) await sleep(dueMs - performance.now());
      const entry = ledger[begun % NAMES];
      if (entry.isBusy) continue;
      entry.isBusy = true;
      const writing = write(entry).finally(() => {
        entry.isBusy = false;
        pending.delete(writing);
      });
      pending.add(writing);
    }
    await Promise.all(pending);
  };
  const running = pace();

  /** Compares every secret with the ledger. */
  const compare = async () => {
    let lost = 0;
    let undone = 0;
    for (const { name, acknowledged, open, refused } of ledger) {
      const answer = await call("POST", `/secrets/${name}/reveal`, {});
      const { value } = answer.status === 404 ? { value: null } : await answer.json();
      if (value !== acknowledged && !open.has(value)) lost += 1;
      if (refused.has(value)) undone += 1;
    }
    return { lost, undone };
  };

  return {
    mark: () => {
      marked = { ...counts };
      markedMs = performance.now();
      refusals = [];
      acknowledgedAtMs = [];
    },
    /** Resolves once nothing was refused for two seconds and writes are acknowledged. Throws when that does not come. */
    recovered: async () => {
      const giveUpAtMs = performance.now() + RECOVERY_MS_MAX;
      for (;;) {
        if (performance.now() > giveUpAtMs) throw new Error(`nothing is written: ${JSON.stringify(counts)}`);
        const before = { ...counts };
        await sleep(2_000);
        const got = counts.acknowledged - before.acknowledged;
        const missed =
          counts.refused + counts.unknown + counts.other - before.refused - before.unknown - before.other;
        if (missed === 0 && got > rate / 10 && performance.now() - markedMs > 5_000) return;
      }
    },
    sinceMark: () => {
      const [median, slowest] = [refusals.sort((a, b) => a - b)[refusals.length >> 1], refusals.at(-1)];
      const p95 = refusals[Math.floor(refusals.length * 0.95)];
      const round = (ms) => (ms === undefined ? null : Math.round(ms));
      return {
        ...Object.fromEntries(Object.keys(counts).map((kind) => [kind, counts[kind] - marked[kind]])),
        secondsWithoutWrites: Math.round(longestPauseMs(acknowledgedAtMs) / 100) / 10,
        refusedInMs: `${round(median)} p95 ${round(p95)} max ${round(slowest)}`,
      };
    },
    close: async () => {
      isClosing = true;
      await running;
      return { ...counts, ...(await compare()) };
    },
  };
}

async function outcomeOf(sending) {
  try {
    const answer = await sending;
    const body = await answer.json();
    if (answer.ok) return "acknowledged";
    if (body.code === "outcomeUnknown") return "unknown";
    // Whoever may not try again was told nothing useful.
    return answer.status === 503 && answer.headers.has("Retry-After") ? "refused" : "other";
  } catch {
    return "other";
  }
}

function longestPauseMs(timesMs) {
  return timesMs.reduce((longest, at, i) => Math.max(longest, i === 0 ? 0 : at - timesMs[i - 1]), 0);
}
