import { failure, StrongroomError } from "../errors.js";
import type { Connection } from "../http/connection.js";
import { deadline } from "../http/deadline.js";
import { unreachable } from "../http/network-error.js";
import { notStrongroom, shownType } from "../http/problem.js";
import { pause, waitMs } from "../http/retry.js";
import { type Change, changeIn } from "./change.js";
import { EventParser, type ServerEvent } from "./event-parser.js";

export interface WatchOptions {
  readonly signal?: AbortSignal;
  /** Called for each failure. Those that waiting cannot mend, such as a revoked key, end the watching. */
  readonly onError?: (error: StrongroomError) => void;
}

/** The server sends a sign of life more often than this. */
const SILENCE_MS_MAX = 60_000;
const ATTEMPTS_FOR_LONGEST_WAIT = 5;
const RETRY_MS_MAX = 30_000;

/** Calls back for each change until it is told to stop. Connects again when the connection breaks, and goes on where it was. */
export function watchChanges(
  connection: Connection,
  onChange: (change: Change) => void,
  options: WatchOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const onEvent = (event: ServerEvent) => {
    const change = changeIn(event);
    if (change) onChange(change);
  };
  return watchEvents(connection, onEvent, options);
}

/** The same for every event, signs of life too. */
export async function watchEvents(
  connection: Connection,
  onEvent: (event: ServerEvent) => void,
  { signal, onError }: WatchOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const parser = new EventParser();
  let failed = 0;
  while (!signal.aborted) {
    try {
      await listen(connection, parser, signal, (event) => {
        failed = 0;
        if (event) onEvent(event);
      });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof StrongroomError)) throw error;
      onError?.(error);
      if (isFinal(error)) return;
    }
    failed = Math.min(failed + 1, ATTEMPTS_FOR_LONGEST_WAIT);
    await pause(Math.min(parser.retryMs ?? 0, RETRY_MS_MAX) + waitMs(failed), signal);
  }
}

/** One connection, until it breaks. Each piece that arrives is told, with an event or without. */
async function listen(
  connection: Connection,
  parser: EventParser,
  stop: AbortSignal,
  onPiece: (event: ServerEvent | null) => void,
): Promise<void> {
  const time = deadline(SILENCE_MS_MAX, stop);
  try {
    const { response, address } = await open(connection, parser.lastId, time.signal);
    const isStream = /^text\/event-stream\b/i.test(response.headers.get("content-type") ?? "");
    if (!isStream || response.body === null)
      throw notStrongroom(response, address, shownType(response.headers));
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await read(reader, connection);
      if (done) return;
      time.extend();
      onPiece(null);
      for (const event of parser.take(decoder.decode(value, { stream: true }))) {
        if (!stop.aborted) onPiece(event);
      }
    }
  } catch (error) {
    if (error instanceof RangeError) throw failure("notStrongroom", `${connection.url}: ${error.message}.`);
    throw error;
  } finally {
    time.clear();
  }
}

async function open(connection: Connection, lastId: string | null, signal: AbortSignal) {
  const headers = {
    accept: "text/event-stream",
    ...(lastId !== null && lastId !== "" && { "last-event-id": lastId }),
  };
  try {
    return await connection.open({ method: "GET", path: "/events", headers }, signal);
  } catch (error) {
    throw unreachable(error, connection.url);
  }
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>, connection: Connection) {
  try {
    return await reader.read();
  } catch (error) {
    throw unreachable(error, connection.url);
  }
}

/** Waiting does not change these. */
export function isFinal({ code, status = 0 }: StrongroomError): boolean {
  if (code === "throttled" || code === "unreachable" || code === "timedOut" || code === "unavailable")
    return false;
  return status < 500;
}
