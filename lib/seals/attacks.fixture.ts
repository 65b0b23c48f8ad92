import { beforeEach, expect } from "vitest";
import { verifyAudit } from "@/lib/admin/commands/audit";
import { settleRow } from "@/lib/admin/commands/row";
import { newId } from "@/lib/platform/ids";
import { createSecret, editSecret } from "@/lib/secrets/service";
import { testApi } from "@/test/api/api";

/** An instance to attack, how to, and what the program finds of it. */
export async function testAttacks() {
  const { ctx, as, asRole, call, makeKey, clock, database } = await testApi();
  const { db, pool } = database;
  const here = { project: "default", environment: "production" } as const;
  const owner = as(await asRole("owner"));
  const PASSWORD = "correct horse battery staple";

  /** What everybody who may write to the database can do, whatever stands in the way there. */
  const attack = (statement: string, ...values: unknown[]) => pool.query(statement, values);

  async function secret(values: readonly string[], more: object = {}): Promise<{ id: string; name: string }> {
    const name = `S_${newId().slice(-12)}`;
    const text = { ...here, name, description: "", category: "custom", audience: "all", ...more } as const;
    const { id } = await createSecret(owner, { ...text, value: values[0] ?? "" });
    for (const value of values.slice(1)) {
      const { revision } = await db.secret.findUniqueOrThrow({ where: { id } });
      await editSecret(owner, { ...text, secretId: id, revision, value });
    }
    return { id, name };
  }

  /** Tables and ids of what `audit verify` and the log have to say. */
  async function found(): Promise<{ verified: string[]; isBad: boolean; recorded: string[] }> {
    const { data, isBad = false } = await verifyAudit(ctx, {});
    const { rows } = data as unknown as { rows: { tampered: { table: string; id: string }[] } };
    const events = await db.auditEvent.findMany({
      where: { action: "row.tampered" },
      orderBy: { seq: "asc" },
    });
    return {
      isBad,
      verified: rows.tampered.map(({ table, id }) => `${table}/${id}`),
      recorded: events.map(({ detail }) => JSON.parse(detail)).map(({ table, id }) => `${table}/${id}`),
    };
  }

  async function expectFound(table: string, id: string): Promise<void> {
    const row = `${table}/${id}`;
    await expect.poll(async () => (await found()).recorded).toContain(row);
    const { verified, isBad } = await found();
    expect(verified).toContain(row);
    expect(isBad).toBe(true);
  }

  beforeEach(async () => {
    // What one test did is no finding of the next.
    const { verified } = await found();
    for (const row of verified) {
      const [table = "", ...id] = row.split("/");
      await settleRow(ctx, "accept", { table, id: id.join("/") });
    }
  });
  return {
    ctx,
    as,
    asRole,
    call,
    makeKey,
    clock,
    db,
    pool,
    here,
    owner,
    PASSWORD,
    attack,
    secret,
    found,
    expectFound,
  };
}
