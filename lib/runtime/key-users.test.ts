import { beforeEach, describe, expect, test } from "vitest";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { parseMasterKey } from "@/lib/crypto/master-key";
import { Plaintext } from "@/lib/crypto/plaintext";
import { sqlOn } from "@/lib/db/sql";
import { openKeyring, PROJECT_KEYS_KEPT_MS } from "@/lib/keys/keyring";
import type { KeyUser } from "@/lib/keys/resealing/model";
import { resealAll, rotateProjectKey } from "@/lib/keys/resealing/service";
import { isChangeHeld } from "@/lib/platform/change-held";
import { newId } from "@/lib/platform/ids";
import { createProject } from "@/lib/projects/service";
import { approveRequest } from "@/lib/requests/deciding/service";
import { setPolicy } from "@/lib/requests/policies/service";
import { verifyRows } from "@/lib/seals/verification/service";
import { keepPending, openPending } from "@/lib/secrets/pending/service";
import { createSecret, deleteSecret, findSecret } from "@/lib/secrets/service";
import { storeSecret } from "@/lib/secrets/upsert/service";
import { openVersion, sealVersion } from "@/lib/secrets/versions/service";
import { openAuthority } from "@/lib/ssh/authorities/service";
import { createSshRule } from "@/lib/ssh/rules/service";
import { newSshRule } from "@/lib/ssh/schema";
import { receiveDelivery } from "@/lib/triggers/deliveries/service";
import { receiveWebhook } from "@/lib/triggers/receiving/service";
import { newTrigger } from "@/lib/triggers/schema";
import { putTrigger } from "@/lib/triggers/setting/service";
import { testContext } from "@/test/context";
import { failure } from "@/test/failure";
import { UNSEALED } from "@/test/seals";
import { KEY_USERS } from "./key-users";

const t = await testContext();
const { ctx, as, asRole, clock, masterKey, database } = t;
const { db, pool } = database;
const never = () => false;
let count = 0;
let project = "";
let projectId = "";
let production = { project, environment: "production" };
let staging = { project, environment: "staging" };

beforeEach(async () => {
  count += 1;
  project = `shop-${count}`;
  production = { project, environment: "production" };
  staging = { project, environment: "staging" };
  await createProject(ctx, { slug: project });
  projectId = (await db.project.findUniqueOrThrow({ where: { slug: project } })).id;
});

/** Another instance on the same database, with keys of its own at hand. */
async function otherInstance(): Promise<Ctx> {
  const current = parseMasterKey(masterKey, "test");
  const keys = await openKeyring({ db, pool, masterKeys: { current, previous: null }, now: clock.now });
  await keys.project(projectId);
  return { ...ctx, keys };
}

const text = { description: "", category: "custom", audience: "all" } as const;
const store = (name: string, value: string, scope = production, by: Ctx = ctx) =>
  storeSecret(by, scope, { name, value });
const read = async (name: string, by: Ctx = ctx, number?: number, scope = production) => {
  const permit = await authorize(by, "secret.restore", { ...scope, secret: { name } });
  return (await openVersion(by, permit, number ?? permit.secret.currentVersion)).reveal();
};
const keyIds = async () => {
  const rows = await db.projectKey.findMany({ where: { projectId }, orderBy: { createdAt: "asc" } });
  return { active: rows.filter((row) => row.isActive).map(({ id }) => id), all: rows.map(({ id }) => id) };
};
const actions = async () => {
  const rows = await db.auditEvent.findMany({
    where: { action: { startsWith: "projectKey." } },
    orderBy: { seq: "asc" },
  });
  return rows.filter((row) => row.projectId === projectId).map(({ action }) => action);
};
const sealedBy = async (keyId = "") => {
  const counts = await Promise.all(KEY_USERS.map((user) => user.count(ctx, keyId)));
  return counts.reduce((sum, one) => sum + one, 0);
};
/** The job, until the key that was replaced is gone. */
async function finish(users = KEY_USERS): Promise<void> {
  clock.advanceSeconds((2 * PROJECT_KEYS_KEPT_MS) / 1_000);
  await resealAll(ctx, users, never);
}

test("every column that names a project key keeps it from being erased, and has somebody who seals it anew", async () => {
  const { rows } = await pool.query(
    `SELECT c.table_name AS name, (SELECT count(*)::int FROM pg_constraint f WHERE f.contype = 'f' AND f.confdeltype = 'r'
       AND f.conrelid = c.table_name::regclass AND f.confrelid = 'project_keys'::regclass) AS references
     FROM information_schema.columns c WHERE c.column_name = 'project_key_id' AND c.table_schema = 'public' ORDER BY 1`,
  );
  expect(rows).toEqual(
    [
      "allowlist_answers",
      "connection_tokens",
      "pending_versions",
      "requested_values",
      "secret_versions",
      "ssh_authorities",
      "trigger_deliveries",
    ].map((name) => ({
      name,
      references: 1,
    })),
  );
});

