import { beforeEach, describe, expect, test } from "vitest";
import { openKeyUsage } from "@/lib/api-keys/usage/usage";
import { openAuditLog } from "@/lib/audit/log";
import { verifyChain } from "@/lib/audit/service";
import { type Ctx, requestContext } from "@/lib/context";
import { type MasterKey, newMasterKeyText, parseMasterKey } from "@/lib/crypto/master-key";
import { Plaintext } from "@/lib/crypto/plaintext";
import { closeDatabase, openDatabase } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { freshenSources } from "@/lib/managers/references/freshen";
import { openEgress } from "@/lib/net/egress";
import { newId } from "@/lib/platform/ids";
import { KEPT_DAYS } from "@/lib/platform/retention";
import { openPoolUsage } from "@/lib/pools/usage/usage";
import { holdChange } from "@/lib/requests/holding/service";
import { holdWrites } from "@/lib/requests/secrets/service";
import { openSeals } from "@/lib/seals/seals";
import { NO_BACKUPS, NO_OUTLETS } from "@/test/context";
import { testDatabase } from "@/test/database";
import { UNSEALED } from "@/test/seals";
import { type Keyring, openKeyring, type SealedValue, type VersionRef } from "./keyring";
import { rotateMasterKey } from "./rotate";

const { db, pool, address } = await testDatabase();
const now = () => new Date("2026-11-22T12:00:00.000Z");
const PROJECTS = 12;

interface Stored {
  readonly ref: VersionRef;
  readonly sealed: SealedValue;
}

let oldKey = newMasterKey();
let stored: Stored[] = [];

beforeEach(async () => {
  await pool.query("ALTER TABLE audit_events DISABLE TRIGGER USER");
  await pool.query(
    "DELETE FROM audit_events; DELETE FROM audit_head; DELETE FROM project_keys; DELETE FROM projects",
  );
  await pool.query("DELETE FROM instance_keys; DELETE FROM master_keys");
  await pool.query("ALTER TABLE audit_events ENABLE TRIGGER USER");
  oldKey = newMasterKey();
  const keys = await keyring(oldKey);
  stored = await Promise.all(Array.from({ length: PROJECTS }, () => storeOne(keys)));
});

function newMasterKey(): MasterKey {
  return parseMasterKey(newMasterKeyText(), "test");
}

function keyring(current: MasterKey, previous: MasterKey | null = null): Promise<Keyring> {
  return openKeyring({ db, pool, masterKeys: { current, previous }, now });
}

async function context(keys: Keyring): Promise<Ctx> {
  const audit = openAuditLog({ pool, key: keys.derive("audit") });
  const usage = openKeyUsage({ pool, log: console });
  const request = { id: newId(), ip: null, userAgent: null };
  const actor = { kind: "operator", name: "test" } as const;
  const seals = openSeals(keys.derive("rows"), () => {});
  const egress = openEgress();
  const services = {
    db,
    pool,
    keys,
    seals,
    audit,
    outlets: NO_OUTLETS,
    backups: NO_BACKUPS,
    usage,
    pools: openPoolUsage({ pool, log: console }),
    egress,
    now,
    singleSignOn: null,
    retention: { days: KEPT_DAYS, archiveDir: null },
    projectKeyDays: null,
    mail: null,
    origin: "https://secrets.example.com",
    secretUsers: [],
    freshen: freshenSources,
    hold: { secrets: holdWrites, other: holdChange },
  };
  return requestContext(services, { actor, request });
}

async function rotate(from: MasterKey, to: MasterKey) {
  return rotateMasterKey(await context(await keyring(to, from)), { current: to, previous: from });
}

async function storeOne(keys: Keyring): Promise<Stored> {
  const projectId = newId();
  await inTransaction({ db }, async (tx) => {
    await tx.project.create({
      data: { seal: UNSEALED, id: projectId, slug: projectId, name: "p", createdAt: now() },
    });
    await keys.createProjectKey(tx, projectId, now());
  });
  const ref = { projectId, secretId: newId(), versionId: newId() };
  return { ref, sealed: (await keys.project(projectId)).seal(ref, Plaintext.of(projectId)) };
}

