import { describe, expect, test } from "vitest";
import { newMapping } from "@/lib/shared-mappings/schema";
import { createMapping } from "@/lib/shared-mappings/service";
import { listen } from "@/test/listener";
import { HERE, testSending, withHeader } from "@/test/sending";
import { sendHistory } from "../history/service";
import { secretSends } from "../references/service";
import { newEndpoint } from "../schema";
import { createEndpoint, deleteEndpoint, findEndpoint } from "../service";
import { markVerified } from "../verification/service";

const { ctx, owner, secret, rotate, endpoint, send, key, events } = await testSending();
await secret("PAY_KEY", "pay-key-0123456789");
const bearer = withHeader("Authorization", "PAY_KEY", "Bearer ");

describe("a send", () => {
  test("carries the secret, and is on record from before it leaves until it is answered", async () => {
    let begunBefore = 0;
    const partner = await listen(async (req, res) => {
      begunBefore = (await events("pay")).filter(({ action }) => action === "allowlist.begun").length;
      const chunks = await req.toArray();
      res.setHeader("Content-Type", "application/json");
      const body = Buffer.concat(chunks).toString();
      res.end(JSON.stringify({ method: req.method, url: req.url, type: req.headers["content-type"], body }));
    });
    await endpoint("pay", `http://${partner.host}/v1?fixed=1`, { configuration: bearer });
    const answer = await send("PAY", { data: { amount: 7 }, query: { test: "yes" } });
    expect(answer).toEqual({
      status: 200,
      headers: { "content-type": "application/json" },
      body: { method: "POST", url: "/v1?fixed=1&test=yes", type: "application/json", body: '{"amount":7}' },
      durationMs: expect.any(Number),
      isReplayed: false,
    });
    expect(partner.received().toString()).toContain(
      "authorization: Bearer pay-key-0123456789".replace("a", "A"),
    );
    expect(begunBefore).toBe(1);
    const [, , begun, sent] = await events("pay");
    expect(begun).toMatchObject({
      action: "allowlist.begun",
      method: "POST",
      secrets: [{ name: "PAY_KEY", version: 1 }],
    });
    expect(sent).toMatchObject({ action: "allowlist.sent", status: 200, attempts: 1, bytesSent: 12 });
    expect(JSON.stringify(await events("pay"))).not.toContain("amount");
    const { uses } = await secretSends(owner, { ...HERE, secret: { name: "PAY_KEY" } });
    expect(uses).toMatchObject([{ endpoint: "pay", lastSentAt: ctx.now() }]);
  });

  test("uses the value of a secret at this very moment, also a shared one under the name that it has here", async () => {
    await secret("SHARED", "shared-value-1", { project: "platform" });
    await createMapping(
      owner,
      newMapping.parse({ ...HERE, name: "MAPPED", sharedEnvironment: "production", sharedName: "SHARED" }),
    );
    const partner = await listen((req, res) => res.end(String(req.headers["x-key"]).length.toString()));
    await endpoint("shared", `http://${partner.host}/`, { configuration: withHeader("X-Key", "MAPPED") });
    expect((await send("shared")).body).toBe("14");
    await rotate("SHARED", "shared-value-that-is-longer", { project: "platform" });
    expect((await send("shared")).body).toBe("27");
    const begun = (await events("shared")).filter(({ action }) => action === "allowlist.begun");
    expect(begun.map(({ secrets }) => secrets)).toEqual([
      [{ name: "MAPPED", version: 1 }],
      [{ name: "MAPPED", version: 2 }],
    ]);
  });

  test("gives the endpoint's own status, and only the headers that were chosen", async () => {
    const partner = await listen((_, res) => {
      res.writeHead(418, { "X-Told": ["a", "b"], "X-Kept": "c", "Content-Type": "text/plain" }).end("teapot");
    });
    await endpoint("teapot", `http://${partner.host}/`, {
      configuration: { answer: { headers: ["X-Told"] } },
    });
    expect(await send("teapot")).toMatchObject({
      status: 418,
      headers: { "x-told": "a, b" },
      body: "teapot",
    });
  });

  test("gives nothing for an empty answer, and bytes as base64", async () => {
    const partner = await listen((req, res) => {
      if (req.method === "DELETE") res.writeHead(204).end();
      else res.end(Buffer.from([0xff, 0x00, 0xfe]));
    });
    await endpoint("empty", `http://${partner.host}/`, { method: "DELETE" });
    expect(await send("empty")).toMatchObject({ status: 204, body: null });
    await endpoint("bytes", `http://${partner.host}/`);
    expect(await send("bytes")).toMatchObject({ body: "/wD+", bodyEncoding: "base64" });
  });
});