describe("once a project key is rotated", () => {
  test("everything that the old one sealed is sealed by the new one, opens as before, and the old one is gone", async () => {
    const json = JSON.stringify({ user: "somebody-long", password: "hunter2hunter2" });
    for (const value of ["first value", "second value", "first value"]) await store("A", value);
    await store("A_JSON", json);
    await store("SHORT", "abc");
    await store("A", "first value", staging);
    const owner = await asRole("owner");
    const secret = await findSecret(ctx, { ...production, secret: { name: "A" } });
    const permit = await authorize(ctx, "secret.rotate", { ...production, secret: { id: secret.id } });
    const pending = await sealVersion(ctx, permit, Plaintext.of("pending value"), {
      origin: "rotated",
      restoredFrom: null,
    });
    await keepPending(sqlOn(pool), ctx, permit, pending);
    await setPolicy(ctx, production, { approvals: 1, approvers: null });
    const asked = await createSecret(as(await asRole("super_admin")), {
      ...production,
      name: "ASKED",
      value: json,
      ...text,
    }).catch((error: unknown) => error);
    if (!isChangeHeld(asked)) throw new Error("not held");
    const answer = await storedAnswer("what it answered");
    await createSshRule(
      ctx,
      project,
      newSshRule.parse({ subject: { person: owner.email }, hosts: ["*"], user: "a" }),
    );
    const authority = await openAuthority(ctx, { id: projectId, slug: project, name: project });
    const delivery = await takenDelivery("what it brought");
    const before = await keyIds();
    const groups = await sameAs();

    const { keyId } = await rotateProjectKey(ctx, project);
    expect(await sealedBy(before.active[0])).toBe(11);
    await finish();

    expect(await keyIds()).toEqual({ active: [keyId], all: [keyId] });
    expect(await sealedBy(keyId)).toBe(11);
    const other = await otherInstance();
    for (const by of [ctx, other]) {
      expect(await Promise.all([1, 2, 3].map((number) => read("A", by, number)))).toEqual([
        ...["first value", "second value", "first value"],
      ]);
      expect(await read("A_JSON", by)).toBe(json);
      expect(await read("SHORT", by)).toBe("abc");
      expect((await openPending(by, permit))?.reveal()).toBe("pending value");
      expect(await answer.open(by)).toBe("what it answered");
      const opened = await openAuthority(by, { id: projectId, slug: project, name: project });
      expect(opened.equals(authority)).toBe(true);
      expect((await receiveDelivery(by, { project }, "hook", delivery)).body.toString()).toBe(
        "what it brought",
      );
    }
    expect((await verifyRows(ctx)).tampered.map(({ table }) => table)).toEqual(["allowlist_endpoints"]);
    expect(await sameAs()).toEqual(groups);
    expect(groups).toEqual([["A", ["staging"]]]);
    expect(
      (await approveRequest(as({ ...(await asRole("owner")), confirmedAt: clock.now() }), asked.request.id))
        .state,
    ).toBe("applied");
    expect(await read("ASKED")).toBe(json);
    expect(await actions()).toEqual(["projectKey.rotated", "projectKey.erased"]);
  });

  test("a value is still told to be the same as before, whether or not it was sealed anew yet", async () => {
    await store("A", "the same value");
    await store("A", "another value");
    await rotateProjectKey(ctx, project);
    const fresh = await otherInstance();
    expect(await store("A", "another value", production, fresh)).toMatchObject({
      version: 2,
      outcome: "unchanged",
    });
    expect(await store("A", "the same value", production, fresh)).toMatchObject({ version: 3 });
    await finish();
    expect(await store("A", "the same value")).toMatchObject({ version: 3, outcome: "unchanged" });
    const { rows } = await pool.query(
      `SELECT count(DISTINCT v.fingerprint)::int AS count FROM secret_versions v JOIN secrets s ON s.id = v.secret_id
       JOIN environments e ON e.id = s.environment_id WHERE e.project_id = $1`,
      [projectId],
    );
    expect(rows).toEqual([{ count: 2 }]);
  });

  test("no value that was not compared becomes comparable", async () => {
    await store("A", "the same value");
    await pool.query(
      `UPDATE secrets SET value_group = '' WHERE environment_id IN (SELECT id FROM environments WHERE project_id = $1)`,
      [projectId],
    );
    await rotateProjectKey(ctx, project);
    await finish();
    const secret = await db.secret.findFirstOrThrow({ where: { environment: { projectId } } });
    expect(secret.valueGroup).toBe("");
  });

  test("it is not rotated again before all is done, and other projects have nothing to do with it", async () => {
    await store("A", "a value");
    const keys = await db.projectKey.findMany({ where: { NOT: { projectId } }, orderBy: { id: "asc" } });
    await rotateProjectKey(ctx, project);
    expect(await failure(rotateProjectKey(ctx, project))).toMatchObject({ code: "conflict" });
    await finish();
    await rotateProjectKey(ctx, project);
    await finish();
    expect(await read("A")).toBe("a value");
    expect(await db.projectKey.findMany({ where: { NOT: { projectId } }, orderBy: { id: "asc" } })).toEqual(
      keys,
    );
  });
});

