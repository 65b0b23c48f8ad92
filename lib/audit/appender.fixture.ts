import { once } from "node:events";
import type { Actor } from "@/lib/authorization/actor";
import { closeDatabase, type DatabaseAddress, openDatabase } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/platform/ids";
import { openAuditLog } from "./log";

interface Task {
  readonly address: DatabaseAddress;
  readonly key: string;
  readonly count: number;
}

/** A process of its own for the tests: when told to go, it appends `count` events at once, half in transactions. */
async function run({ address, key, count }: Task): Promise<void> {
  const opened = openDatabase(address, () => {});
  const audit = openAuditLog({ pool: opened.pool, key: Buffer.from(key, "hex") });
  const actor: Actor = { kind: "job", name: "appender" };
  const ctx = { actor, now: () => new Date(), request: { id: newId(), ip: null, userAgent: null } };
  await opened.db.auditHead.count();
  await ask();
  const appends = Array.from({ length: count }, (_, i) =>
    i % 2 === 0
      ? audit.record(ctx, [{ action: "secret.used" }])
      : inTransaction(opened, (tx) => audit.append(tx, ctx, [{ action: "secret.rotated" }])),
  );
  await Promise.all(appends);
  await audit.close();
  await closeDatabase(opened);
  process.disconnect?.();
}

/** Says that this process is ready and waits for what it is told. */
async function ask(): Promise<Task> {
  const answer = once(process, "message");
  process.send?.("ready");
  const [task] = await answer;
  return task;
}

await run(await ask());
