import { beforeEach, describe, expect, test } from "vitest";
import { inTransaction } from "@/lib/db/transaction";
import { testContext } from "@/test/context";
import { indexLog } from "./indexing/service";
import { type AuditLog, openAuditLog } from "./log";
import { pruneLog } from "./retention/service";
import { auditHead, verifyChain } from "./service";
import { TILE_HASHES } from "./tree/tiles";

const { ctx, clock, database } = await testContext();
const { pool } = ctx;
const source = { pool, key: ctx.keys.derive("audit") };
const event = { action: "secret.used" } as const;
let errors: Error[] = [];
let audit: AuditLog;

beforeEach(async () => {
  errors = [];
  audit = openAuditLog({ ...source, onRolledBack: (error) => void errors.push(error) });
  for (let i = 0; i < 3; i += 1) await audit.record(ctx, [event]);
});

const append = (log = audit) => inTransaction(ctx, (tx) => log.append(tx, ctx, [event]));
const refused = { code: "unavailable", detail: expect.stringContaining("set back") };

/** Cuts off the last events and moves the head back, as the owner of the tables can. */
async function cutOff(count: number): Promise<void> {
  await pool.query("ALTER TABLE audit_events DISABLE TRIGGER USER");
  await pool.query("DELETE FROM audit_events WHERE seq > (SELECT seq FROM audit_head) - $1", [count]);
  await pool.query(
    "UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_events ORDER BY seq DESC LIMIT 1)",
  );
  await pool.query("ALTER TABLE audit_events ENABLE TRIGGER USER");
}

describe("an instance that runs notices that the end of the log was cut off,", () => {
  test.each([
    ["one event that it recorded", () => audit.record(ctx, [event])],
    ["one event of a change", () => append()],
  ])("%s: it does nothing more, says so once, and puts it on record", async (_, write) => {
    await write();
    const seen = await auditHead(pool);
    await cutOff(1);
    const found = await auditHead(pool);
    await expect(audit.record(ctx, [event])).rejects.toMatchObject(refused);
    await expect(append()).rejects.toMatchObject(refused);
    await expect(audit.record(ctx, [event])).rejects.toMatchObject(refused);
    expect(errors).toHaveLength(1);
    await expect
      .poll(() => database.db.auditEvent.findFirst({ where: { seq: found.seq + 1 } }))
      .toMatchObject({ action: "audit.rolledBack" });
    const recorded = await database.db.auditEvent.findFirstOrThrow({ where: { seq: found.seq + 1 } });
    expect(JSON.parse(recorded.detail)).toEqual({
      seen: `${seen.seq}:${seen.hash}`,
      found: `${found.seq}:${found.hash}`,
    });
    expect(await verifyChain(source)).toMatchObject({ isIntact: true });
  });

  test("also when another instance has written on since, past the number that it saw", async () => {
    await cutOff(2);
    const other = openAuditLog(source);
    for (let i = 0; i < 5; i += 1) await other.record(ctx, [event]);
    const recorded = () => database.db.auditEvent.count({ where: { action: "audit.rolledBack" } });
    const before = await recorded();
    await expect(audit.record(ctx, [event])).rejects.toMatchObject(refused);
    await expect.poll(recorded).toBe(before + 1);
  });

  test("and also when the head was put back alone", async () => {
    await pool.query(
      "UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_events WHERE seq = audit_head.seq - 1)",
    );
    await expect(append()).rejects.toMatchObject(refused);
    // The event that is still there stands in the way of the record.
    await expect.poll(() => errors.length).toBe(2);
    // For the tests that come after this one.
    await pool.query("ALTER TABLE audit_events DISABLE TRIGGER USER");
    await pool.query("DELETE FROM audit_events");
    await pool.query("DELETE FROM audit_head");
    await pool.query("ALTER TABLE audit_events ENABLE TRIGGER USER");
  });
});

test("other instances that write, and changes that are undone, are no reason to stop", async () => {
  const other = openAuditLog(source);
  for (let i = 0; i < 20; i += 1) {
    const undone = inTransaction(ctx, async (tx) => {
      await audit.append(tx, ctx, [event]);
      throw new Error("undone");
    });
    await Promise.all([
      expect(undone).rejects.toThrow("undone"),
      append(),
      append(other),
      audit.record(ctx, [event]),
      other.record(ctx, [event]),
    ]);
  }
  expect(errors).toEqual([]);
});

test.each(["the same instance", "another one"])(
  "nor is it when %s removes old events, and the last that was seen is one of them",
  async (who) => {
    const read = { action: "secret.revealed" } as const;
    const { seq } = await auditHead(pool);
    await audit.record(
      ctx,
      Array.from({ length: 2 * TILE_HASHES - (seq % TILE_HASHES) }, () => read),
    );
    const seen = await auditHead(pool);
    await indexLog(ctx);
    const other = openAuditLog(source);
    await other.record(ctx, [event]);
    clock.advanceSeconds(3 * 86_400);
    const retention = { days: { read: 1, signIn: null, refusal: null }, archiveDir: null };
    await pruneLog({ ...ctx, retention, audit: who === "another one" ? other : audit });
    expect(await database.db.auditEvent.count({ where: { seq: seen.seq } })).toBe(0);
    await audit.record(ctx, [event]);
    expect(errors).toEqual([]);
  },
);
