import { describe, expect, test } from "vitest";
import { findAccount } from "@/lib/accounts/store";
import { verifyAudit } from "@/lib/admin/commands/audit";
import { settleRow } from "@/lib/admin/commands/row";
import { openAuditLog } from "@/lib/audit/log";
import { createPerson } from "@/lib/people/service";
import { newId } from "@/lib/platform/ids";
import { editSecret } from "@/lib/secrets/service";
import { testAttacks } from "./attacks.fixture";
import { openSeals } from "./seals";
import { openTamperReport } from "./tampering";
import { currentAlert } from "./verification/service";

const { ctx, as, asRole, clock, db, pool, here, owner, PASSWORD, attack, secret, expectFound } =
  await testAttacks();

describe("traces that are removed afterwards", () => {
  test("an inserted row that is gone again leaves its record, and cutting that off stops the instance", async () => {
    const audit = openAuditLog({ pool, key: ctx.keys.derive("audit") });
    const report = openTamperReport({ audit, log: { error: () => {} }, now: clock.now });
    const seals = openSeals(ctx.keys.derive("rows"), report);
    const { id } = await createPerson(owner, {
      email: `t${newId().slice(-8)}@example.com`,
      role: "member",
      password: PASSWORD,
    });
    await audit.record(ctx, [{ action: "secret.used" }]);
    const before = await db.auditHead.findFirstOrThrow();
    await attack("UPDATE users SET role = 'owner' WHERE id = $1", id);
    const row = await db.user.findUniqueOrThrow({ where: { id } });
    expect(seals.isIntact("users", row)).toBe(false);
    await expect.poll(() => db.auditEvent.count({ where: { seq: { gt: before.seq } } })).toBe(1);
    await attack("DELETE FROM users WHERE id = $1", id);
    await attack("ALTER TABLE audit_events DISABLE TRIGGER USER");
    await attack("DELETE FROM audit_events WHERE seq > $1", String(before.seq));
    await attack(
      "UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_events WHERE seq = $1)",
      String(before.seq),
    );
    await attack("ALTER TABLE audit_events ENABLE TRIGGER USER");
    await expect(audit.record(ctx, [{ action: "secret.used" }])).rejects.toMatchObject({
      code: "unavailable",
    });
    await expect.poll(() => db.auditEvent.count({ where: { action: "audit.rolledBack" } })).toBe(1);
    expect(await currentAlert(owner)).toBe("log");
  });
});

describe("what a tampered row comes to", () => {
  test("Owners are told until everything is found intact again, nobody else is", async () => {
    const { id } = await createPerson(owner, {
      email: `o${newId().slice(-8)}@example.com`,
      role: "member",
      password: PASSWORD,
    });
    expect(await verifyAudit(ctx, {})).toMatchObject({ data: { rows: { tampered: [] }, isIntact: true } });
    expect(await currentAlert(owner)).toBeNull();
    await attack("UPDATE users SET role = 'owner' WHERE id = $1", id);
    const { email } = await db.user.findUniqueOrThrow({ where: { id } });
    expect(await findAccount(db, ctx.seals, { email })).toBeNull();
    await expect.poll(() => currentAlert(owner)).toBe("rows");
    expect(await currentAlert(as(await asRole("super_admin")))).toBeNull();
    await settleRow(ctx, "delete", { table: "users", id });
    expect(await currentAlert(owner)).toBe("rows");
    expect(await verifyAudit(ctx, {})).toMatchObject({ data: { isIntact: true } });
    expect(await currentAlert(owner)).toBeNull();
  });

  test("it goes on record once an hour, and a thousand of them do not fill the log", async () => {
    const recorded: unknown[] = [];
    const audit = { record: async (_: unknown, events: readonly unknown[]) => void recorded.push(...events) };
    let now = clock.now();
    const report = openTamperReport({ audit, log: { error: () => {} }, now: () => now });
    for (let i = 0; i < 50; i += 1) report("users", "a");
    expect(recorded).toHaveLength(1);
    for (let i = 0; i < 1_000; i += 1) report("secrets", String(i));
    expect(recorded).toHaveLength(100);
    now = new Date(now.getTime() + 60 * 60 * 1_000);
    report("users", "a");
    expect(recorded).toHaveLength(101);
  });

  test("only an operator accepts or deletes one, and that is on record", async () => {
    const { id } = await asRole("member");
    await attack("UPDATE users SET role = 'auditor' WHERE id = $1", id);
    await expect(settleRow(owner, "accept", { table: "users", id })).rejects.toMatchObject({
      code: "forbidden",
    });
    for (const ref of [
      { table: "audit_events", id },
      { table: "users; DROP TABLE users", id },
      { table: "users", id: "1 OR true" },
    ])
      await expect(settleRow(ctx, "accept", ref)).rejects.toMatchObject({ code: "validation" });
    await expect(settleRow(ctx, "delete", { table: "users", id: newId() })).rejects.toMatchObject({
      code: "notFound",
    });
    await settleRow(ctx, "accept", { table: "users", id });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { action: "row.accepted" },
      orderBy: { seq: "desc" },
    });
    expect(JSON.parse(event.detail)).toEqual({ table: "users", id });
  });

  test("a change of it never seals what was put there", async () => {
    const { id, name } = await secret(["v"]);
    await attack("UPDATE secrets SET audience = 'agents' WHERE id = $1", id);
    const text = {
      ...here,
      name,
      description: "x",
      category: "custom",
      audience: "all",
      secretId: id,
    } as const;
    await expect(editSecret(owner, { ...text, revision: 1, value: "w" })).rejects.toMatchObject({
      code: "notFound",
    });
    await expectFound("secrets", id);
  });
});
