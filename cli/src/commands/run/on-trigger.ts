import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StrongroomError } from "@/sdk/src/errors";
import { Connection } from "@/sdk/src/http/connection";
import { pause } from "@/sdk/src/http/retry";
import { settingsOf } from "@/sdk/src/http/settings";
import type { ReceivedDelivery } from "@/sdk/src/triggers/delivery";
import { subscribe } from "@/sdk/src/triggers/subscription";
import { Failure, kindOf } from "../../failure";
import { openTransport } from "../../http/transport";
import { printable } from "../../printable";
import { openScope } from "../../scope";
import { note, type Shell, warn } from "../../shell";
import type { RunPlan } from "./options";
import { runCommand } from "./run-command";

const OWNER_ONLY = 0o600;
const RETRY_MS = 5_000;
const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Runs a program for each delivery of a trigger, one at a time, until it is stopped or the server refuses for good. */
export async function runOnTrigger(shell: Shell, command: readonly string[], plan: RunPlan): Promise<number> {
  const trigger = plan.trigger ?? "";
  const { connection, query } = await openScope(shell, plan.scope);
  const transport = openTransport(connection.url, shell.env);
  const settings = settingsOf({ url: connection.url, apiKey: connection.key, ...query, fetch: transport });
  const end = new AbortController();
  const stop = () => end.abort();
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  let refusal: Failure | null = null;
  const onError = ({ code, detail }: StrongroomError) => {
    const text = `waiting for deliveries of ${trigger}: ${printable(detail)}`;
    warn(shell, text);
    refusal = new Failure(kindOf(code), text);
  };
  note(shell, `waiting for deliveries of ${trigger}`);
  try {
    const handle = async (delivery: ReceivedDelivery) => {
      const code = await withFiles(delivery, trigger, (occasion) =>
        whenReachable(shell, end.signal, () => runCommand(shell, command, plan, occasion)),
      );
      note(shell, `delivery ${delivery.id}: the program exited with ${code}`);
    };
    await subscribe(new Connection(settings), trigger, handle, { signal: end.signal, onError });
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
  }
  if (end.signal.aborted) return 0;
  throw refusal ?? new Failure("failed", "the server ended the stream");
}

/** Does work before which nothing is run; again, as long as the server is out of reach. */
async function whenReachable(shell: Shell, stop: AbortSignal, work: () => Promise<number>): Promise<number> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== "unreachable" || stop.aborted) throw error;
      warn(shell, `${error.message}; trying again`);
      await pause(RETRY_MS, stop);
    }
  }
}

/** What a program learns of a delivery: files that only their owner can read, which are there as long as it runs. */
async function withFiles(
  { id, body, headers }: ReceivedDelivery,
  trigger: string,
  run: (occasion: Readonly<Record<string, string>>) => Promise<number>,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "strongroom-delivery-"));
  try {
    const [payload, head] = [join(folder, "payload"), join(folder, "headers.json")];
    await writeFile(payload, body, { mode: OWNER_ONLY });
    await writeFile(head, JSON.stringify(headers), { mode: OWNER_ONLY });
    return await run({
      STRONGROOM_TRIGGER: trigger,
      STRONGROOM_DELIVERY: id,
      STRONGROOM_PAYLOAD_FILE: payload,
      STRONGROOM_HEADERS_FILE: head,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
