import { randomBytes } from "node:crypto";
import type { NewAuditEvent } from "@/lib/audit/model";
import { verifyChain } from "@/lib/audit/service";
import { Plaintext } from "@/lib/crypto/plaintext";
import { newId } from "@/lib/platform/ids";
import { bootForAdmin, contextOf } from "@/lib/runtime/boot";

/** Measures the parts below the pages on an instance of its own, and writes `{ name: perSecond }` as JSON. */

const MS = 1_000;
const VALUE_BYTES = 48;
const WRITERS = 64;

const { runtime, stop } = await bootForAdmin(process.env, process.cwd());
const ctx = contextOf(runtime.services, { kind: "operator", name: "bench" });
const project = await runtime.services.db.project.findFirstOrThrow({ orderBy: { id: "asc" } });
const keys = await runtime.services.keys.project(project.id);
const ref = { projectId: project.id, secretId: newId(), versionId: newId() };
const value = Plaintext.of(randomBytes(VALUE_BYTES).toString("base64url").slice(0, VALUE_BYTES));
const sealed = keys.seal(ref, value);
const row = await runtime.services.db.project.findFirstOrThrow({ orderBy: { id: "asc" } });
const event: NewAuditEvent = { action: "secret.used", target: { projectId: project.id, name: "bench" } };
const record = () => runtime.services.audit.record(ctx, [event]);

const results = {
  seal: perSecond(() => keys.seal(ref, value)),
  open: perSecond(() => keys.open(ref, sealed)),
  checkRow: perSecond(() => runtime.services.seals.fits("projects", row)),
  recordAlone: await recordsPerSecond(1),
  recordBatch: await recordsPerSecond(WRITERS),
  verify: await verifiedPerSecond(),
};
await stop();
process.stdout.write(JSON.stringify(results));

function perSecond(work: () => unknown): number {
  for (let i = 0; i < 2_000; i += 1) work();
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < MS) {
    for (let i = 0; i < 100; i += 1) work();
    count += 100;
  }
  return (count * 1_000) / (performance.now() - startedAt);
}

/** Each writer waits until its event is durable before it records the next. */
async function recordsPerSecond(writers: number): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  const write = async (): Promise<void> => {
    while (performance.now() - startedAt < MS) {
      await record();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return (count * 1_000) / (performance.now() - startedAt);
}

async function verifiedPerSecond(): Promise<number> {
  const startedAt = performance.now();
  const found = await verifyChain({
    pool: runtime.services.pool,
    key: runtime.services.keys.derive("audit"),
  });
  if (!found.isIntact) throw new Error(`the chain broke at ${found.seq}`);
  return (found.checked * 1_000) / (performance.now() - startedAt);
}
