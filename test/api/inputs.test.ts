import { describe, expect, it } from "vitest";
import { createSecret } from "@/lib/secrets/service";
import { testApi } from "./api";

const { call, makeKey, ctx } = await testApi();
const key = await makeKey();
const marker = "canaryInWrongInput4711";
const text = { description: "", category: "custom", audience: "all" } as const;
const secretIn = (project: string, name: string) =>
  createSecret(ctx, { project, environment: "production", name, value: marker, ...text });
await secretIn("default", "HERE");

describe("errors are named, all at once, and no value is repeated", () => {
  it.each([
    ["a value that is a number", { name: "N", value: 4711 }, ["value"]],
    ["a value that is an object", { name: "N", value: { $ne: marker } }, ["value"]],
    ["a value that is a list", { name: "N", value: [marker] }, ["value"]],
    ["a value that is nothing", { name: "N", value: null }, ["value"]],
    ["no value", { name: "N" }, ["value"]],
    ["a value with NUL", { name: "N", value: `${marker}\0` }, ["value"]],
    ["a value over 64 KiB", { name: "N", value: marker.repeat(4_000) }, ["value"]],
    ["half of a surrogate pair", { name: "N", value: `${marker}\ud800` }, ["value"]],
    [
      "unknown fields",
      { name: "N", value: marker, id: marker, projectId: marker, version: 7 },
      ["id", "projectId", "version"],
    ],
    ["a field without a plain name", { name: "N", value: marker, [`x ${marker}`]: 1 }, ["body"]],
    [
      "everything",
      { name: "1 x", value: "", category: marker, audience: [marker], description: 7 },
      ["audience", "category", "description", "name", "value"],
    ],
    ["a reserved name", { name: "strongroom_api_key", value: marker }, ["name"]],
    ["a list for a body", [marker], ["body"]],
    ["a text for a body", JSON.stringify(marker), ["body"]],
    ["nothing for a body", "", ["body"]],
    ["broken JSON", `{"name":"N","value":"${marker}`, ["body"]],
    ["deep nesting", `${"[".repeat(100_000)}`, ["body"]],
    [
      "deep nesting that is closed",
      `{"name":"N","value":${"[".repeat(5_000)}${"]".repeat(5_000)}}`,
      ["value"],
    ],
    ["__proto__ as a field", `{"name":"N","value":"${marker}","__proto__":{"isAdmin":true}}`, ["__proto__"]],
    [
      "constructor as a field",
      `{"name":"N","value":"${marker}","constructor":{"prototype":{}}}`,
      ["constructor"],
    ],
    ["invalid UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), ["body"]],
  ])("%s", async (_, body, fields) => {
    const answer = await call(key, "POST /secrets", body);
    expect([answer.status, Object.keys(answer.json.errors).sort()]).toEqual([422, fields]);
    expect(answer.text).not.toContain("4711");
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it.each([
    ["GET /secrets?limit=0", ["limit"]],
    ["GET /secrets?limit=201&category=x&colour=red", ["category", "colour", "limit"]],
    ["GET /secrets?limit=5&limit=6", ["limit"]],
    ["GET /secrets?search=%ff", ["query"]],
    ["GET /secrets?__proto__=1", ["__proto__"]],
    ["GET /values?names=", ["names"]],
    ["GET /values?names=A,b%20c", ["names"]],
    [`GET /values?names=${Array.from({ length: 501 }, (_, i) => `N${i}`).join(",")}`, ["names"]],
    ["POST /secrets/HERE/versions/x/restore", ["n"]],
    ["GET /secrets/HERE/changes?kind=x", ["kind"]],
    ["GET /secrets/HERE/access?limit=0&of=x", ["limit", "of"]],
    ["GET /grants?environment=production&limit=201", ["environment", "limit"]],
    ["DELETE /grants/x?project=default", ["id", "project"]],
    [
      "GET /ssh/authorized-keys?user=a%20b&host=*&fingerprint=x&labels=y",
      [...["fingerprint", "host", "labels", "user"]],
    ],
    ["DELETE /ssh/rules/x", ["id"]],
    ["GET /groups?limit=x", ["limit"]],
    ["DELETE /groups/g/members/nobody", ["person"]],
  ])("%.60s", async (request, fields) => {
    const answer = await call(key, request);
    expect([answer.status, Object.keys(answer.json.errors).sort()]).toEqual([422, fields]);
  });

  it("10,000 names in one query are refused before they reach the API", async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `N${i}`).join(",");
    const answer = await call(key, `GET /values?names=${names}`).catch(() => null);
    expect([431, undefined]).toContain(answer?.status);
  });

  it("__proto__ is a name like any other", async () => {
    expect((await call(key, "POST /secrets", { name: "__proto__", value: "a value" })).status).toBe(201);
    expect((await call(key, "POST /secrets/__proto__/reveal")).json).toEqual({
      name: "__proto__",
      value: "a value",
      version: 1,
    });
    expect((await call(key, "GET /values?names=__proto__")).text).toContain(
      '{"values":{"__proto__":"a value"}',
    );
    expect((await call(key, "DELETE /secrets/__proto__")).status).toBe(204);
  });

  it("an unknown permission makes no key", async () => {
    const admin = await makeKey({ permissions: ["admin"] });
    const answer = await call(admin, "POST /api-keys", {
      name: "n",
      kind: "service",
      permissions: ["root"],
      expires: "1d",
    });
    expect([answer.status, Object.keys(answer.json.errors)]).toEqual([422, ["permissions"]]);
  });

  it("other methods and addresses are told apart from each other, to whoever has a key", async () => {
    const wrong = await call(key, "PUT /secrets/HERE");
    expect([wrong.status, wrong.headers.get("allow")?.split(", ").sort()]).toEqual([
      405,
      ["DELETE", "GET", "HEAD", "PATCH"],
    ]);
    expect((await call(key, "GET /nothing")).status).toBe(404);
    expect((await call(null, "GET /nothing")).status).toBe(401);
    for (const path of [
      "/secrets/..%2fme",
      "/secrets/%2e%2e%2fHERE/reveal",
      "/secrets//HERE",
      "/secrets/HERE/",
      "/SECRETS",
      "/secrets;x",
    ]) {
      expect([path, (await call(key, `GET ${path}`)).status >= 400]).toEqual([path, true]);
    }
  });
});

describe("cursors", () => {
  it("are good for the list, the query and the key that they were given to, and for nothing else", async () => {
    await secretIn("default", "HERE_2");
    const { json } = await call(key, "GET /secrets?limit=1");
    const next: string = json.next;
    expect((await call(key, `GET /secrets?limit=1&cursor=${next}`)).status).toBe(200);
    const other = await makeKey();
    const flipped = `${next.slice(0, 5)}${next[5] === "A" ? "B" : "A"}${next.slice(6)}`;
    for (const [who, request] of [
      [key, `GET /secrets?limit=1&cursor=${flipped}`],
      [key, `GET /secrets?limit=1&cursor=${next.split(".")[0]}`],
      [key, `GET /secrets?limit=1&search=HERE&cursor=${next}`],
      [key, `GET /secrets/HERE/versions?cursor=${next}`],
      [other, `GET /secrets?limit=1&cursor=${next}`],
      [key, "GET /secrets?cursor=%00%00"],
    ] as const) {
      const answer = await call(who, request);
      expect([request, answer.status, Object.keys(answer.json.errors)]).toEqual([request, 422, ["cursor"]]);
    }
  });
});

describe("without a record", () => {
  it("no value leaves, and nothing changes", async () => {
    const version = (await call(key, "GET /secrets/HERE")).json.version;
    await ctx.pool.query("ALTER TABLE audit_events RENAME TO audit_events_away");
    try {
      for (const [request, body] of [
        ["POST /secrets/HERE/reveal"],
        ["GET /values?names=HERE"],
        ["POST /secrets", { name: "HERE", value: "other" }],
        ["DELETE /secrets/HERE"],
      ] as const) {
        const answer = await call(key, request, body);
        expect([request, answer.status >= 500, answer.text.includes(marker)]).toEqual([request, true, false]);
      }
    } finally {
      await ctx.pool.query("ALTER TABLE audit_events_away RENAME TO audit_events");
    }
    expect((await call(key, "GET /secrets/HERE")).json.version).toBe(version);
    expect((await call(key, "POST /secrets/HERE/reveal")).json.value).toBe(marker);
  });
});

describe("races", () => {
  it("20 keys storing under one name at once make one secret with 20 versions", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => call(key, "POST /secrets", { name: "RACE", value: `value ${i}` })),
    );
    const versions = answers.map(({ json }) => json.version).sort((a, b) => a - b);
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
    expect(versions).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });
});
