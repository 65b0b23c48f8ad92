import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createSecret } from "@/lib/secrets/service";
import { newTrigger } from "@/lib/triggers/schema";
import { putTrigger } from "@/lib/triggers/setting/service";
import { testApi } from "@/test/api/api";

const { call, makeKey, base, ctx } = await testApi();
const scope = { project: "default", environment: "production" } as const;
const KEY = "key-of-the-sender-0001";
await createSecret(ctx, {
  ...{ ...scope, name: "SIGNED", value: KEY, description: "", category: "custom", audience: "all" },
});
const make = (name: string, more: object = {}) =>
  putTrigger(ctx, scope, name, newTrigger.parse({ scheme: "github", secret: "SIGNED", ...more }));
await make("deploy");

const signed = (body: string | Buffer, secret = KEY) => ({
  "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
});
async function hook(
  name: string,
  body: string | Buffer<ArrayBuffer>,
  headers: Record<string, string> = signed(body),
) {
  const res = await fetch(`${base}/hooks/default/${name}`, { method: "POST", body, headers });
  return { status: res.status, headers: res.headers, text: await res.text() };
}

describe("POST /hooks/{project}/{name}", () => {
  it("takes what is signed, without a key or an origin, and gives its bytes to a machine as they came", async () => {
    const body = Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x31, 0x2e, 0x30, 0x7d, 0x0d, 0x0a, 0xff]);
    const taken = await hook("deploy", body);
    expect(taken.status).toBe(200);
    const { delivery } = JSON.parse(taken.text);
    const reader = await makeKey({ permissions: ["triggers:read"] });
    const { json } = await call(reader, `GET /triggers/deploy/deliveries/${delivery}`);
    expect(Buffer.from(json.body, json.bodyEncoding)).toEqual(body);
    expect(json.headers).toContainEqual(["x-hub-signature-256", signed(body)["x-hub-signature-256"]]);
  });

  it("takes a delivery once", async () => {
    expect((await hook("deploy", "once")).status).toBe(200);
    expect((await hook("deploy", "once")).status).toBe(409);
  });

  it("answers a wrong signature, a paused trigger and none with the same words", async () => {
    await make("paused", { paused: true });
    const answers = await Promise.all([
      hook("deploy", "a", signed("a", "wrong")),
      hook("deploy", "b", {}),
      hook("paused", "c"),
      hook("absent", "d"),
      hook("..%2Fabsent", "e"),
      hook("a/b/c", "f"),
    ]);
    const shown = answers.map(({ status, headers, text }) => [status, [...headers.keys()].join(), text]);
    expect(new Set(shown.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(shown[0]?.[0]).toBe(401);
  });

  it("refuses a body of 10 MB before it reads it, and one without a length", async () => {
    const large = await fetch(`${base}/hooks/default/deploy`, {
      method: "POST",
      body: Buffer.alloc(10_000_000),
    });
    expect(large.status).toBe(413);
    const { hostname, port } = new URL(base);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write(
          "POST /hooks/default/deploy HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ),
      );
      socket.once("data", (bytes) => {
        socket.destroy();
        resolve(bytes.toString());
      });
    });
    expect(answer).toMatch(/^HTTP\/1\.1 411 /);
  });

  it("refuses a signature that comes twice, whether or not both are right", async () => {
    const body = "twice";
    const { hostname, port } = new URL(base);
    const line = `X-Hub-Signature-256: ${signed(body)["x-hub-signature-256"]}\r\n`;
    const answer = await new Promise<string>((resolve) => {
      const head = `POST /hooks/default/deploy HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n${line}${line}\r\n`;
      const socket = connect(Number(port), hostname, () => socket.write(`${head}${body}`));
      socket.once("data", (bytes) => {
        socket.destroy();
        resolve(bytes.toString());
      });
    });
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it("lets whoever sends too much that is wrong wait, and takes what is right all the same", async () => {
    const headers = (body: string, secret: string) => ({
      ...signed(body, secret),
      "x-forwarded-for": "192.0.2.9",
    });
    const wrong = Array.from({ length: 150 }, (_, i) => `w${i}`);
    const answers = await Promise.all(wrong.map((body) => hook("deploy", body, headers(body, "wrong"))));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(100);
    expect(statuses).toContain(429);
    expect((await hook("deploy", "right", headers("right", KEY))).status).toBe(200);
  });

  it("takes no other method", async () => {
    const res = await fetch(`${base}/hooks/default/deploy`);
    expect([res.status, res.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

const open: AbortController[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.abort();
});

/** What a stream tells beside its pings, as it comes. */
async function watch(key: string, lastEventId?: number) {
  const abort = new AbortController();
  open.push(abort);
  const headers = {
    authorization: `Bearer ${key}`,
    ...(lastEventId !== undefined && { "last-event-id": String(lastEventId) }),
  };
  const res = await fetch(`${base}/api/v1/events`, { headers, signal: abort.signal });
  const told: { readonly event: string; readonly id: number; readonly data: Record<string, unknown> }[] = [];
  const read = async () => {
    let rest = "";
    for await (const chunk of res.body as unknown as AsyncIterable<Uint8Array>) {
      rest += Buffer.from(chunk).toString();
      const blocks = rest.split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const [, event = "", id = "", data = "{}"] = /^event: (.*)\nid: (.*)\ndata: (.*)$/.exec(block) ?? [];
        told.push({ event, id: Number(id), data: JSON.parse(data) });
      }
    }
  };
  void read().catch(() => {});
  await expect.poll(() => told.length).toBeGreaterThan(0);
  return {
    start: told[0]?.id ?? 0,
    told,
    fired: () => told.filter(({ event }) => event === "trigger.fired"),
  };
}

describe("subscribers", () => {
  it("are told of each delivery, in order, and after a break of those that came meanwhile", async () => {
    await make("told");
    const key = await makeKey({ permissions: ["triggers:read"] });
    const first = await watch(key);
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) ids.push(JSON.parse((await hook("told", `e${i}`)).text).delivery);
    await expect.poll(() => first.fired().map(({ data }) => data.delivery)).toEqual(ids);
    const again = await watch(key, first.fired()[0]?.id);
    await expect
      .poll(() => again.fired().map(({ data }) => data))
      .toEqual(ids.slice(1).map((delivery) => ({ trigger: "told", delivery })));
    const page = await call(key, `GET /triggers/told/deliveries?after=${first.start}&limit=2`);
    expect(page.json.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
    const rest = await call(
      key,
      `GET /triggers/told/deliveries?after=${first.start}&limit=2&cursor=${page.json.next}`,
    );
    expect(rest.json.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2));
  });

  it("who may not receive deliveries are told of none", async () => {
    const other = await watch(await makeKey({ permissions: ["secrets:list"] }));
    const both = await watch(await makeKey({ permissions: ["secrets:list", "triggers:read"] }));
    const alone = await watch(await makeKey({ permissions: ["triggers:read"] }));
    await hook("deploy", "who hears of it");
    await createSecret(ctx, {
      ...{ ...scope, name: "MADE", value: "v", description: "", category: "custom", audience: "all" },
    });
    const names = (one: typeof other) =>
      one.told.map(({ event }) => event).filter((event) => event !== "ping");
    await expect.poll(() => names(both)).toEqual(["trigger.fired", "secret.changed"]);
    await expect.poll(() => names(other)).toEqual(["secret.changed"]);
    await expect.poll(() => names(alone)).toEqual(["trigger.fired"]);
  });
});
