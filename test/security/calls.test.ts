import { expect, it } from "vitest";
import { encode, outcomeOf, post } from "./action";
import { builtActions, builtPaths, pageOf } from "./build";
import { newName, SECRETS_PATH, storedSecret } from "./fixture";
import { ask } from "./http";
import { startInstance } from "./instance";
import { median } from "./latencies";
import { mutated, newRandom, seeds } from "./mutation";
import { stateOf } from "./state";

const instance = await startInstance();
const { port, child } = instance;
const { pool } = instance.ctx;
const secret = await storedSecret(instance);

/** What no answer may hold: places in code, files, statements, other people's data. */
const INSIDES = /\n\s+at \w|node_modules|\.next\/|\/tmp\/|dist\/runtime|PrismaClient|SELECT |process\.env/;

/** Calls from every page of every action would be thousands: it gets its own page, the way in, and two of the others in turn. */
function pagesFor(action: number, own: string, others: readonly string[]): ReadonlySet<string> {
  const inTurn = [0, 1].map((n) => others[(action * 2 + n) % others.length] ?? own);
  return new Set([own, "/sign-in", ...inTurn]);
}

it("every action id, called by nobody from its own and other pages, changes nothing (CVE-2026-64643)", async () => {
  const paths = builtPaths().filter((path) => !path.startsWith("/api/") && !path.startsWith("/_"));
  const before = await stateOf(pool);
  for (const [index, { id, name }] of builtActions().entries()) {
    for (const pattern of pagesFor(index, pageOf(name), paths)) {
      const path = pattern
        .replace(/\[name\]/, secret.name)
        .replace(/\[project\]/, "default")
        .replace(/\[\w+\]/, "production");
      const form = new FormData();
      form.append("_1_secretId", secret.id);
      form.append("0", JSON.stringify(name === "signOutAction" ? ["$K1"] : [{ status: "idle" }, "$K1"]));
      const answer = await post(instance, "nobody", { action: id, path, ...(await encode(form)) });
      expect([name, path, outcomeOf(answer).kind]).not.toContain("done");
      expect(answer.text).not.toContain(secret.id);
    }
  }
  expect(await stateOf(pool)).toEqual(before);
});

it("ids that are none, names that objects inherit and huge ones are refused without a trace of the inside", async () => {
  const ids = [
    "x",
    "",
    " ",
    "0".repeat(42),
    "__proto__",
    "constructor",
    "toString",
    "../../etc/passwd",
    "a".repeat(8_000),
  ];
  for (const id of ids) {
    const headers = { "next-action": id, origin: instance.origin, "content-type": "text/plain" };
    const answer = await instance.ask("owner", { method: "POST", path: SECRETS_PATH, headers, body: "[]" });
    expect([id.slice(0, 50), answer.status]).toEqual([
      id.slice(0, 50),
      expect.toBeOneOf([200, 400, 404, 409]),
    ]);
    expect(answer.text).not.toMatch(INSIDES);
  }
});

it("fuzz: 1,000 mutated bodies leave the program alive, quick and silent about its inside (CVE-2025-55182)", async () => {
  const random = newRandom(20_261_122);
  const pids = child.pid;
  const names = [
    "storeSecretAction",
    "editSecretAction",
    "signInAction",
    "changePasswordAction",
    "signOutAction",
  ] as const;
  const healthMs: number[] = [];
  let isDone = false;
  const health = (async () => {
    while (!isDone) {
      const startedAt = performance.now();
      expect((await ask(port, { path: "/api/health" })).status).toBe(200);
      healthMs.push(performance.now() - startedAt);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  const statuses = new Map<number, number>();
  const worker = async (share: number) => {
    for (let i = 0; i < share; i += 1) {
      const name = random.pick(names);
      const { body, type } = mutated(random, random.pick(seeds(newName())));
      // Signed in as who may not change anything, so that the sessions of the others last.
      const visitor = random.pick(["auditor", "nobody"] as const);
      const answer = await post(instance, visitor, { action: name, path: pageOf(name), body, type });
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      expect(answer.text).not.toMatch(INSIDES);
    }
  };
  await Promise.all(Array.from({ length: 8 }, () => worker(125)));
  isDone = true;
  await health;
  expect([child.exitCode, child.pid]).toEqual([null, pids]);
  expect(median(healthMs)).toBeLessThan(500);
  expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(1_000);
  expect((await ask(port, { path: "/sign-in" })).status).toBe(200);
});

it("complexity: bodies of 1 MB that nest and refer to themselves keep nobody waiting (CVE-2026-23864)", async () => {
  const huge = 1_000_000;
  const loops = (count: number, of: (n: number) => string) => Array.from({ length: count }, (_, n) => of(n));
  const bodies = [
    "[".repeat(huge),
    `[${'"$@0",'.repeat(120_000)}null]`,
    `{"a":`.repeat(160_000),
    `["$${"1:a".repeat(200_000)}"]`,
    `[${loops(100_000, (n) => `"$n${n}"`).join(",")}]`,
    `["$n${"9".repeat(huge - 10)}"]`,
    `[${"[],".repeat(300_000)}[]]`,
  ];
  // What waits for a body of this size with nothing in it waits for the machine.
  const usualMs = await healthBeside(`"${"a".repeat(huge)}"`);
  const waitedMs: number[] = [];
  for (const text of bodies) waitedMs.push(await healthBeside(text));
  const many = new FormData();
  for (let n = 0; n < 15_000; n += 1) many.append(String(n), `"$@${n + 1}"`);
  const { body, type } = await encode(many);
  await post(instance, "nobody", { action: "signInAction", path: "/sign-in", body, type });
  expect(Math.max(...waitedMs) - usualMs).toBeLessThan(10_000);
  expect(child.exitCode).toBeNull();
});

/** How long the health of the program takes to tell while it reads such an argument, in milliseconds: the best of three. */
async function healthBeside(text: string): Promise<number> {
  const form = new FormData();
  form.append("0", text);
  form.append("1", '"$@2"');
  form.append("2", '"$@1"');
  const encoded = await encode(form);
  const tries: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const call = post(instance, "nobody", { action: "signInAction", path: "/sign-in", ...encoded });
    const startedAt = performance.now();
    expect((await ask(port, { path: "/api/health" })).status).toBe(200);
    tries.push(performance.now() - startedAt);
    expect((await call).text).not.toMatch(INSIDES);
  }
  return Math.min(...tries);
}
