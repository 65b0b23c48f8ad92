import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { verifyChain } from "@/lib/audit/verification/service";
import { contextOf } from "@/lib/runtime/boot";
import { createSecret } from "@/lib/secrets/service";
import { newTrigger } from "@/lib/triggers/schema";
import { putTrigger } from "@/lib/triggers/setting/service";
import { freePort } from "../free-port";
import { openVictim } from "./victim";

/** By hand with 500 and 10: `WEBHOOKS_RATE=500 WEBHOOKS_SECONDS=10`. */
const RATE = Number(process.env.WEBHOOKS_RATE ?? 100);
const SECONDS = Number(process.env.WEBHOOKS_SECONDS ?? 2);
const KEY = "key-of-the-sender-0001";
const scope = { project: "default", environment: "production" } as const;

const dataDir = mkdtempSync(join(tmpdir(), "strongroom-webhooks-"));
const port = await freePort();
const victim = await openVictim({ dataDir, port });
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
afterAll(async () => {
  agent.destroy();
  await victim.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The id of the delivery, once it was taken; null for anything else. */
function send(body: string): Promise<string | null> {
  const signature = createHmac("sha256", KEY).update(body).digest("hex");
  const headers = { "content-length": Buffer.byteLength(body), "x-hub-signature-256": `sha256=${signature}` };
  return new Promise((resolve) => {
    const req = request({ port, path: "/hooks/default/load", method: "POST", agent, headers }, (res) => {
      let text = "";
      res.on("data", (chunk) => {
        text += chunk;
      });
      res.on("error", () => resolve(null));
      res.on("end", () => resolve(res.statusCode === 200 ? JSON.parse(text).delivery : null));
    });
    req.on("error", () => resolve(null));
    req.end(body);
  });
}

it("webhooks: of those that were acknowledged none is lost when the program is killed among them", {
  timeout: 300_000,
}, async () => {
  await victim.withRuntime(async ({ services }) => {
    const ctx = contextOf(services, { kind: "operator", name: "test" });
    const text = { description: "", category: "custom", audience: "all" } as const;
    await createSecret(ctx, { ...scope, ...text, name: "LOAD_KEY", value: KEY });
    await putTrigger(ctx, scope, "load", newTrigger.parse({ scheme: "github", secret: "LOAD_KEY" }));
  });
  const acknowledged: string[] = [];
  const latencies: number[] = [];
  let [sent, round] = [0, 0];
  const fire = async (until: number) => {
    const begun = performance.now();
    const first = sent;
    const open: Promise<void>[] = [];
    while (sent - first < until) {
      const due = Math.min(until, Math.floor(((performance.now() - begun) / 1_000) * RATE));
      for (; sent - first < due; sent += 1) {
        const at = performance.now();
        open.push(
          send(JSON.stringify({ n: sent, round, padding: "x".repeat(1_000) })).then((id) => {
            if (id === null) return;
            acknowledged.push(id);
            latencies.push(performance.now() - at);
          }),
        );
      }
      await sleep(5);
    }
    await Promise.all(open);
    return (performance.now() - begun) / 1_000;
  };
  const half = (RATE * SECONDS) / 2;
  const killing = sleep((SECONDS / 4) * 1_000).then(() => victim.killProgram());
  await fire(half);
  await killing;
  const before = acknowledged.length;
  await victim.start();
  await victim.untilHealthy();
  round += 1;
  const seconds = await fire(half);
  expect(before).toBeGreaterThan(0);
  expect(acknowledged.length - before).toBe(half);
  await victim.withRuntime(async ({ services }) => {
    const { rows } = await services.pool.query(
      "SELECT id FROM trigger_deliveries WHERE position IS NOT NULL",
    );
    const stored = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    const chain = await verifyChain({ pool: services.pool, key: services.keys.derive("audit") });
    expect(chain.isIntact).toBe(true);
  });
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  console.info(
    `${sent} sent, ${acknowledged.length} acknowledged; ${Math.round(half / seconds)}/s after the start, ms: ${at(0.5)} ${at(0.95)} ${at(0.99)}`,
  );
});
