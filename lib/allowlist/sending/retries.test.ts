import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Listener, listen, listenRaw } from "@/test/listener";
import { testSending } from "@/test/sending";

const { endpoint, send, events } = await testSending();
const last = async (name: string) => (await events(name)).at(-1);
/** How many requests came. */
const requests = ({ received }: Listener) =>
  received()
    .toString()
    .match(/ HTTP\/1\.1\r\n/g)?.length ?? 0;

/** Answers with each of these in turn, then with the last of them again and again. */
function answering(...statuses: number[]) {
  return listen((_, res) => {
    const [status = 200] = statuses.length > 1 ? statuses.splice(0, 1) : statuses;
    res.writeHead(status).end("x");
  });
}

test.each(["GET", "PUT", "DELETE"])("%s is sent again when the endpoint is not ready", async (method) => {
  const partner = await answering(503, 502, 200);
  await endpoint(`passing-${method}`, `http://${partner.host}/`, { method });
  expect((await send(`passing-${method}`)).status).toBe(200);
  expect(await last(`passing-${method}`)).toMatchObject({
    action: "allowlist.sent",
    status: 200,
    attempts: 3,
  });
});

test.each(["POST", "PATCH"])("%s is not: it might be done twice", async (method) => {
  const partner = await answering(503, 200);
  await endpoint(`once-${method}`, `http://${partner.host}/`, { method });
  expect((await send(`once-${method}`)).status).toBe(503);
  expect(requests(partner)).toBe(1);
});

test("three times are the most, and the last answer counts", async () => {
  const partner = await answering(504);
  await endpoint("never", `http://${partner.host}/`, { method: "GET" });
  expect((await send("never")).status).toBe(504);
  expect(requests(partner)).toBe(3);
});

test.each([400, 404, 429, 500])("an answer of %i is an answer", async (status) => {
  const partner = await answering(status, 200);
  await endpoint(`answer-${status}`, `http://${partner.host}/`, { method: "GET" });
  expect((await send(`answer-${status}`)).status).toBe(status);
  expect(requests(partner)).toBe(1);
});

test("a connection that is lost before the answer is tried again for GET, and not for POST", async () => {
  for (const [method, tries] of [
    ["GET", 3],
    ["POST", 1],
  ] as const) {
    const partner = await listenRaw((socket) => socket.once("data", () => socket.destroy()));
    await endpoint(`lost-${method}`, `http://${partner.host}/`, { method });
    await expect(send(`lost-${method}`)).rejects.toMatchObject({ code: "badGateway" });
    expect(partner.connections()).toBe(tries);
  }
});

test("one that was never made is tried again for POST too", async () => {
  const partner = await listen((_, res) => res.end("late"));
  // Nobody's, until it is.
  await endpoint("never-made", "http://127.0.0.1:1/");
  await expect(send("never-made", { data: {} })).rejects.toMatchObject({ code: "badGateway" });
  expect(await last("never-made")).toMatchObject({ reason: "notConnected", attempts: 3 });
  expect(partner.connections()).toBe(0);
});

test("there is no further try once it is too late", async () => {
  const partner = await listen(async (_, res) => {
    await sleep(700);
    res.writeHead(503).end();
  });
  await endpoint("late", `http://${partner.host}/`, { method: "GET", configuration: { timeoutSeconds: 1 } });
  await send("late").catch(() => {});
  expect(requests(partner)).toBeLessThanOrEqual(2);
});

test("an answer that is too large, or none of HTTP, is not asked for again", async () => {
  const partner = await listenRaw((socket) => socket.once("data", () => socket.end("SSH-2.0\r\n")));
  await endpoint("other", `http://${partner.host}/`, { method: "GET" });
  await expect(send("other")).rejects.toMatchObject({ code: "badGateway" });
  expect(partner.connections()).toBe(1);
});
