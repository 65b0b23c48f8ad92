import { expect, test } from "vitest";
import { storeReference } from "@/lib/managers/references/service";
import { markOf } from "@/lib/managers/syncing/model";
import { newSync } from "@/lib/managers/syncing/schema";
import { createSync } from "@/lib/managers/syncing/service";
import { approveRequest } from "@/lib/requests/deciding/service";
import { sealing } from "@/test/seals";
import { testImports } from "./imports.fixture";
import { CLAIM_MS } from "./running/claim";
import { goOnWithImport, stopImport } from "./service";

const t = await testImports();
const { vault, start, run, seen, reasons, stored, openAll, owner, database } = t;

const secretOf = (name: string) => database.db.secret.findFirst({ where: { name } });
const valuesOf = async (name: string) => openAll((await secretOf(name))?.id ?? "");

test("what lies below a path is planned by names and comparisons, and stored when somebody says so", async () => {
  await stored("PLAN_SAME", "the same value");
  await stored("PLAN_CHANGED", "an old value");
  vault.put("plan/same", { "": "x" });
  vault.kv2.clear();
  vault.put("top/plan", { same: "the same value", changed: "a new value", port: 5432, empty: "" });
  vault.put("top/deep/er", { "api-key": "swordfish swordfish" });
  vault.put("topmost", { other: "not below" });
  const { id } = await start({ path: "top", dryRun: true });
  await run();
  const planned = await seen(id);
  expect(planned).toMatchObject({
    state: "planned",
    counts: { new: 1, changed: 1, same: 1, refused: 2, created: 0 },
  });
  expect(planned.entries).toEqual([
    "DEEP_ER_API_KEY new",
    "PLAN_CHANGED changed",
    "PLAN_EMPTY refused",
    "PLAN_PORT refused",
    "PLAN_SAME same",
  ]);
  expect(await reasons(id)).toEqual({
    "top/plan port": "This is no text: a number, a list or an object.",
    "top/plan empty": "It is empty.",
  });
  expect(await secretOf("DEEP_ER_API_KEY")).toBeNull();
  await goOnWithImport(owner, id);
  await run();
  expect(await seen(id)).toMatchObject({
    state: "done",
    counts: { created: 1, replaced: 1, same: 1, refused: 2, new: 0, changed: 0 },
  });
  expect(await valuesOf("DEEP_ER_API_KEY")).toEqual(["swordfish swordfish"]);
  expect(await valuesOf("PLAN_CHANGED")).toEqual(["an old value", "a new value"]);
  expect(await valuesOf("PLAN_SAME")).toEqual(["the same value"]);
  const rows = JSON.stringify([
    await database.db.import.findMany(),
    await database.db.importEntry.findMany(),
  ]);
  expect(rows).not.toContain("swordfish");
  const events = JSON.stringify(await database.db.auditEvent.findMany(), (_, v) =>
    typeof v === "bigint" ? `${v}` : v,
  );
  expect(events).not.toContain("swordfish");
});

test("versions come along with a new secret, the oldest first, and the change log says from where and when", async () => {
  vault.kv2.clear();
  for (const n of [1, 2, 2, 3]) vault.put("versions/db", { password: `value ${n}`, user: "app" });
  const { id } = await start({ path: "versions" });
  await run();
  expect((await seen(id)).entries).toEqual(["DB_PASSWORD created", "DB_USER created"]);
  expect(await valuesOf("DB_PASSWORD")).toEqual(["value 1", "value 2", "value 3"]);
  expect(await valuesOf("DB_USER")).toEqual(["app"]);
  const events = await database.db.auditEvent.findMany({
    where: { targetName: "DB_PASSWORD" },
    orderBy: { seq: "asc" },
  });
  expect(events.map(({ action, detail }) => [action, JSON.parse(detail).copiedFrom])).toEqual([
    ["secret.created", "office: versions/db password, version 1 of 2026-11-20T08:00:00.123Z"],
    ["secret.rotated", "office: versions/db password, version 2 of 2026-11-20T08:00:00.123Z"],
    ["secret.rotated", "office: versions/db password, version 4 of 2026-11-20T08:00:00.123Z"],
  ]);
});

