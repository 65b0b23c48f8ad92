import { describe, expect, it } from "vitest";
import { PoolExhaustedError } from "../errors.js";
import { json, problem, scripted } from "../http/scripted-server.fixture.js";
import { verdictOf } from "./verdict.js";

/** A server whose pool has these members, and takes out what is reported. */
async function pooled(...members: string[]) {
  const left = [...members];
  const reports: unknown[] = [];
  const { client, asked } = await scripted(({ url, body }, res) => {
    const sent = body === "" ? {} : JSON.parse(body);
    if (url.endsWith("/report")) {
      reports.push(sent);
      const at = left.indexOf(sent.member);
      if (at >= 0) left.splice(at, 1);
      return json(res, 200, { member: sent.member, state: "limited", outUntil: null });
    }
    const [member] = left;
    if (member === undefined)
      return problem(res, 503, "poolExhausted", { detail: "No member of the pool openai." });
    json(res, 200, { member, version: 7, value: `value of ${member}` });
  });
  return { pool: client.pool("openai"), client, asked, reports };
}

const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response("no", { status, headers });

describe("use", () => {
  it("goes on with another member after 401, 403 and 429, and reports each", async () => {
    const { pool, reports } = await pooled("A", "B", "C", "D");
    const tried: string[] = [];
    const answers = [answer(429, { "retry-after": "17" }), answer(401), answer(403), new Response("done")];
    const response = await pool.use(
      (key) => {
        tried.push(key);
        return answers.shift() ?? answer(500);
      },
      { attempts: 4 },
    );
    expect(await response.text()).toBe("done");
    expect(tried).toEqual(["value of A", "value of B", "value of C", "value of D"]);
    expect(reports).toEqual([
      { member: "A", version: 7, outcome: "limited", retryAfterSeconds: 17 },
      { member: "B", version: 7, outcome: "refused" },
      { member: "C", version: 7, outcome: "refused" },
    ]);
  });

  it("takes errors of a provider's client for its answers, and passes on all others at once", async () => {
    const { pool, reports } = await pooled("A", "B");
    const thrown = Object.assign(new Error("slow down"), { status: 429, headers: { "Retry-After": "2.5" } });
    const errors: Error[] = [thrown];
    const work = () => {
      const error = errors.shift();
      if (error) throw error;
      return "done";
    };
    expect(await pool.use(work)).toBe("done");
    expect(reports).toEqual([{ member: "A", version: 7, outcome: "limited", retryAfterSeconds: 3 }]);
    const other = Object.assign(new Error("broken"), { status: 500 });
    errors.push(other);
    await expect(pool.use(work)).rejects.toBe(other);
    expect(reports).toHaveLength(1);
  });

  it("gives what the last attempt came to, and says when no member is left", async () => {
    const two = await pooled("A", "B");
    expect((await two.pool.use(() => answer(429), { attempts: 2 })).status).toBe(429);
    expect(two.reports).toHaveLength(2);
    const one = await pooled("A");
    const refused = Object.assign(new Error("no"), { statusCode: 401 });
    const error = await one.pool.use(() => Promise.reject(refused)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PoolExhaustedError);
    expect(error).toMatchObject({ code: "poolExhausted", status: 503, cause: refused });
    expect(one.asked.filter(({ url }) => url.endsWith("/take"))).toHaveLength(2);
  });

  it("goes on when its report does not count, and needs a number of attempts", async () => {
    let calls = 0;
    const { client } = await scripted(({ url }, res) => {
      if (url.endsWith("/report")) return problem(res, 409, "conflict");
      json(res, 200, { member: "A", version: 1, value: "v" });
    });
    await client.pool("p").use(() => {
      calls += 1;
      return calls === 1 ? answer(401) : answer(200);
    });
    expect(calls).toBe(2);
    await expect(client.pool("p").use(() => 1, { attempts: 0 })).rejects.toMatchObject({ code: "usage" });
  });
});

it("waits for a member that comes back soon, and not for one that does not", async () => {
  const { client, asked } = await scripted((_, res, number) => {
    if (number === 1) return problem(res, 503, "poolExhausted", {}, { "retry-after": "0" });
    if (number === 2) return json(res, 200, { member: "A", version: 1, value: "v" });
    problem(res, 503, "poolExhausted");
  });
  expect((await client.pool("p").take({ stickyKey: "someone" })).member).toBe("A");
  expect(JSON.parse(asked[0]?.body ?? "")).toEqual({ stickyKey: "someone" });
  await expect(client.pool("p").take()).rejects.toBeInstanceOf(PoolExhaustedError);
  expect(asked).toHaveLength(3);
});

it("pools are listed, read, written, deleted, and members put back", async () => {
  const at = "2026-01-01T00:00:00.000Z";
  const member = {
    name: "A",
    version: 1,
    weight: 1,
    isOn: true,
    state: "on",
    outUntil: null,
    refusedAt: null,
  };
  const lastDay = { taken: 3, limited: 0, refused: 0 };
  const pool = { name: "p", description: "", strategy: "sticky", members: [{ ...member, lastDay }] };
  const stored = { ...pool, updatedAt: at, updatedBy: "Ada" };
  const { client, asked } = await scripted(({ method, url }, res) => {
    if (method !== "GET") return void res.writeHead(204).end();
    json(res, 200, url.endsWith("/pools") ? { items: [stored], next: null } : stored);
  });
  expect(await client.pools.list()).toEqual([stored]);
  expect(await client.pools.get("p")).toEqual(stored);
  await client.pools.put("p", { strategy: "sticky", members: [{ name: "A", weight: 2 }] });
  await client.pools.putBack("p", "A");
  await client.pools.delete("a/b");
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "GET /api/v1/pools",
    "GET /api/v1/pools/p",
    "PUT /api/v1/pools/p",
    "POST /api/v1/pools/p/put-back",
    "DELETE /api/v1/pools/a%2Fb",
  ]);
});

it("an answer's words for a time are read within bounds", () => {
  const limited = (header: string | undefined) =>
    verdictOf({ status: 429, headers: header === undefined ? {} : { "retry-after": header } })
      ?.retryAfterSeconds;
  expect(limited("0")).toBe(1);
  expect(limited("99999999")).toBe(86_400);
  expect(limited(new Date(Date.now() + 9_500).toUTCString())).toBeLessThanOrEqual(10);
  expect([limited("soon"), limited("-5"), limited(undefined)]).toEqual([undefined, 1, undefined]);
  expect(verdictOf({ response: { status: 429, headers: new Headers({ "retry-after": "4" }) } })).toEqual({
    outcome: "limited",
    retryAfterSeconds: 4,
  });
  for (const other of [
    null,
    undefined,
    "401",
    { status: "401" },
    { status: 404 },
    new PoolExhaustedError("poolExhausted", "x", { status: 401 }),
  ])
    expect(verdictOf(other)).toBeNull();
});
