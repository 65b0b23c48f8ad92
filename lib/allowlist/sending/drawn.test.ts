import { beforeAll, describe, expect, test } from "vitest";
import { newPool } from "@/lib/pools/schema";
import { deletePool, findPool, putPool } from "@/lib/pools/service";
import { listen } from "@/test/listener";
import { HERE, testSending } from "@/test/sending";
import { newEndpoint } from "../schema";
import { createEndpoint, findEndpoint, listEndpoints } from "../service";

const { owner, secret, endpoint, send, key, events, ctx } = await testSending();
const drawing = (pool: string) => ({
  configuration: { headers: [{ name: "X-Key", value: { prefix: "Bearer ", from: { pool } } }] },
});
const states = async (pool: string) =>
  Object.fromEntries((await findPool(owner, HERE, pool)).members.map(({ name, state }) => [name, state]));

/** A pool of secrets that are called after it, and a partner that answers each key as told. */
async function pooled(
  name: string,
  answers: Readonly<Record<string, readonly [number, string?]>>,
  method = "POST",
) {
  const members = Object.keys(answers);
  for (const member of members) await secret(member, `value-of-${member}`);
  await putPool(owner, HERE, name, newPool.parse({ members: members.map((one) => ({ name: one })) }));
  const keys: string[] = [];
  const partner = await listen((req, res) => {
    const sent = String(req.headers["x-key"]);
    keys.push(sent);
    const [status = 200, retryAfter] = answers[sent.replace("Bearer value-of-", "")] ?? [];
    if (retryAfter) res.setHeader("Retry-After", retryAfter);
    res.writeHead(status).end(`you sent ${keys.join(" and ")}`);
  });
  await endpoint(name, `http://${partner.host}/`, { method, ...drawing(name) });
  return keys;
}

beforeAll(() => secret("OTHER", "other-value"));

describe("an endpoint that draws from a pool", () => {
  test("sends with a member in turn, on record before it leaves, and takes its value out of the answer", async () => {
    const keys = await pooled("turns", { A1: [200], A2: [200] });
    expect((await send("turns")).body).toBe("you sent Bearer <secret:A1>");
    await send("turns");
    expect(keys).toEqual(["Bearer value-of-A1", "Bearer value-of-A2"]);
    const [, , begun] = await events("turns");
    expect(begun).toMatchObject({
      action: "allowlist.begun",
      secrets: [{ name: "A1", version: 1 }],
      pools: ["turns"],
    });
    await ctx.pools.flush();
    expect((await findPool(owner, HERE, "turns")).members.map(({ lastDay }) => lastDay.taken)).toEqual([
      1, 1,
    ]);
  });

  test("goes on with another member after 401 and 429, also for POST, and takes those out", async () => {
    const keys = await pooled("going-on", { B1: [401], B2: [429, "120"], B3: [200] });
    const { status, body } = await send("going-on");
    expect([status, body]).toEqual([
      200,
      "you sent Bearer <secret:B1> and Bearer <secret:B2> and Bearer <secret:B3>",
    ]);
    expect(keys).toHaveLength(3);
    expect(await states("going-on")).toEqual({ B1: "refused", B2: "limited", B3: "on" });
    const { members } = await findPool(owner, HERE, "going-on");
    expect(members[1]?.outUntil).toBe(new Date(ctx.now().getTime() + 120_000).toISOString());
    expect((await events("going-on")).at(-1)).toMatchObject({
      action: "allowlist.sent",
      status: 200,
      attempts: 3,
    });
  });

  test("gives the answer that it has when no member is left, and the next send says so", async () => {
    await pooled("one", { C1: [429, "soon"] });
    expect((await send("one")).status).toBe(429);
    await expect(send("one")).rejects.toMatchObject({
      code: "poolExhausted",
      context: { retryAfterSeconds: 60 },
    });
  });

  test("takes a member out for a minute after 403, which its caller may have brought about, and repeats only what may be", async () => {
    const posted = await pooled("post", { D1: [403], D2: [200] });
    expect((await send("post")).status).toBe(403);
    expect(posted).toHaveLength(1);
    expect(await states("post")).toEqual({ D1: "limited", D2: "on" });
    await pooled("get", { E1: [403], E2: [200] }, "GET");
    expect((await send("get")).status).toBe(200);
  });

  test("tries three times at most", async () => {
    const keys = await pooled("most", { F1: [401], F2: [401], F3: [401], F4: [200] });
    expect((await send("most")).status).toBe(401);
    expect(keys).toHaveLength(3);
  });

  test("keeps its pool: that is not deleted, by name, and has to be there", async () => {
    await expect(deletePool(owner, HERE, "one")).rejects.toMatchObject({
      detail: "Allowlist endpoints draw from this pool: one. Change them first.",
    });
    const named = (pool: string) =>
      newEndpoint.parse({ ...HERE, name: "x", url: "http://127.0.0.1:1/", ...drawing(pool) });
    await expect(createEndpoint(owner, named("absent"))).rejects.toMatchObject({
      context: { fields: { "configuration.headers.0.value.from": [expect.any(String)] } },
    });
    const { configuration } = await findEndpoint(owner, HERE, "one");
    expect(configuration.headers).toEqual([
      { name: "X-Key", value: { prefix: "Bearer ", from: { pool: "one" } } },
    ]);
  });

  test("is not known to a key that is narrowed, and made by none that could not read the members", async () => {
    const narrowed = await key({ secrets: ["A1"], permissions: ["allowlist:send"] });
    await expect(send("turns", {}, narrowed)).rejects.toMatchObject({ code: "notFound" });
    const { items } = await listEndpoints(narrowed, HERE, { search: "", show: "all", limit: 50 } as never);
    expect(items).toEqual([]);
    const wanted = newEndpoint.parse({ ...HERE, name: "y", url: "http://127.0.0.1:1/", ...drawing("turns") });
    await expect(createEndpoint(await key({ permissions: ["admin"] }), wanted)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