describe("while values are sealed anew", () => {
  test("instances that know the old key alone read every value and store others, and none of these is lost", async () => {
    const names = Array.from({ length: 250 }, (_, i) => `KEY_${i}`);
    for (const name of names) await store(name, `value of ${name}`);
    const instances = [await otherInstance(), await otherInstance()];
    let isDone = false;
    let reads = 0;
    const failures: unknown[] = [];
    const reader = async (by: Ctx, from: number) => {
      for (let i = from; !isDone; i += 1) {
        const name = names[i % names.length] ?? "";
        const value = await read(name, by).catch((error: unknown) => failures.push(error));
        reads += 1;
        if (value !== `value of ${name}`) failures.push(`${name} was ${value}`);
      }
    };
    const written: string[] = [];
    const writer = async (by: Ctx, prefix: string) => {
      for (let i = 0; !isDone; i += 1) {
        await store(`${prefix}_${i}`, `new ${prefix} ${i}`, production, by);
        written.push(`${prefix}_${i}`);
      }
    };
    const working = instances.flatMap((by, i) => [
      reader(by, i * 100),
      reader(by, i * 100 + 50),
      writer(by, `NEW_${i}`),
    ]);
    const { keyId } = await rotateProjectKey(ctx, project);
    await resealAll(ctx, KEY_USERS, never);
    isDone = true;
    await Promise.all(working);
    await finish();
    expect(failures).toEqual([]);
    expect(reads).toBeGreaterThan(20);
    expect(await keyIds()).toEqual({ active: [keyId], all: [keyId] });
    const fresh = await otherInstance();
    for (const name of written) expect(await read(name, fresh)).toMatch(/^new /);
    for (const name of names.slice(0, 20)) expect(await read(name, fresh)).toBe(`value of ${name}`);
  });

  test("the old key stays for two minutes, in which others may still seal by it, and as long as it seals anything", async () => {
    await store("A", "a value");
    const stale = await otherInstance();
    await rotateProjectKey(ctx, project);
    await resealAll(ctx, KEY_USERS, never);
    expect((await keyIds()).all).toHaveLength(2);
    await store("LATE", "sealed by the old key", production, stale);
    await finish();
    expect((await keyIds()).all).toHaveLength(1);
    expect(await read("LATE")).toBe("sealed by the old key");
  });

  test("an instance that slept through all of it cannot store what nobody could open", async () => {
    const stale = await otherInstance();
    await rotateProjectKey(ctx, project);
    await finish();
    await failure(store("LOST", "never to be opened", production, stale));
    expect(await db.secret.count({ where: { name: "LOST" } })).toBe(0);
  });

  test("a value that was damaged or tampered with is left as it is, keeps the old key, and holds up no other", async () => {
    for (const name of ["A", "B", "C"]) await store(name, `value of ${name}`);
    const versionOf = async (name: string) =>
      db.secretVersion.findFirstOrThrow({ where: { secret: { name, environment: { projectId } } } });
    const [a, b] = [await versionOf("A"), await versionOf("B")];
    await pool.query(
      "UPDATE secret_versions SET value = overlay(value PLACING 'AAAA' FROM 3) WHERE id = $1",
      [a.id],
    );
    await pool.query("UPDATE secret_versions SET fingerprint = 'x' WHERE id = $1", [b.id]);
    await rotateProjectKey(ctx, project);
    const before = [await versionOf("A"), await versionOf("B")];
    await finish();
    expect([await versionOf("A"), await versionOf("B")]).toEqual(before);
    expect(await read("C")).toBe("value of C");
    expect((await keyIds()).all).toHaveLength(2);
    expect(await sealedBy(a.projectKeyId)).toBe(2);
    for (const name of ["A", "B"]) {
      const { id } = await db.secret.findFirstOrThrow({ where: { name, environment: { projectId } } });
      await deleteSecret(ctx, { ...production, secretId: id, confirmation: name });
    }
    await finish();
    expect((await keyIds()).all).toHaveLength(1);
  });
});

