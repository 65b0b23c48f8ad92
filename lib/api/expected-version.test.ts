import { describe, expect, it } from "vitest";
import { testApi } from "@/test/api/api";

const { call, makeKey } = await testApi();
const key = await makeKey({
  permissions: ["secrets:list", "secrets:read", "secrets:write", "secrets:delete"],
});
const store = (name: string, value: string, more: object = {}, headers: Record<string, string> = {}) =>
  call(key, "POST /secrets", { name, value, ...more }, headers);
const versionOf = async (name: string) => (await call(key, `GET /secrets/${name}`)).json.version;

describe("a change that expects a version", () => {
  it("is made at that version and refused with 412 at any other, whatever kind of change it is", async () => {
    await store("EXPECTED", "the first");
    expect((await store("EXPECTED", "the second", { expectedVersion: 1 })).json.version).toBe(2);
    const match = { "if-match": '"1"' };
    const changes = [
      () => store("EXPECTED", "late", { expectedVersion: 1 }),
      () => store("EXPECTED", "late", {}, match),
      () => store("EXPECTED", "the second", { expectedVersion: 1 }),
      () =>
        call(key, "POST /secrets/import", {
          secrets: [{ name: "EXPECTED", value: "late", expectedVersion: 1 }],
        }),
      () => call(key, "PATCH /secrets/EXPECTED", { description: "late", expectedVersion: 1 }),
      () => call(key, "PATCH /secrets/EXPECTED", { description: "late" }, match),
      () => call(key, "POST /secrets/EXPECTED/versions/1/restore", { expectedVersion: 1 }),
      () => call(key, "POST /secrets/EXPECTED/versions/1/restore", undefined, match),
      () => call(key, "DELETE /secrets/EXPECTED", undefined, match),
    ];
    for (const [i, change] of changes.entries()) {
      const { status, json } = await change();
      expect([i, status, json.code]).toEqual([i, 412, "preconditionFailed"]);
    }
    expect((await call(key, "GET /secrets/EXPECTED")).json).toMatchObject({ version: 2, description: "" });
    expect(
      (await call(key, "PATCH /secrets/EXPECTED", { description: "x" }, { "if-match": '"2"' })).status,
    ).toBe(200);
    expect(
      (await call(key, "POST /secrets/EXPECTED/versions/1/restore", { expectedVersion: 2 })).status,
    ).toBe(200);
    expect((await call(key, "DELETE /secrets/EXPECTED", undefined, { "if-match": '"3"' })).status).toBe(204);
  });

  it("may expect that there is no such secret, or that there is one", async () => {
    expect((await store("MADE_ONCE", "the first", { expectedVersion: 0 })).status).toBe(201);
    expect((await store("made_once", "the second", { expectedVersion: 0 })).status).toBe(412);
    expect((await store("MADE_ONCE", "the second", {}, { "if-none-match": "*" })).status).toBe(412);
    expect((await store("ABSENT", "x", { expectedVersion: 1 })).status).toBe(412);
    const body = {
      secrets: [
        { name: "ABSENT", value: "x", expectedVersion: 1 },
        { name: "NEW", value: "x" },
      ],
    };
    const imported = await call(key, "POST /secrets/import", body);
    expect([imported.status, Object.keys(imported.json.errors)]).toEqual([412, ["secrets.0.name"]]);
    expect((await call(key, "HEAD /secrets/NEW")).status).toBe(404);
  });

  it("is decided by the database: of many at once one wins", async () => {
    await store("RACED", "the first");
    const at = (version: number, value: string) => store("RACED", value, { expectedVersion: version });
    const many = await Promise.all(Array.from({ length: 20 }, (_, n) => at(1, `value number ${n}`)));
    expect(many.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
    expect(await versionOf("RACED")).toBe(2);
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) => store("MADE", `value number ${n}`, { expectedVersion: 0 })),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 412)]);
    const mixed = await Promise.all([
      call(key, "DELETE /secrets/MADE", undefined, { "if-match": '"1"' }),
      store("MADE", "another value", { expectedVersion: 1 }),
    ]);
    expect(mixed.filter(({ status }) => status < 300)).toHaveLength(1);
  });

  it.each([
    [{ "if-match": "3" }, {}],
    [{ "if-match": "*" }, {}],
    [{ "if-match": 'W/"3"' }, {}],
    [{ "if-match": '"3", "4"' }, {}],
    [{ "if-match": '"99999999999"' }, {}],
    [{ "if-none-match": '"3"' }, {}],
    [{ "if-match": '"3"' }, { expectedVersion: 4 }],
    [{}, { expectedVersion: -1 }],
    [{}, { expectedVersion: "3" }],
    [{}, { expectedVersion: 1.5 }],
  ])("that is malformed is refused with 422: %j %j", async (headers, more) => {
    expect((await store("MALFORMED", "x", more, headers as Record<string, string>)).status).toBe(422);
    expect((await call(key, "HEAD /secrets/MALFORMED")).status).toBe(404);
  });
});