test("a failure is told in words, with its code, and is on record before", async () => {
  const gone = await listen(() => {});
  await endpoint("slow", `http://${gone.host}/`, { configuration: { timeoutSeconds: 1 } });
  await expect(send("slow")).rejects.toMatchObject({ code: "gatewayTimeout" });
  const large = await listen((_, res) => res.end("x".repeat(5_000)));
  await endpoint("large", `http://${large.host}/`, { configuration: { answer: { bytesMax: 4_999 } } });
  await expect(send("large")).rejects.toMatchObject({
    code: "badGateway",
    detail: expect.stringMatching(/larger/),
  });
  await endpoint("closed", "http://127.0.0.1:1/");
  await expect(send("closed")).rejects.toMatchObject({
    code: "badGateway",
    detail: expect.stringMatching(/reached/),
  });
  const last = async (name: string) => (await events(name)).at(-1);
  expect(await last("slow")).toMatchObject({ action: "allowlist.failed", reason: "timeout" });
  expect(await last("large")).toMatchObject({ action: "allowlist.failed", reason: "tooLarge", attempts: 1 });
  expect(await last("closed")).toMatchObject({ reason: "notConnected", code: "ECONNREFUSED", attempts: 3 });
});

test("the last sends of an endpoint, with how many went well and how long they took", async () => {
  const partner = await listen((req, res) => {
    const status = req.url === "/?fail=1" ? 500 : req.url === "/?to=1" ? 302 : 200;
    res.writeHead(status, { Location: "/" }).end("x");
  });
  await endpoint("history", `http://${partner.host}/`);
  for (const query of [{}, {}, { to: "1" }, { fail: "1" }]) await send("history", { query });
  const made = await findEndpoint(owner, HERE, "history");
  const { sends, successRate, latency } = await sendHistory(owner, HERE, made);
  expect(sends.map(({ status }) => status)).toEqual([500, 302, 200, 200]);
  expect(sends[0]).toMatchObject({ actorKind: "user", attempts: 1, bytesReceived: 1, reason: null });
  // A redirect is not followed, so it is no success.
  expect([successRate, latency?.max]).toEqual([0.5, expect.any(Number)]);
  await expect(sendHistory(await key(), HERE, made)).rejects.toMatchObject({ code: "forbidden" });
});

test("an endpoint that was deleted and made again has no sends of the one before", async () => {
  const partner = await listen((_, res) => res.end("x"));
  await endpoint("again", `http://${partner.host}/`);
  await send("again");
  await deleteEndpoint(owner, { ...HERE, name: "again", confirmation: "again" });
  const later = { ...owner, now: () => new Date(ctx.now().getTime() + 1_000) };
  await createEndpoint(later, newEndpoint.parse({ ...HERE, name: "again", url: `http://${partner.host}/` }));
  await markVerified(later, { ...HERE, name: "again" });
  const history = async () => sendHistory(owner, HERE, await findEndpoint(owner, HERE, "again"));
  expect(await history()).toMatchObject({ sends: [], successRate: null, latency: null });
  await send("again", {}, later);
  expect((await history()).sends).toHaveLength(1);
});