describe("killed at any point it goes on: every value opens meanwhile, and the end is the same", () => {
  const VALUES = 130;
  const expectAll = async (by: Ctx, step: number) => {
    for (let i = step % 7; i < VALUES; i += 7) expect(await read(`KEY_${i}`, by)).toBe(`value ${i}`);
  };

  beforeEach(async () => {
    for (let i = 0; i < VALUES; i += 1) await store(`KEY_${i}`, `value ${i}`);
  });

  test("after each batch", async () => {
    let isKilled = true;
    for (let step = 0; isKilled; step += 1) {
      await rotateProjectKey(ctx, project);
      let left = step;
      const mortal = KEY_USERS.map(
        (user): KeyUser => ({
          count: user.count,
          reseal: (by, batch) => {
            left -= 1;
            if (left < 0) throw new Error("killed");
            return user.reseal(by, batch);
          },
        }),
      );
      isKilled = (await failure(resealAll(ctx, mortal, never))) !== null;
      await expectAll(await otherInstance(), step);
      await finish();
      expect((await keyIds()).all).toHaveLength(1);
      await expectAll(await otherInstance(), step);
      expect((await actions()).slice(-2)).toEqual(["projectKey.rotated", "projectKey.erased"]);
      if (!isKilled) expect(step).toBeGreaterThanOrEqual(5);
    }
  });

  test("in the middle of a batch", async () => {
    for (const values of [0, 1, 99, 100, 129]) {
      await rotateProjectKey(ctx, project);
      let left = values;
      const of: Ctx["seals"]["of"] = (table, row) => {
        left -= 1;
        if (left < 0) throw new Error("killed");
        return ctx.seals.of(table, row);
      };
      await failure(resealAll({ ...ctx, seals: { ...ctx.seals, of } }, KEY_USERS, never));
      const fresh = await otherInstance();
      await expectAll(fresh, values);
      // What was committed is whole batches.
      expect((await sealedBy((await keyIds()).active[0])) % 100).toBe(0);
      await finish();
      await expectAll(await otherInstance(), values);
      expect((await keyIds()).all).toHaveLength(1);
    }
  });
});

/** Names with the environments in which they have the same value. */
async function sameAs(): Promise<[string, readonly string[]][]> {
  const { rows } = await pool.query(
    `SELECT a.name, array_agg(e.slug ORDER BY e.slug) AS slugs FROM secrets a JOIN secrets b ON b.variable = a.variable
       AND b.value_group = a.value_group AND b.id <> a.id AND a.value_group <> ''
     JOIN environments e ON e.id = b.environment_id JOIN environments f ON f.id = a.environment_id
     WHERE f.project_id = $1 AND f.slug = 'production' GROUP BY a.name ORDER BY a.name`,
    [projectId],
  );
  return rows.map(({ name, slugs }) => [name, slugs]);
}

/** The id of a delivery that a trigger took, with the secret A. */
async function takenDelivery(body: string): Promise<string> {
  await putTrigger(ctx, production, "hook", newTrigger.parse({ scheme: "gitlab", secret: "A" }));
  const headers = [["x-gitlab-token", await read("A")] as const];
  const webhook = { headers, body: Buffer.from(body) };
  const taken = await receiveWebhook(as({ kind: "anonymous" }), { project, name: "hook" }, webhook);
  return "delivery" in taken ? taken.delivery : "";
}

/** An answer of an endpoint that was kept, and what opens it. */
async function storedAnswer(said: string) {
  const environment = await db.environment.findFirstOrThrow({ where: { projectId, slug: "production" } });
  const [endpointId, answerId] = [newId(), newId()];
  await db.allowlistEndpoint.create({
    data: {
      ...{
        id: endpointId,
        environmentId: environment.id,
        name: "e",
        nameFolded: "e",
        method: "GET",
        url: "https://x.example",
      },
      ...{ description: "", configuration: {}, isActive: false, createdAt: ctx.now(), createdBy: "t" },
      ...{ updatedAt: ctx.now(), updatedBy: "t", seal: UNSEALED },
    },
  });
  const ref = { projectId, endpointId, answerId };
  const { value, projectKeyId } = (await ctx.keys.project(projectId)).sealAnswer(ref, Buffer.from(said));
  await db.allowlistAnswer.create({
    data: {
      ...{
        id: answerId,
        endpointId,
        senderId: newId(),
        keyHash: Buffer.alloc(32),
        requestHash: Buffer.alloc(32),
      },
      ...{
        startedAt: ctx.now(),
        expiresAt: new Date(ctx.now().getTime() + 86_400_000),
        answer: value,
        projectKeyId,
      },
    },
  });
  const open = async (by: Ctx) => {
    const row = await db.allowlistAnswer.findUniqueOrThrow({ where: { id: answerId } });
    const sealed = { value: row.answer ?? "", projectKeyId: row.projectKeyId ?? "" };
    return (await by.keys.project(projectId, [sealed.projectKeyId])).openAnswer(ref, sealed).toString();
  };
  return { open };
}
