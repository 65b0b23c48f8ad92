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

const PER_SECOND = 500;
const WRONG_KEYS = 1_000;

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

/** Sends a thousand wrong keys, `PER_SECOND` a second, and good requests one after another beside them; all statuses. */
async function statusesBeside(keyOf: () => string): Promise<{ good: Set<number>; wrong: Set<number> }> {
  const [goodOnes, wrongOnes] = [new Set<number>(), new Set<number>()];
  const answers: Promise<unknown>[] = [];
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const due = Math.min(WRONG_KEYS, ((performance.now() - startedAt) / 1_000) * PER_SECOND);
    while (answers.length < due)
      answers.push(me(keyOf(), agents.bad).then((status) => wrongOnes.add(status)));
  }, 5);
  while (answers.length < WRONG_KEYS) goodOnes.add(await me(good.text, agents.good));
  clearInterval(timer);
  await Promise.all(answers);
  return { good: goodOnes, wrong: wrongOnes };
}

const random = () => randomBytes(8).toString("hex");

describe("API keys", () => {
  // How long a good request takes beside such a loop is a row of `npm run bench`.
  it.each([
    ["a revoked key", () => revoked.text],
    ["another unknown key each time", () => `sr_live_${random()}_${"a".repeat(43)}`],
  ])("a loop with %s, 500 a second, keeps no good request out, and none of it gets in", async (_, keyOf) => {
    const statuses = await statusesBeside(keyOf);
    expect([...statuses.good]).toEqual([200]);
    expect([...statuses.wrong].sort()).toEqual([401, 429]);
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
