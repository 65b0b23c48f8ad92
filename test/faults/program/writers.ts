import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../random";
import type { Tally } from "../tally";
import type { Told } from "../told";
import type { Fleet } from "./instances";

/** What became of one write. */
interface Write {
  readonly name: string;
  told: Told | "waiting";
  version: number | null;
}

/** Everything that clients wrote, by value. */
export type Ledger = ReadonlyMap<string, Write>;

export interface Writers {
  readonly ledger: Ledger;
  /** Resolves when so many more writes are done. */
  untilDone(more: number): Promise<void>;
  stop(): Promise<void>;
}

const WRITERS = 6;
/** After so many it is plain that something is wrong. */
const TROUBLES_MAX = 50;
/** Longer than any limit of the program: a request that takes longer hangs. */
const HANG_MS = 20_000;

/** Clients that store values through the API of instances until stopped, whatever breaks. */
export function startWriters(fleet: Fleet, { tally, random }: { tally: Tally; random: Random }): Writers {
  const ledger = new Map<string, Write>();
  let isStopped = false;
  let done = 0;
  const write = async (name: string): Promise<boolean> => {
    const value = randomBytes(18).toString("base64url");
    const write: Write = { name, told: "waiting", version: null };
    ledger.set(value, write);
    const { port } = random.oneOf(fleet.instances);
    const startedAt = performance.now();
    const { told, version } = await storeValue(port, fleet.key, name, value);
    Object.assign(write, { told, version });
    tally.told(told, performance.now() - startedAt);
    if (told === "done") done += 1;
    return told === "done";
  };
  const run = async () => {
    for (let name = ""; !isStopped && tally.troubles().length < TROUBLES_MAX; ) {
      if (name === "" || random.next() < 0.2) name = `W_${randomBytes(8).toString("hex")}`;
      if (!(await write(name))) await sleep(20);
    }
  };
  const running = Promise.all(Array.from({ length: WRITERS }, run));
  return {
    ledger,
    untilDone: async (more) => {
      const wanted = done + more;
      for (const deadline = Date.now() + 60_000; done < wanted; ) {
        if (Date.now() > deadline) return tally.needHand("no write was done within a minute");
        await sleep(5);
      }
    },
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}

async function storeValue(port: number, key: string, name: string, value: string) {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/secrets`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ name, value }),
    signal: AbortSignal.timeout(HANG_MS),
  }).then(
    async (response) => ({ response, text: await response.text() }),
    (error: Error) => error,
  );
  if (answer instanceof Error) return { told: lostAnswer(answer), version: null };
  const { response, text } = answer;
  const json = jsonOf(text);
  if (response.ok) return { told: "done" as const, version: Number(json.version) };
  return { told: refusal(response, json, text), version: null };
}

/** A program that died, or is not there, tells nothing. One that says nothing for long hangs. */
function lostAnswer(error: Error): Told {
  return error.name === "TimeoutError" ? { unclear: `nothing within ${HANG_MS} ms` } : "unknown";
}

function refusal({ status, headers }: Response, { code }: { code?: unknown }, text: string): Told {
  if (status === 503 && code === "outcomeUnknown") return "unknown";
  if (status === 503 && code === "unavailable") {
    return headers.has("retry-after") ? "refused" : { unclear: `503 without Retry-After: ${text}` };
  }
  return { unclear: `${status} ${text}` };
}

function jsonOf(text: string): { readonly version?: unknown; readonly code?: unknown } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