test("texts that would get one name are refused, all of them, by where they are", async () => {
  vault.kv2.clear();
  vault.put("twins/app/db", { password: "one" });
  vault.put("twins/app", { db_password: "two", lone: "three" });
  const { id } = await start({ path: "twins" });
  await run();
  expect((await seen(id)).entries).toEqual([
    "APP_DB_PASSWORD refused",
    "APP_DB_PASSWORD refused",
    "APP_LONE created",
  ]);
  expect(Object.values(await reasons(id))[0]).toBe(
    "Several texts would get this name: twins/app db_password, twins/app/db password.",
  );
});

test("bad entries are refused by name, and hold up no other", async () => {
  vault.kv2.clear();
  vault.put("bad/large", { value: "x".repeat(65_537) });
  vault.put("bad/strongroom/x", { value: "reserved" });
  vault.put("bad/1st", { value: "digit" });
  vault.put("bad/ours", { value: "ours" });
  vault.put("bad/good", { value: "good" });
  const sync = newSync.parse({ name: "ours", manager: "office", path: "bad/{lower}", isPaused: true });
  await createSync(owner, t.scope, sync);
  const { id: syncId } = await database.db.sync.findFirstOrThrow();
  const ours = vault.kv2.get("bad/ours");
  if (ours) ours.custom = { "managed-by": markOf(syncId) };
  const { id } = await start({ path: "bad", names: "{path}" });
  await run();
  expect((await seen(id)).counts).toMatchObject({ refused: 4, created: 1 });
  expect(await reasons(id)).toMatchObject({
    "bad/large value": expect.stringContaining("65,537"),
    "bad/1st value": expect.stringContaining("Start with a letter"),
    "bad/ours": "A sync of this Strongroom wrote it.",
  });
});

test("an outage, a throttle and a wrong token: it goes on by itself, or says what is wrong and goes on when told to", async () => {
  vault.kv2.clear();
  vault.put("outage/a", { value: "a good value" });
  vault.instead = () => ({ status: 503, body: { errors: ["Vault is sealed"] } });
  const { id } = await start({ path: "outage" });
  await run();
  expect(await seen(id)).toMatchObject({ state: "reading", error: expect.stringContaining("503") });
  vault.instead = () => ({ status: 429, headers: { "Retry-After": "120" }, body: { errors: [] } });
  t.later(10);
  await run();
  vault.instead = () => null;
  t.later(100);
  await run();
  expect(await seen(id)).toMatchObject({ state: "reading" });
  t.later(30);
  await run();
  expect(await seen(id)).toMatchObject({ state: "done", error: null });
  vault.tokens.clear();
  const { id: refused } = await start({ path: "outage" });
  await run();
  expect(await seen(refused)).toMatchObject({ state: "failed" });
  vault.tokens.set(vault.token, { denied: [] });
  await goOnWithImport(owner, refused);
  await run();
  expect(await seen(refused)).toMatchObject({ state: "done", counts: { same: 1 } });
});

test("it is done as whoever asked, as long as they may", async () => {
  vault.kv2.clear();
  vault.put("person/a", { value: "good" });
  const person = await t.asRole("super_admin");
  const { id } = await start({ path: "person", names: "PERSON_{path}", dryRun: true }, t.as(person));
  await run();
  await expect(goOnWithImport(owner, id)).rejects.toThrow("Begin an import of your own");
  await goOnWithImport(t.as(person), id);
  const suspended = t.ctx.db.user.update({ where: { id: person.id }, data: { status: "suspended" } });
  await sealing(t.ctx, "users", suspended);
  await run();
  expect(await seen(id)).toMatchObject({ state: "failed", error: expect.stringContaining("suspended") });
  expect(await secretOf("PERSON_A")).toBeNull();
  await stopImport(owner, id);
  expect(await seen(id)).toMatchObject({ state: "stopped" });
});

