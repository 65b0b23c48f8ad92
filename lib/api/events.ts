import type { ServerResponse } from "node:http";
import { z } from "zod";
import { fieldError } from "@/lib/platform/app-error";
import { watchSecrets } from "@/lib/secrets/change-stream/service";
import { endpoint } from "./endpoint";
import { scopeOf, scopeQuery } from "./scope";

/** Below the time after which proxies usually close what is silent. */
const PING_MS = 20_000;
/** What a client that does not read may leave waiting here. */
const WAITING_BYTES_MAX = 1_048_576;

const HEADERS = {
  "Content-Type": "text/event-stream",
  // Keeps nginx from gathering what should arrive at once.
  "X-Accel-Buffering": "no",
};

export const events = endpoint(
  {
    method: "GET",
    path: "/events",
    tag: "Events",
    summary: "Stream change events, as server-sent events",
    description:
      "`secret.changed` has `{name, version, change, shared}`, with `version` null when the name is gone and `renamedFrom` after a renaming; `shared` says whether it is a secret of `platform`. `ping` comes when the stream begins and every 20 seconds. `trigger.fired` has `{trigger, delivery}`, for a key with `triggers:read`. `reset` says to read everything again. The `id` of each is where to go on: a stream that is opened with `Last-Event-ID` begins with what was missed.",
    action: "values.read",
    query: z.strictObject(scopeQuery),
    headers: { "Last-Event-ID": "The `id` of the last event that was seen." },
    answers: { 200: { description: "A stream that ends with the key.", type: "text/event-stream" } },
  },
  async ({ ctx, query, header }) => {
    const stream = eventStream();
    const asked = { environmentRef: scopeOf(ctx, query), after: lastSeen(header("last-event-id")) };
    const stop = await watchSecrets(ctx, ctx.feed, asked, {
      onStart: (seq) => stream.send("ping", seq, {}),
      onNotice: ({ seq, ...notice }) => stream.send("secret.changed", seq, notice),
      onFired: ({ seq, trigger, delivery }) => stream.send("trigger.fired", seq, { trigger, delivery }),
      onReset: (seq) => stream.send("reset", seq, {}),
      onEnd: stream.end,
    });
    return { stream: (res) => stream.open(res, stop) };
  },
);

function lastSeen(header: string | undefined): number | null {
  if (header === undefined || header === "") return null;
  if (!/^\d{1,15}$/.test(header))
    throw fieldError("Last-Event-ID", "Send the id of an event of this stream.");
  return Number(header);
}

/** Events to one client. What is sent before it is open waits. */
function eventStream() {
  let waiting = "";
  let res: ServerResponse | null = null;
  let lastSeq = 0;
  let isEnded = false;
  const write = (text: string) => {
    if (!res) waiting += text;
    else if (res.writableLength > WAITING_BYTES_MAX) res.destroy();
    else res.write(text);
  };
  const send = (event: string, seq: number, data: object) => {
    lastSeq = seq;
    write(`event: ${event}\nid: ${seq}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  return {
    send,
    end: () => {
      isEnded = true;
      res?.end();
    },
    open: (client: ServerResponse, stop: () => void) => {
      res = client;
      client.writeHead(200, HEADERS);
      client.write(waiting);
      waiting = "";
      const timer = setInterval(() => send("ping", lastSeq, {}), PING_MS);
      client.on("close", () => {
        clearInterval(timer);
        stop();
      });
      if (isEnded) client.end();
      // Went away before this: nothing more is told of it.
      if (client.closed) client.emit("close");
    },
  };
}
