import { describe, expect, test } from "vitest";
import { makeKey, testApi } from "@/test/api/api";
import { findSecret } from "../service";
import { COMPARISONS_MAX } from "./model";

const { ctx, call, database } = await testApi();
const scope = { project: "default", environment: "production" };
const writer = await makeKey(ctx, { permissions: ["secrets:write"] });
const other = await makeKey(ctx, { permissions: ["secrets:write", "secrets:list"] });

const store = (name: string, value: string, key = writer) => call(key, "POST /secrets", { name, value });
const unchanged = async (name: string, value: string, key = writer) =>
  (await store(name, value, key)).json.unchanged;
const eventsOf = async (targetName: string) =>
  (await database.db.auditEvent.findMany({ where: { targetName }, orderBy: { seq: "asc" } })).map(
    ({ action, detail }) => [action, JSON.parse(detail)],
  );

describe("who may write a value but not read it", () => {
  test("is told that a guess is right only on record, by the name of the secret", async () => {
    await store("RECORDED", "correct horse");
    expect(await unchanged("RECORDED", "wrong horse")).toBe(false);
    expect(await unchanged("RECORDED", "wrong horse")).toBe(true);
    expect(await eventsOf("RECORDED")).toEqual([
      ["secret.created", expect.anything()],
      ["secret.rotated", { version: 2, compared: true }],
      ["secret.compared", { version: 2, isSame: true }],
    ]);
  });

  test("guesses a bounded number of times an hour, all callers together; then values are just stored", async () => {
    await store("BOUNDED", "correct horse");
    for (let n = 0; n < COMPARISONS_MAX; n += 1) {
      const key = n % 2 === 0 ? writer : other;
      if (n % 3 === 0) await store("BOUNDED", `guess number ${n}`, key);
      else
        await call(key, "POST /secrets/import", {
          secrets: [{ name: "BOUNDED", value: `guess number ${n}` }],
        });
    }
    const last = `guess number ${COMPARISONS_MAX - 1}`;
    expect(await unchanged("BOUNDED", last)).toBe(false);
    const again = await call(writer, "POST /secrets/import", { secrets: [{ name: "BOUNDED", value: last }] });
    expect(again.json.secrets).toMatchObject([{ outcome: "replaced" }]);
    const rotations = (await eventsOf("BOUNDED")).filter(([action]) => action === "secret.rotated");
    expect(rotations.map(([, detail]) => detail.compared ?? false)).toEqual([
      ...Array.from({ length: COMPARISONS_MAX }, () => true),
      false,
      false,
    ]);
    // Neither a restored version nor a shown fingerprint gives away what was not compared.
    const restored = await call(other, "POST /secrets/BOUNDED/versions/1/restore");
    expect(restored.status).toBe(200);
    expect((await eventsOf("BOUNDED")).at(-1)?.[1]).toEqual({
      version: restored.json.version,
      restoredFrom: 1,
    });
    expect((await findSecret(ctx, { ...scope, secret: { name: "BOUNDED" } })).fingerprint).toBeNull();
    await database.pool.query("UPDATE secret_comparisons SET window_ends_at = now()");
    await store("BOUNDED", "the next hour");
    expect(await unchanged("BOUNDED", "the next hour")).toBe(true);
  });

  test("cannot use up another secret's comparisons, and many at once count each", async () => {
    await store("CROWDED", "correct horse");
    const guesses = Array.from({ length: 3 * COMPARISONS_MAX }, (_, n) =>
      store("CROWDED", `guess ${n} of many`),
    );
    await Promise.all(guesses);
    const compared = (await eventsOf("CROWDED")).filter(([, detail]) => detail.compared === true);
    expect(compared).toHaveLength(COMPARISONS_MAX);
    await store("QUIET", "left alone");
    expect(await unchanged("QUIET", "left alone")).toBe(true);
  });

  test("learns nothing of a short value: it is never compared", async () => {
    await store("SHORT", "1234567");
    expect(await unchanged("SHORT", "1234567")).toBe(false);
    expect((await eventsOf("SHORT")).at(-1)).toEqual(["secret.rotated", { version: 2 }]);
    expect((await findSecret(ctx, { ...scope, secret: { name: "SHORT" } })).fingerprint).toBeNull();
  });

  test("learns nothing from a dry run", async () => {
    await store("DRY", "correct horse");
    const dry = async (value: string) =>
      (await call(writer, "POST /secrets/import", { secrets: [{ name: "DRY", value }], dryRun: true })).text;
    expect(await dry("correct horse")).toBe(await dry("wrong horse"));
    expect(await eventsOf("DRY")).toHaveLength(1);
  });

  test("is told nothing when the record cannot be written", async () => {
    await store("UNRECORDED", "correct horse");
    await database.pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse();`);
    const { status, json } = await store("UNRECORDED", "correct horse");
    await database.pool.query("DROP TRIGGER refuse ON audit_events; DROP FUNCTION refuse();");
    expect([status, json.unchanged]).toEqual([503, undefined]);
  });
});