test("whoever hangs in the middle and comes back stores nothing twice: another went on", async () => {
  vault.kv2.clear();
  for (let n = 0; n < 250; n += 1) vault.put(`many/${String(n).padStart(3, "0")}`, { value: `value ${n}` });
  const { id } = await start({ path: "many", names: "MANY_{path}" });
  let [letGo, hangs] = [() => {}, 0];
  vault.instead = async ({ path, method }) => {
    const isLate = path === "secret/data/many/150" && method === "GET";
    // Once when it is planned, once when it is stored.
    if (!isLate || ++hangs !== 2) return null;
    return new Promise((resolve) => {
      letGo = () => resolve(null);
    });
  };
  const hanging = run();
  await expect.poll(() => hangs).toBe(2);
  expect((await seen(id)).counts).toMatchObject({ created: 100, new: 150 });
  await run();
  expect((await seen(id)).counts).toMatchObject({ created: 100, new: 150 });
  t.later(CLAIM_MS / 1_000 + 1);
  await run();
  expect(await seen(id)).toMatchObject({ state: "done", counts: { created: 250, new: 0 } });
  letGo();
  await hanging;
  expect(
    await database.db.secretVersion.count({ where: { secret: { name: { startsWith: "MANY_" } } } }),
  ).toBe(250);
  expect(await seen(id)).toMatchObject({ state: "done", counts: { created: 250 } });
});

test("a secret whose value lives in a manager already is refused", async () => {
  vault.kv2.clear();
  vault.put("lives/there", { value: "lives over there" });
  const source = { manager: "office", path: "lives/there", field: "value", label: "" };
  await storeReference(owner, t.scope, { name: "LIVES_THERE_VALUE", source });
  const { id } = await start({ path: "lives", names: "LIVES_{path}_{field}" });
  await run();
  expect(await reasons(id)).toEqual({
    "lives/there value": "Its value lives in an external manager. Replace it there.",
  });
});

test("where changes need approval it becomes a request, and what is approved is stored", async () => {
  vault.kv2.clear();
  for (const n of [1, 2]) vault.put("policy/db", { password: `value ${n}`, user: "app" });
  const environments = t.ctx.db.environment.updateMany({
    where: { slug: t.scope.environment },
    data: { changePolicy: { approvals: 1, groupId: null } },
  });
  await sealing(t.ctx, "environments", environments);
  const person = await t.asRole("super_admin");
  const { id } = await start({ path: "policy", names: "POLICY_{field}" }, t.as(person));
  await run();
  expect((await seen(id)).entries).toEqual(["POLICY_PASSWORD waiting", "POLICY_USER waiting"]);
  expect(await secretOf("POLICY_USER")).toBeNull();
  const request = await database.db.changeRequest.findFirstOrThrow({ where: { state: "open" } });
  const recent = { ...(await t.asRole("owner")), confirmedAt: t.clock.now() };
  await approveRequest(t.as(recent), request.id);
  expect(await valuesOf("POLICY_PASSWORD")).toEqual(["value 2"]);
});

test("a row that somebody else wrote is not gone on with", async () => {
  vault.kv2.clear();
  vault.put("forged/a", { value: "good" });
  const { id } = await start({ path: "elsewhere" });
  await database.db.import.update({ where: { id }, data: { path: "forged" } });
  await run();
  expect(await database.db.importEntry.count({ where: { importId: id } })).toBe(0);
  const planned = await start({ path: "elsewhere", dryRun: true });
  await run();
  const entry = { importId: planned.id, field: "value", state: "new" };
  await database.db.importEntry.createMany({
    data: [{ ...entry, path: "forged/a", name: "FORGED", variable: "FORGED" }],
  });
  await goOnWithImport(owner, planned.id);
  await run();
  expect((await seen(planned.id)).entries).toEqual(["FORGED refused"]);
  expect(await secretOf("FORGED")).toBeNull();
});
