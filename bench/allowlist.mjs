import { setTimeout } from "node:timers/promises";
import { runBundled } from "./bundled.mjs";
import { readLoad } from "./load.mjs";

export const SEND_CONNECTIONS = [1, 8, 32];
const ANSWER_BYTES = 1_024;

/**
 * Measures sends through endpoints against calling the partner directly with the same data, in one run. The partner answers at
 * once, so that what is left is what Strongroom adds: two events that are on disk, and what is done to request and answer.
 */
export async function measureSends({ env, origin, key, bare, ms }) {
  const partner = bare.at(ANSWER_BYTES);
  await runBundled(env, "sends.ts", [partner]);
  const data = { amount: 1_999, currency: "EUR", reference: "a reference of some length", card: "4000-0000" };
  const json = { "content-type": "application/json" };
  const direct = { url: partner, method: "POST", headers: json, body: JSON.stringify(data) };
  const through = (name) => ({
    url: `${origin}/api/v1/allowlist/${name}/send`,
    method: "POST",
    headers: { ...json, authorization: `Bearer ${key}` },
    body: JSON.stringify({ data }),
  });
  const wanted = [
    ["the partner itself, 1 KB", direct],
    ["with a secret in a header", through("bench-plain")],
    ["AES-256-GCM, signed", through("bench-encrypted")],
  ];
  const results = [];
  for (const [title, load] of wanted) {
    const loads = [];
    for (const connections of SEND_CONNECTIONS) {
      loads.push(await readLoad({ ...load, connections, ms }));
      // An endpoint takes 32 sends at once: those that were under way at the end are let out first.
      await setTimeout(500);
    }
    results.push({ title, loads });
  }
  return results;
}