/** Opens every value with nothing but the given key. */
async function expectAllOpen(masterKey: MasterKey, all: readonly Stored[] = stored): Promise<void> {
  const keys = await keyring(masterKey);
  for (const { ref, sealed } of all) {
    expect((await keys.project(ref.projectId)).open(ref, sealed).reveal()).toBe(ref.projectId);
  }
}

async function masterKeysInUse(): Promise<string[]> {
  const rows = await pool.query(
    "SELECT master_key_id AS id FROM project_keys UNION SELECT master_key_id FROM instance_keys",
  );
  return rows.rows.map((row) => row.id);
}

describe("a rotation of the master key", () => {
  test("makes the new key open everything and the old one nothing, and changes no ciphertext", async () => {
    const newKey = newMasterKey();
    const before = await keyring(oldKey);
    expect(await rotate(oldKey, newKey)).toEqual({
      isChanged: true,
      masterKeyId: newKey.id,
      projectKeyCount: PROJECTS,
    });
    await expectAllOpen(newKey);
    await expect(keyring(oldKey)).rejects.toThrow("this database needs master key");
    expect(await masterKeysInUse()).toEqual([newKey.id]);
    const after = await keyring(newKey);
    for (const purpose of ["audit", "session", "throttle", "setup", "actions"] as const) {
      expect(after.derive(purpose)).toEqual(before.derive(purpose));
    }
  });

  test("is an audit event of its own transaction, and the chain goes on", async () => {
    const newKey = newMasterKey();
    const keys = await keyring(oldKey);
    await (await context(keys)).audit.record(await context(keys), [{ action: "instance.started" }]);
    await rotate(oldKey, newKey);
    const source = { pool, key: (await keyring(newKey)).derive("audit") };
    expect(await verifyChain(source)).toMatchObject({ isIntact: true, checked: 2 });
    const [event] = await db.auditEvent.findMany({
      where: { action: "masterKey.rotated" },
      orderBy: { seq: "asc" },
    });
    const [from, to] = [`${oldKey.id.slice(0, 8)}…`, `${newKey.id.slice(0, 8)}…`];
    expect(JSON.parse(event?.detail ?? "")).toEqual({ from, to, projectKeys: PROJECTS });
  });

  test("done twice changes nothing the second time", async () => {
    const newKey = newMasterKey();
    await rotate(oldKey, newKey);
    expect(await rotate(oldKey, newKey)).toMatchObject({ isChanged: false, projectKeyCount: 0 });
    await expectAllOpen(newKey);
  });

  test("that fails at its very end leaves the old key opening everything", async () => {
    await pool.query(
      `CREATE FUNCTION no_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$`,
    );
    await pool.query(
      "CREATE TRIGGER no BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION no_insert()",
    );
    const newKey = newMasterKey();
    await expect(rotate(oldKey, newKey)).rejects.toMatchObject({ code: "unavailable" });
    await pool.query("DROP TRIGGER no ON audit_events; DROP FUNCTION no_insert()");
    await expectAllOpen(oldKey);
    expect(await masterKeysInUse()).toEqual([oldKey.id]);
    await rotate(oldKey, newKey);
    await expectAllOpen(newKey);
  });

  test("whose connection is cut at any moment leaves a database that one of the two keys opens entirely", async () => {
    const both = (to: MasterKey) => ({ current: to, previous: oldKey });
    for (let delayMs = 0; delayMs < 40; delayMs += 4) {
      const newKey = newMasterKey();
      // Connections of its own, so that only the rotation's are cut.
      const victim = openDatabase(address, () => {});
      const ctx = { ...(await context(await keyring(newKey, oldKey))), ...victim };
      const rotation = rotateMasterKey(ctx, both(newKey)).catch(() => null);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`);
      await rotation;
      await closeDatabase(victim);
      const [inUse, ...others] = await masterKeysInUse();
      expect(others).toEqual([]);
      const survivor = inUse === newKey.id ? newKey : oldKey;
      await expectAllOpen(survivor);
      oldKey = survivor;
    }
  });

  test("of several at once one wins, and the others are told which key is needed now", async () => {
    const candidates = Array.from({ length: 5 }, newMasterKey);
    const results = await Promise.allSettled(candidates.map((to) => rotate(oldKey, to)));
    const winners = candidates.filter((_, i) => results[i]?.status === "fulfilled");
    expect(winners).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected")
        expect(String(result.reason)).toContain("this database needs master key");
    }
    const [winner] = winners;
    if (winner) await expectAllOpen(winner);
  });

  test("back to a key that was retired is refused, and so is one from a key that does not fit", async () => {
    const newKey = newMasterKey();
    await rotate(oldKey, newKey);
    await expect(rotate(newKey, oldKey)).rejects.toThrow("was retired in this database");
    const stranger = newMasterKey();
    const masterKeys = { current: newMasterKey(), previous: stranger };
    await expect(rotateMasterKey(await context(await keyring(newKey)), masterKeys)).rejects.toThrow(
      "needs master key",
    );
    await expectAllOpen(newKey);
  });
});

describe("while the master key is rotated", () => {
  test("projects that are made at the same time never end under the retired key", async () => {
    const newKey = newMasterKey();
    const both = await keyring(newKey, oldKey);
    const onlyOld = await keyring(oldKey);
    const made: Stored[] = [];
    const refusals: unknown[] = [];
    let isDone = false;
    const writer = async (keys: Keyring) => {
      while (!isDone)
        await storeOne(keys).then(
          (one) => made.push(one),
          (error: unknown) => refusals.push(error),
        );
    };
    const writers = [both, both, both, onlyOld].map(writer);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await rotate(oldKey, newKey);
    await new Promise((resolve) => setTimeout(resolve, 50));
    isDone = true;
    await Promise.all(writers);
    expect(made.length).toBeGreaterThan(5);
    expect(await masterKeysInUse()).toEqual([newKey.id]);
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: "unavailable" });
    await expectAllOpen(newKey, [...stored, ...made]);
  });

  test("an instance with the old key alone goes on with the projects it knows and says so for others", async () => {
    const keys = await keyring(oldKey);
    const [known, unknown] = stored;
    if (!known || !unknown) throw new Error("nothing stored");
    await keys.project(known.ref.projectId);
    await rotate(oldKey, newMasterKey());
    expect((await keys.project(known.ref.projectId)).open(known.ref, known.sealed).reveal()).toBe(
      known.ref.projectId,
    );
    const refusal = {
      code: "unavailable",
      detail: "The master key was changed. Restart this instance with the new key.",
    };
    await expect(keys.project(unknown.ref.projectId)).rejects.toMatchObject(refusal);
    await expect(storeOne(keys)).rejects.toMatchObject(refusal);
  });

  test("an instance that may read its key again goes on with every project", async () => {
    const newKey = newMasterKey();
    const [before, after] = [oldKey, newKey].map((current) => ({ current, previous: null }));
    if (!before || !after) throw new Error("no keys");
    const keys = await openKeyring({ db, pool, masterKeys: before, now, reload: async () => after });
    await rotate(oldKey, newKey);
    for (const { ref, sealed } of stored) {
      expect((await keys.project(ref.projectId)).open(ref, sealed).reveal()).toBe(ref.projectId);
    }
    await expectAllOpen(newKey, [await storeOne(keys)]);
  });

  test("a key that cannot be read again is the same as none", async () => {
    const reload = () => Promise.reject(new Error("the disk is gone"));
    const keys = await openKeyring({
      db,
      pool,
      masterKeys: { current: oldKey, previous: null },
      now,
      reload,
    });
    await rotate(oldKey, newMasterKey());
    await expect(storeOne(keys)).rejects.toMatchObject({ code: "unavailable" });
  });
});
