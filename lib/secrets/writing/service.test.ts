import { expect, test } from "vitest";
import { verifyChain } from "@/lib/audit/service";
import { actorLabel } from "@/lib/authorization/actor";
import { closeDatabase, openDatabase } from "@/lib/db/client";
import { afterwards } from "@/test/afterwards";
import { databaseProxy } from "@/test/database-proxy";
import { createSecret, editSecret } from "../service";
import { storedSecrets } from "../stored-secrets.fixture";
import { storeSecret } from "../upsert/service";

const { ctx, as, asRole, database, owner, scope, draft, stored, openAll, actionsOn } = await storedSecrets();
const { db, pool } = database;

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}_${i}`);

/** How many transactions wrote these secrets. */
async function transactionsOf(prefix: string): Promise<number> {
  const text = "SELECT count(DISTINCT xmin::text)::int AS count FROM secrets WHERE name LIKE $1";
  const { rows } = await pool.query<{ count: number }>(text, [`${prefix}%`]);
  return rows[0]?.count ?? 0;
}

async function savedNames(prefix: string): Promise<string[]> {
  const rows = await db.secret.findMany({
    where: { name: { startsWith: prefix } },
    orderBy: { name: "asc" },
  });
  return rows.map(({ name }) => name);
}

/** Holds the lock of a secret, as somebody else's change does, until it is told to let go. */
async function held(secretId: string) {
  const client = await pool.connect();
  await client.query("BEGIN");
  await client.query("SELECT 1 FROM secrets WHERE id = $1 FOR UPDATE", [secretId]);
  return async () => {
    await client.query("ROLLBACK");
    client.release();
  };
}

test("changes that come together share transactions, each with its own author and event, in one chain", async () => {
  const people = await Promise.all(
    ["owner", "super_admin"].map((role) => asRole(role as "owner" | "super_admin")),
  );
  await Promise.all(
    names("SHARED", 60).map((name, i) => {
      const environment = i % 3 === 0 ? "development" : "production";
      return createSecret(as(people[i % 2] ?? owner.actor), { ...draft(name), environment });
    }),
  );
  expect(await transactionsOf("SHARED")).toBeLessThan(15);
  const rows = await db.secret.findMany({
    where: { name: { startsWith: "SHARED" } },
    include: { environment: true },
  });
  expect(rows).toHaveLength(60);
  for (const { id, name, updatedBy, environment } of rows) {
    const i = Number(name.split("_")[1]);
    expect(updatedBy).toBe(actorLabel(people[i % 2] ?? owner.actor));
    expect(environment.slug).toBe(i % 3 === 0 ? "development" : "production");
    const [event, ...others] = await db.auditEvent.findMany({ where: { secretId: id } });
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      action: "secret.created",
      actorLabel: updatedBy,
      targetName: name,
      environmentId: environment.id,
    });
  }
  expect(await verifyChain({ pool, key: ctx.keys.derive("audit") })).toMatchObject({ isIntact: true });
});

test("one that fails fails alone: nothing of it is written, and everything else is", async () => {
  await stored("ALONE_3");
  await stored("ALONE_7");
  const wanted = [...names("ALONE", 20), "alone_11"];
  const outcomes = await Promise.allSettled(wanted.map((name) => createSecret(owner, draft(name))));
  const refused = wanted.filter((_, i) => outcomes[i]?.status === "rejected");
  expect(refused.map((name) => name.toUpperCase()).sort()).toEqual(["ALONE_11", "ALONE_3", "ALONE_7"]);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected")
      expect(outcome.reason).toMatchObject({
        code: "conflict",
        context: { fields: { name: [expect.any(String)] } },
      });
  }
  const created = await db.auditEvent.count({
    where: { action: "secret.created", targetName: { startsWith: "ALONE", mode: "insensitive" } },
  });
  expect(created).toBe(20);
});

test("changes of one secret come one after the other, and none is lost", async () => {
  const secret = await stored("COUNTER", "value-of-the-first");
  const values = Array.from({ length: 12 }, (_, i) => `value-number-${i}`);
  await Promise.all(values.map((value) => storeSecret(owner, scope, { name: "COUNTER", value })));
  const all = await openAll(secret.id);
  expect(all).toHaveLength(13);
  expect(new Set(all)).toEqual(new Set(["value-of-the-first", ...values]));
  expect(await actionsOn(secret.id)).toEqual(["secret.created", ...values.map(() => "secret.rotated")]);
});

test("an edit that expects another revision changes nothing, whatever shares its transaction", async () => {
  const secrets = await Promise.all(names("EDITED", 10).map((name) => stored(name)));
  const { id, revision } = secrets[4] ?? expect.fail();
  await storeSecret(owner, scope, { name: "EDITED_4", value: "changed-by-somebody-else" });
  const edit = ({ id: secretId, name, revision: seen }: (typeof secrets)[number]) =>
    editSecret(owner, {
      ...{ ...scope, secretId, name, revision: secretId === id ? revision : seen },
      ...{ description: "edited", category: "custom", audience: "all", value: undefined },
    });
  const outcomes = await Promise.allSettled(secrets.map(edit));
  expect(outcomes.map(({ status }) => status)).toEqual(
    secrets.map((secret) => (secret.id === id ? "rejected" : "fulfilled")),
  );
  const rows = await db.secret.findMany({ where: { name: { startsWith: "EDITED" } } });
  expect(rows.filter(({ description }) => description === "edited").map(({ id: row }) => row)).not.toContain(
    id,
  );
  expect(rows.filter(({ description }) => description === "edited")).toHaveLength(9);
});

test("nobody waits for a secret that somebody else holds, but who changes it", async () => {
  const secret = await stored("HELD", "value-of-the-first");
  const letGo = await held(secret.id);
  let isChanged = false;
  const waiting = storeSecret(owner, scope, { name: "HELD", value: "value-that-waits" }).then(() => {
    isChanged = true;
  });
  await Promise.all(names("BESIDE", 20).map((name) => createSecret(owner, draft(name))));
  expect(isChanged).toBe(false);
  await letGo();
  await waiting;
  expect(await openAll(secret.id)).toEqual(["value-of-the-first", "value-that-waits"]);
});

test("with the audit log unwritable nothing is written, and each is told", async () => {
  await pool.query("ALTER TABLE audit_events RENAME TO audit_events_gone");
  const outcomes = await Promise.allSettled(
    names("UNLOGGED", 20).map((name) => createSecret(owner, draft(name))),
  );
  await pool.query("ALTER TABLE audit_events_gone RENAME TO audit_events");
  for (const outcome of outcomes)
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
  expect(await savedNames("UNLOGGED")).toEqual([]);
});

test("when the answer to a COMMIT is lost, all who shared it are told that the outcome is unknown", async () => {
  const proxy = await databaseProxy(database.address);
  const opened = openDatabase(proxy.address, () => {});
  afterwards(() => closeDatabase(opened));
  await opened.db.project.count();
  proxy.cutAfter("COMMIT");
  const wanted = names("UNKNOWN", 8);
  const outcomes = await Promise.allSettled(
    wanted.map((name) => createSecret({ ...owner, ...opened }, draft(name))),
  );
  const rejected = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(rejected.length).toBeGreaterThan(0);
  for (const { reason } of rejected) expect(reason).toMatchObject({ code: "outcomeUnknown" });
  expect(await savedNames("UNKNOWN")).toEqual(wanted);
});
