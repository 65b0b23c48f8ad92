import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { StrongroomError } from "../errors.js";
import { type Asked, json, problem, scripted } from "../http/scripted-server.fixture.js";
import type { ReceivedDelivery } from "./delivery.js";

beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const facts = (position: number, kept = true) => ({
  ...{ id: `id-${position}`, position, messageId: null, replayOf: null, receivedAt: "2026-11-30T12:00:00Z" },
  ...{
    bytes: 2,
    headerNames: ["x-a"],
    state: "told",
    attempts: 0,
    outcome: null,
    dueAt: null,
    endedAt: null,
    kept,
  },
});
const body = (position: number) => ({
  ...facts(position),
  headers: [
    ["x-a", "1"],
    ["x-a", "2"],
  ],
  body: `{"n":${position}}`,
  bodyEncoding: "utf8",
});

/** A server with deliveries up to a position, and a stream that says so whenever it is opened. */
async function serving(
  at: { last: number; kept?: boolean },
  onStream: (res: ServerResponse, n: number) => void,
) {
  let streams = 0;
  const answer = ({ url }: Asked, res: ServerResponse) => {
    const { pathname, searchParams } = new URL(url, "http://x");
    if (pathname.endsWith("/events")) {
      streams += 1;
      return onStream(res.writeHead(200, { "content-type": "text/event-stream" }), streams);
    }
    const id = /\/deliveries\/id-(\d+)$/.exec(pathname)?.[1];
    if (id) return json(res, 200, body(Number(id)));
    const after = Number(searchParams.get("after"));
    const items = Array.from({ length: Math.max(0, at.last - after) }, (_, i) =>
      facts(after + i + 1, at.kept ?? true),
    );
    return json(res, 200, { items, next: null });
  };
  return scripted(answer);
}

const fired = (id: number) => `event: trigger.fired\nid: ${id}\ndata: {}\n\n`;

it("hands over each delivery once and in order, also those that came while the connection was broken", async () => {
  const at = { last: 5 };
  const { client } = await serving(at, (res, n) => {
    res.write(`event: ping\nid: ${at.last}\ndata: {}\n\n`);
    if (n === 1) {
      at.last = 7;
      res.write(fired(7));
      setTimeout(() => {
        at.last = 9;
        res.end();
      }, 50);
    }
  });
  const got: ReceivedDelivery[] = [];
  const stop = client.triggers.on("deploy", async (delivery) => {
    got.push(delivery);
  });
  await vi.waitFor(() => expect(got).toHaveLength(4));
  stop();
  expect(got.map(({ position, payload }) => [position, payload])).toEqual(
    [6, 7, 8, 9].map((n) => [n, { n }]),
  );
  expect(got[0]?.headers).toEqual({ "x-a": "1, 2" });
});

it("goes on after the last one that was dealt with before a restart", async () => {
  const { client } = await serving({ last: 3 }, (res) => res.write("event: ping\nid: 3\ndata: {}\n\n"));
  const got: number[] = [];
  const stop = client.triggers.on("deploy", ({ position }) => got.push(position), { after: 1 });
  await vi.waitFor(() => expect(got).toEqual([2, 3]));
  stop();
});

it("leaves out what is kept no longer", async () => {
  const { client, asked } = await serving({ last: 2, kept: false }, (res) => res.write(fired(2)));
  const stop = client.triggers.on("deploy", () => expect.unreachable(), { after: 0 });
  await vi.waitFor(() => expect(asked.some(({ url }) => url.includes("after=0"))).toBe(true));
  stop();
});

it("ends, and says so, when the key may not receive deliveries", async () => {
  const { client, asked } = await scripted((_, res) => problem(res, 403, "forbidden"));
  const errors: StrongroomError[] = [];
  client.triggers.on("deploy", () => {}, { onError: (error) => errors.push(error) });
  await vi.waitFor(() => expect(errors.map(({ code }) => code)).toEqual(["forbidden"]));
  expect(asked).toHaveLength(1);
  expect(() => client.triggers.on("a/b", () => {})).toThrow("Give the name of a trigger.");
});

it("triggers and deliveries are listed, received and replayed", async () => {
  const trigger = {
    ...{ project: "shop", environment: "production", name: "deploy", url: "https://s/hooks/shop/deploy" },
    ...{
      scheme: "hmac",
      hmac: { header: "x", algorithm: "sha256", encoding: "hex", prefix: "" },
      secret: null,
    },
    ...{
      action: { kind: "forward", endpoint: "e" },
      paused: false,
      firedAt: null,
      refusedCount: 0,
      refusedAt: null,
    },
    ...{ updatedAt: "2026-11-30T12:00:00Z", updatedBy: "a" },
  };
  const { client, asked } = await scripted(({ method, url }, res) => {
    if (method === "POST") return json(res, 201, { id: "new" });
    if (url.endsWith("/id-1")) return json(res, 200, { ...body(1), body: "/w==", bodyEncoding: "base64" });
    return json(res, 200, { items: [url.includes("deliveries") ? facts(1) : trigger], next: null });
  });
  expect(await client.triggers.list()).toEqual([trigger]);
  expect(await client.triggers.deliveries("deploy")).toEqual([facts(1)]);
  expect([...(await client.triggers.receive("deploy", "id-1")).body]).toEqual([255]);
  expect(await client.triggers.replay("deploy", "id-1")).toEqual({ id: "new" });
  expect(asked.at(-1)?.url).toBe("/api/v1/triggers/deploy/deliveries/id-1/replay");
});
