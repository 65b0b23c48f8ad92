import { describe, expect, it } from "vitest";
import { testApi } from "@/test/api/api";

const { call, makeKey, ctx } = await testApi();
const key = await makeKey();

describe("a secret", () => {
  it("is created, replaced, left alone when nothing changed, revealed, listed and deleted", async () => {
    const first = await call(key, "POST /secrets", { name: "DATABASE_URL", value: "one", description: "d" });
    expect([first.status, first.json]).toEqual([201, { name: "DATABASE_URL", version: 1, unchanged: false }]);
    const second = await call(key, "POST /secrets", { name: "database_url", value: "the second" });
    expect([second.status, second.json]).toEqual([
      200,
      { name: "DATABASE_URL", version: 2, unchanged: false },
    ]);
    const same = await call(key, "POST /secrets", { name: "DATABASE_URL", value: "the second" });
    expect([same.status, same.json]).toEqual([200, { name: "DATABASE_URL", version: 2, unchanged: true }]);
    const found = await call(key, "GET /secrets/DATABASE_URL");
    expect(found.json).toMatchObject({ name: "DATABASE_URL", version: 2, description: "d" });
    expect((await call(key, "HEAD /secrets/DATABASE_URL")).status).toBe(200);
    expect((await call(key, "HEAD /secrets/NONE")).status).toBe(404);
    const revealed = await call(key, "POST /secrets/DATABASE_URL/reveal");
    expect(revealed.json).toEqual({ name: "DATABASE_URL", value: "the second", version: 2 });
    const old = await call(key, "POST /secrets/DATABASE_URL/reveal", { version: 1 });
    expect(old.json).toEqual({ name: "DATABASE_URL", value: "one", version: 1 });
    expect((await call(key, "GET /secrets")).json.items).toHaveLength(1);
    const versions = await call(key, "GET /secrets/DATABASE_URL/versions?limit=1");
    expect(versions.json).toMatchObject({ items: [{ version: 2 }], next: expect.any(String) });
    const rest = await call(key, `GET /secrets/DATABASE_URL/versions?limit=1&cursor=${versions.json.next}`);
    expect(rest.json).toMatchObject({ items: [{ version: 1 }], next: null });
    const restored = await call(key, "POST /secrets/DATABASE_URL/versions/1/restore");
    expect(restored.json).toEqual({ name: "DATABASE_URL", version: 3 });
    const patched = await call(key, "PATCH /secrets/DATABASE_URL", { name: "DB_URL", category: "tool" });
    expect(patched.json).toEqual({ name: "DB_URL" });
    expect(
      (await call(key, "GET /secrets/DB_URL/changes")).json.items.map(
        (one: { action: string }) => one.action,
      ),
    ).toEqual([
      "secret.classified",
      "secret.renamed",
      "secret.restored",
      "secret.revealed",
      "secret.revealed",
      "secret.compared",
      "secret.rotated",
      "secret.created",
    ]);
    expect((await call(key, "DELETE /secrets/DB_URL")).status).toBe(204);
    expect((await call(key, "GET /secrets/DB_URL")).status).toBe(404);
  });
});

describe("values", () => {
  it("come with a tag that changes with them, and are not sent again while it fits", async () => {
    for (const name of ["A", "B", "__proto__"])
      await call(key, "POST /secrets", { name, value: `value of ${name}` });
    const all = await call(key, "GET /values");
    expect(all.text).toContain('"__proto__":"value of __proto__"');
    expect(Object.keys(all.json.values)).toEqual(["__proto__", "A", "B"]);
    const etag = all.headers.get("etag") ?? "";
    const again = await call(key, "GET /values", undefined, { "if-none-match": etag });
    expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", etag]);
    await call(key, "POST /secrets", { name: "B", value: "changed" });
    const changed = await call(key, "GET /values", undefined, { "if-none-match": etag });
    expect([changed.status, changed.json.values.B]).toEqual([200, "changed"]);
    const some = await call(key, "GET /values?names=A");
    expect(some.json.values).toEqual({ A: "value of A" });
    const none = await call(key, "GET /values?names=A,NOPE");
    expect([none.status, none.json.errors]).toEqual([404, { names: ["There is no secret NOPE here."] }]);
    const events = await ctx.db.auditEvent.count({ where: { action: "values.read" } });
    expect(events).toBe(3);
  });

  it("by more names than fit an address are one read, with one event and the same tag", async () => {
    const scope = "?environment=staging";
    const many = await makeKey({ environment: "staging", permissions: ["secrets:read", "secrets:write"] });
    const names = Array.from({ length: 600 }, (_, i) => `${"LONG_".repeat(20)}${i}`);
    for (const name of names.slice(0, 3)) await call(many, "POST /secrets", { name, value: "v" });
    const wanted = { names: names.slice(0, 3) };
    const before = await ctx.db.auditEvent.count({ where: { action: "values.read" } });
    const read = await call(many, `POST /values${scope}`, wanted);
    expect([read.status, Object.keys(read.json.values)]).toEqual([200, wanted.names]);
    const tag = read.headers.get("etag") ?? "";
    expect((await call(many, `GET /values?names=${wanted.names.join(",")}`)).headers.get("etag")).toBe(tag);
    const again = await call(many, "POST /values", wanted, { "if-none-match": tag });
    expect([again.status, again.text]).toEqual([304, ""]);
    expect(await ctx.db.auditEvent.count({ where: { action: "values.read" } })).toBe(before + 2);
    const absent = await call(many, "POST /values", { names });
    expect([absent.status, absent.json.errors.names.length]).toEqual([404, 597]);
  });

  it("are refused for no names, too many, and names that no secret can have", async () => {
    const tooMany = Array.from({ length: 1_001 }, (_, i) => `N${i}`);
    for (const names of [undefined, "A", [], [1], ["a b"], tooMany]) {
      const { status, json } = await call(key, "POST /values", { names });
      expect([status, Object.keys(json.errors)]).toEqual([422, ["names"]]);
    }
  });
});
