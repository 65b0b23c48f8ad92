import { randomBytes } from "node:crypto";
import { Agent, get } from "node:http";
import { afterAll, describe, expect, it } from "vitest";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { sealing } from "../seals";
import { callAction, outcomeOf } from "./action";
import { ask } from "./http";
import { emailOf, PASSWORD, startInstance } from "./instance";

const instance = await startInstance();
const { port, ctx } = instance;
const [good, revoked] = [await makeKey(), await makeKey()];
await sealing(
  ctx,
  "api_keys",
  ctx.db.apiKey.update({ where: { id: revoked.key.id }, data: { revokedAt: new Date() } }),
);

function makeKey() {
  const input = { name: "ci", kind: "service", project: "default", permissions: ["secrets:read"] };
  return createApiKey(ctx, newApiKey.parse(input));
}

/** Kept-alive connections, as clients have them: one for good requests, some for the loop beside them. */
const agents = {
  good: new Agent({ keepAlive: true, maxSockets: 1 }),
  bad: new Agent({ keepAlive: true, maxSockets: 16 }),
};
afterAll(() => {
  for (const agent of Object.values(agents)) agent.destroy();
});

function me(key: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}` };
    const sent = get({ host: "127.0.0.1", port, path: "/api/v1/me", headers, agent }, (res) => {
      res.resume().on("end", () => resolve(res.statusCode ?? 0));
    });
    sent.on("error", reject);
  });
}

/** How long good requests take, in milliseconds, one after another; each must be answered. */
async function goodRequests(count: number): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const startedAt = performance.now();
    expect(await me(good.text, agents.good)).toBe(200);
    times.push(performance.now() - startedAt);
  }
  // The 99th percentile.
  return times.sort((a, b) => a - b)[Math.ceil(count * 0.99) - 1] ?? 0;
}

/** Does something beside a loop with wrong keys, and says how many of those were sent and which answers came back. */
async function beside<T>(perSecond: number, keyOf: () => string, work: () => Promise<T>) {
  const statuses = new Map<number, number>();
  let waiting = 0;
  const send = async () => {
    waiting += 1;
    const status = await me(keyOf(), agents.bad).catch(() => 0);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    waiting -= 1;
  };
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1_000) * perSecond;
    // A machine that cannot keep up sends what it can.
    for (; sent < due && waiting < 200; sent += 1) void send();
  }, 5);
  try {
    return {
      result: await work(),
      statuses,
      perSecond: () => (sent / (performance.now() - startedAt)) * 1_000,
    };
  } finally {
    clearInterval(timer);
  }
}

const random = () => randomBytes(8).toString("hex");

describe("API keys", () => {
  it.each([
    ["a revoked key", () => revoked.text],
    ["another unknown key each time", () => `sr_live_${random()}_${"a".repeat(43)}`],
  ])("a loop with %s, 500 a second, keeps no good request out nor makes it slow", async (_, keyOf) => {
    const factors: number[] = [];
    while (factors.length < 5 && Math.min(...factors) > 3) {
      const alone = await goodRequests(100);
      const { result, statuses, perSecond } = await beside(500, keyOf, () => goodRequests(100));
      expect([...statuses.keys()]).not.toContain(200);
      factors.push(result / alone);
      if (process.env.SHOW_FIGURES) console.log({ alone, beside: result, perSecond: perSecond(), statuses });
    }
    expect(Math.min(...factors)).toBeLessThanOrEqual(3);
  });
});

describe("people", () => {
  const signIn = (email: string, password: string, cookie = "") =>
    callAction(instance, "nobody", {
      action: "signInAction",
      path: "/sign-in",
      fields: { email, password },
      headers: cookie === "" ? {} : { cookie },
    });

  it("a hundred wrong passwords from an address keep nobody out who was signed in there before", async () => {
    const email = emailOf("auditor");
    const first = await signIn(email, PASSWORD);
    const device = /strongroom-device=[^;]+/.exec(String(first.headers["set-cookie"]))?.[0] ?? "";
    expect(String(first.headers["set-cookie"])).toMatch(
      /strongroom-device=[\w.-]{70,90}; Path=\/; [^,]*, [^,]*Max-Age=15552000; HttpOnly; SameSite=lax/i,
    );
    const others = Array.from({ length: 100 }, (_, n) => signIn(`nobody-${n}@example.com`, "wrong"));
    await Promise.all(others);
    for (let n = 0; n < 5; n += 1) await signIn(email, "wrong");
    expect(outcomeOf(await signIn(email, PASSWORD)).detail).toBe("throttled");
    expect(outcomeOf(await signIn(email, PASSWORD, device)).kind).toBe("redirect");
    // For this account alone, and for as few guesses as anywhere.
    expect(outcomeOf(await signIn(emailOf("owner"), PASSWORD, device)).detail).toBe("throttled");
    const guesses = await Promise.all(Array.from({ length: 100 }, () => signIn(email, "wrong", device)));
    const looked = guesses
      .map((answer) => outcomeOf(answer).detail)
      .filter((one) => one === "unauthenticated");
    expect(looked).toHaveLength(5);
  });

  it("a known device is no session", async () => {
    const answer = await signIn(emailOf("member"), PASSWORD);
    const token = /strongroom-device=([^;]+)/.exec(String(answer.headers["set-cookie"]))?.[1] ?? "";
    for (const name of ["strongroom-session", "strongroom-sign-in", "strongroom-device"]) {
      const headers = { cookie: `${name}=${token}` };
      expect((await ask(port, { path: "/account", headers })).status).toBe(307);
    }
  });
});
