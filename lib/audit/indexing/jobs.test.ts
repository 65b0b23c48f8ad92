import { expect, test } from "vitest";
import { verifyAudit } from "@/lib/admin/commands/audit";
import { currentAlert } from "@/lib/seals/verification/service";
import { testContext } from "@/test/context";
import { indexAudit } from "./jobs";

const { ctx, as, asRole, database } = await testContext();
const { pool, db } = database;
const people = {
  owner: as(await asRole("owner")),
  super_admin: as(await asRole("super_admin")),
  auditor: as(await asRole("auditor")),
  member: as(await asRole("member")),
};

const alerts = async () =>
  Object.fromEntries(
    await Promise.all(Object.entries(people).map(async ([role, by]) => [role, await currentAlert(by)])),
  );
const alter = (name: string, seq: number) =>
  pool.query(`ALTER TABLE audit_events DISABLE TRIGGER USER;
    UPDATE audit_events SET target_name = '${name}' WHERE seq = ${seq};
    ALTER TABLE audit_events ENABLE TRIGGER USER`);
const told = async () =>
  (await db.auditEvent.findMany({ where: { action: "audit.broken" }, orderBy: { seq: "asc" } })).map(
    ({ detail }) => JSON.parse(detail),
  );
const run = () => indexAudit.run(ctx, null);

test("an altered event is told to all who read the log and is on record once, until everything is found intact", async () => {
  await run();
  await ctx.audit.record(ctx, [
    { action: "secret.revealed", target: { name: "A" } },
    { action: "secret.revealed", target: { name: "A" } },
  ]);
  const seq = Number((await db.auditHead.findFirstOrThrow()).seq) - 1;
  expect(await alerts()).toEqual({ owner: null, super_admin: null, auditor: null, member: null });
  await alter("FORGED", seq);
  for (let minute = 0; minute < 3; minute += 1)
    await expect(run()).rejects.toThrow(`broken at event ${seq} (altered)`);
  expect(await told()).toEqual([{ seq, breach: "altered" }]);
  const at = { brokenAt: seq };
  expect(await alerts()).toEqual({ owner: at, super_admin: at, auditor: at, member: null });
  const verified = await verifyAudit(ctx, {});
  expect(verified.lines[0]).toBe(`Broken: event ${seq} was altered.`);
  expect(await alerts()).toMatchObject({ auditor: at });

  await alter("A", seq);
  await run();
  expect(await alerts()).toMatchObject({ auditor: at });
  expect(await verifyAudit(ctx, {})).toMatchObject({ data: { isIntact: true } });
  expect(await alerts()).toEqual({ owner: null, super_admin: null, auditor: null, member: null });

  await ctx.audit.record(ctx, [{ action: "secret.revealed", target: { name: "A" } }]);
  const next = Number((await db.auditHead.findFirstOrThrow()).seq);
  await alter("FORGED", next);
  await expect(run()).rejects.toThrow(`broken at event ${next}`);
  expect(await told()).toEqual([
    { seq, breach: "altered" },
    { seq: next, breach: "altered" },
  ]);
});
