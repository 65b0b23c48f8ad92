import { randomBytes } from "node:crypto";
import { newEndpoint } from "@/lib/allowlist/schema";
import { createEndpoint } from "@/lib/allowlist/service";
import { markVerified } from "@/lib/allowlist/verification/service";
import { changeSettings, currentSettings } from "@/lib/organisation/service";
import { bootForAdmin, contextOf } from "@/lib/runtime/boot";
import { secretUpsert } from "@/lib/secrets/upsert/schema";
import { storeSecret } from "@/lib/secrets/upsert/service";

/** Registers the endpoints that sends are measured with, beside a running program. Takes the partner's address as argument. */

const [, , address = ""] = process.argv;
const scope = { project: "default", environment: "development" };
const { runtime, stop } = await bootForAdmin(process.env, process.cwd());
const ctx = contextOf(runtime.services, { kind: "operator", name: "bench" });

await changeSettings(ctx, { ...(await currentSettings(ctx)), allowedPrivateHosts: [new URL(address).host] });
for (const [name, value] of [
  ["BENCH_TOKEN", randomBytes(24).toString("base64url")],
  ["BENCH_AES", randomBytes(32).toString("hex")],
]) {
  await storeSecret(ctx, scope, secretUpsert.parse({ name, value }));
}

const header = { name: "Authorization", value: { prefix: "Bearer ", from: { secret: "BENCH_TOKEN" } } };
const cipher = { method: "AES-256-GCM", key: { from: { secret: "BENCH_AES" }, reading: "hex" } };
const configurations = {
  "bench-plain": { headers: [header] },
  "bench-encrypted": {
    headers: [header],
    encryption: { level: "body", as: "json", cipher },
    signature: { scheme: "strongroom", from: { secret: "BENCH_TOKEN" } },
  },
};
for (const [name, configuration] of Object.entries(configurations)) {
  await createEndpoint(ctx, newEndpoint.parse({ ...scope, name, url: address, configuration }));
  await markVerified(ctx, { ...scope, name });
}
await stop();
