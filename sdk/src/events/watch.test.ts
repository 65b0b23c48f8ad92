import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StrongroomError } from "../errors.js";
import { problem, scripted } from "../http/scripted-server.fixture.js";
import type { Change } from "./change.js";

beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

function stream(res: ServerResponse): ServerResponse {
  return res.writeHead(200, { "content-type": "text/event-stream" });
}

const changed = (name: string, version: number | null, more = {}) =>
  `event: secret.changed\ndata: ${JSON.stringify({ name, version, change: "replaced", ...more })}\n\n`;

describe("watch", () => {
  it("tells of changes, goes on where it was after a break, and stops", async () => {
    const { client, asked } = await scripted((_, res, number) => {
      stream(res).write("event: ping\ndata: {}\n\n");
      if (number === 1) res.end(`id: 41\n${changed("A", 2, { shared: true })}`);
      else res.write(`event: reset\ndata: {}\n\n${changed("B", null)}`);
    });
    const changes: Change[] = [];
    const stop = client.watch((change) => changes.push(change));
    await vi.waitFor(() => expect(changes).toHaveLength(3));
    stop();
    expect(changes).toEqual([
      { type: "secret.changed", name: "A", version: 2, change: "replaced", renamedFrom: null, shared: true },
      { type: "reset" },
      {
        type: "secret.changed",
        name: "B",
        version: null,
        change: "replaced",
        renamedFrom: null,
        shared: null,
      },
    ]);
    expect(asked.map(({ headers }) => headers["last-event-id"])).toEqual([undefined, "41"]);
    await sleep(50);
    expect(asked).toHaveLength(2);
  });

  it("goes on after a server that is away, and tells of it", async () => {
    const errors: StrongroomError[] = [];
    const changes: Change[] = [];
    const { client } = await scripted((_, res, number) => {
      if (number === 1) res.destroy();
      else if (number === 2) problem(res, 503, "unavailable");
      else stream(res).write(changed("A", 1));
    });
    const stop = client.watch((change) => changes.push(change), { onError: (error) => errors.push(error) });
    await vi.waitFor(() => expect(changes).toHaveLength(1));
    stop();
    expect(errors.map(({ code }) => code)).toEqual(["unreachable", "unavailable"]);
  });

  it.each([
    ["a revoked key", (res: ServerResponse) => problem(res, 401, "unauthenticated"), "unauthenticated"],
    [
      "a page",
      (res: ServerResponse) => res.writeHead(200, { "content-type": "text/html" }).end("x"),
      "notStrongroom",
    ],
  ])("ends with %s", async (_, answer, code) => {
    const errors: StrongroomError[] = [];
    const { client, asked } = await scripted((__, res) => void answer(res));
    client.watch(() => {}, { onError: (error) => errors.push(error) });
    await vi.waitFor(() => expect(errors).toHaveLength(1));
    await sleep(50);
    expect(errors[0]?.code).toBe(code);
    expect(asked).toHaveLength(1);
  });

  it("stops with the caller's signal", async () => {
    const controller = new AbortController();
    let isClosed = false;
    const { client, asked } = await scripted((_, res) => {
      stream(res).write(": hi\n\n");
      res.on("close", () => {
        isClosed = true;
      });
    });
    client.watch(() => {}, { signal: controller.signal });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    controller.abort();
    await vi.waitFor(() => expect(isClosed).toBe(true));
  });
});
