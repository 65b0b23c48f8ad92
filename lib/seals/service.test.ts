import { createSecretKey, hkdfSync } from "node:crypto";
import { expect, test } from "vitest";
import { verifyAudit } from "@/lib/admin/commands/audit";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import type { Ctx } from "@/lib/context";
import { sealBytes } from "@/lib/crypto/aead";
import { newMasterKeyText, parseMasterKey } from "@/lib/crypto/master-key";
import { unwrapInstanceKey } from "@/lib/crypto/wrapping";
import { openKeyring } from "@/lib/keys/keyring";
import { rotateMasterKey } from "@/lib/keys/rotate";
import { createPerson } from "@/lib/people/service";
import { ensureBuiltIns } from "@/lib/projects/service";
import { createSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { openSeals } from "./seals";
import { sealDatabase } from "./service";
import { TABLE_NAMES } from "./tables";

/** A database as it is right after the migrations, when a version that sealed nothing had made all of it. */
async function unsealedDatabase() {
  const masterKey = parseMasterKey(newMasterKeyText(), "test");
  const { ctx } = await testContext({ masterKey });
  const { db, pool } = ctx;
  await ensureBuiltIns(ctx);
  await createPerson(ctx, {
    email: "a@example.com",
    role: "owner",
    password: "correct horse battery staple",
  });
  const scope = { project: "default", environment: "production" };
  for (let i = 0; i < 30; i += 1) {
    const text = { name: `S${i}`, value: "v", description: "", category: "custom", audience: "all" } as const;
    await createSecret(ctx, { ...scope, ...text });
  }
  const wanted = { name: "k", kind: "service", project: "default", permissions: ["secrets:read"] };
  await createApiKey(ctx, newApiKey.parse(wanted));
  const { id, wrapped } = await db.instanceKey.findFirstOrThrow();
  const instanceKey = unwrapInstanceKey(masterKey.key, id, wrapped);
  // As that version wrapped it.
  const key = createSecretKey(
    Buffer.from(hkdfSync("sha256", masterKey.key, id, "strongroom/instance/v1", 32)),
  );
  const before = sealBytes(key, { purpose: "instance", ids: [id] }, instanceKey.export());
  await pool.query("UPDATE instance_keys SET wrapped = $1", [before]);
  for (const table of TABLE_NAMES) await pool.query(`UPDATE ${table} SET seal = ''`);
  /** The program, started anew. */
  const start = async (current = masterKey, previous: typeof masterKey | null = null): Promise<Ctx> => {
    const masterKeys = { current, previous };
    const keys = await openKeyring({ db, pool, masterKeys, now: ctx.now });
    return { ...ctx, keys, seals: openSeals(keys.derive("rows"), () => {}) };
  };
  return { ctx, before, masterKey, start };
}

test("a database of a version that sealed nothing is sealed at its first start, by one of many instances", async () => {
  const { ctx, start } = await unsealedDatabase();
  expect(await verifyAudit(ctx, {})).toMatchObject({ isBad: true });
  const instances = await Promise.all(Array.from({ length: 4 }, () => start()));
  expect(instances.map(({ keys }) => keys.isUnsealed)).toEqual([true, true, true, true]);
  const sealed = await Promise.all(instances.map((instance) => sealDatabase(instance)));
  expect(sealed.filter((count) => count !== null)).toHaveLength(1);
  expect(Number(sealed.find((count) => count !== null))).toBeGreaterThan(60);
  expect(await verifyAudit(await start(), {})).toMatchObject({ data: { isIntact: true } });
  expect((await start()).keys.isUnsealed).toBe(false);
  expect(await ctx.db.auditEvent.count({ where: { action: "rows.sealed" } })).toBe(1);
});

test("never again: not for rows without a seal, nor with the old wrapping put back", async () => {
  const { ctx, before, start } = await unsealedDatabase();
  await sealDatabase(await start());
  await ctx.pool.query("UPDATE users SET role = 'owner', seal = ''");
  const again = await start();
  expect(await sealDatabase(again)).toBeNull();
  expect(await verifyAudit(again, {})).toMatchObject({ isBad: true });
  await ctx.pool.query("UPDATE instance_keys SET wrapped = $1", [before]);
  await expect(sealDatabase(await start())).rejects.toThrow("set back");
  expect(await verifyAudit(again, {})).toMatchObject({ isBad: true });
});

test("what breaks off is done anew as a whole", async () => {
  const { ctx, start } = await unsealedDatabase();
  const instance = await start();
  let made = 0;
  const failing: Ctx["seals"]["of"] = (table, row) => {
    made += 1;
    if (made > 40) throw new Error("the power went");
    return instance.seals.of(table, row);
  };
  await expect(sealDatabase({ ...instance, seals: { ...instance.seals, of: failing } })).rejects.toThrow(
    "power",
  );
  expect((await start()).keys.isUnsealed).toBe(true);
  const { rows } = await ctx.pool.query("SELECT 1 FROM secrets WHERE seal <> '' LIMIT 1");
  expect(rows).toEqual([]);
  expect(await sealDatabase(await start())).toBeGreaterThan(60);
});

test("a new database never had an unsealed row, and a rotation of the master key keeps that", async () => {
  const masterKey = parseMasterKey(newMasterKeyText(), "test");
  const { ctx } = await testContext({ masterKey });
  expect(ctx.keys.isUnsealed).toBe(false);
  await ensureBuiltIns(ctx);
  const next = parseMasterKey(newMasterKeyText(), "test");
  const masterKeys = { current: next, previous: masterKey };
  await rotateMasterKey(ctx, masterKeys);
  const keys = await openKeyring({ db: ctx.db, pool: ctx.pool, masterKeys, now: ctx.now });
  expect(keys.isUnsealed).toBe(false);
  expect(keys.derive("rows")).toEqual(ctx.keys.derive("rows"));
  expect(await verifyAudit({ ...ctx, keys }, {})).toMatchObject({ data: { isIntact: true } });
});
