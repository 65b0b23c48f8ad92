import { describe, expect, test } from "vitest";
import { newEndpoint } from "@/lib/allowlist/schema";
import { createEndpoint } from "@/lib/allowlist/service";
import type { Permission } from "@/lib/authorization/permission";
import { createMapping } from "@/lib/shared-mappings/service";
import { testApi } from "@/test/api/api";

const { call, ctx, makeKey, database } = await testApi();
const { db, pool } = database;
const everything: readonly Permission[] = [
  ...(["secrets:list", "secrets:read", "secrets:write", "secrets:delete"] as const),
  ...(["allowlist:send", "declarations:write", "audit:read", "admin"] as const),
];
const scope = { project: "default", environment: "production" };
const agent = await makeKey({ kind: "agent", permissions: everything });
const service = await makeKey({ permissions: everything });
const store = (name: string, audience: string) =>
  call(agent, "POST /secrets", { name, value: "v", audience });
for (const name of ["HIDDEN", "HIDDEN_TOO"]) await store(name, "agents");
for (const name of ["SEEN", "OTHER"]) await store(name, "all");
const narrowed = await makeKey({ permissions: everything, names: ["SEEN"] });
const bearer = (secret: string) => ({
  headers: [{ name: "Authorization", value: { prefix: "Bearer ", from: { secret } } }],
});
const endpoint = (name: string, secret: string) =>
  createEndpoint(
    ctx,
    newEndpoint.parse({ ...scope, name, url: "https://api.example.com/", configuration: bearer(secret) }),
  );
await endpoint("hidden-endpoint", "OTHER");
await call(await makeKey({ project: "platform" }), "POST /secrets", { name: "SHARED", value: "v" });
const mapping = await createMapping(ctx, {
  ...{ ...scope, name: "HIDDEN_SHARED" },
  ...{ sharedEnvironment: "production", sharedName: "SHARED" },
});

interface Page {
  readonly items: readonly { readonly seq: number }[];
  readonly next: string | null;
}

/** What a request answers, and the statements that it takes, without the names that it is about. */
async function traceOf(key: string, request: string, body?: object) {
  const statements: string[] = [];
  const query = pool.query.bind(pool);
  pool.query = ((input: string | { text: string }, ...rest: []) => {
    statements.push(typeof input === "string" ? input : input.text);
    return query(input as never, ...rest);
  }) as typeof pool.query;
  const refusals = () => db.auditEvent.count({ where: { action: "access.refused" } });
  const before = await refusals();
  const { status, json } = await call(key, request, body);
  pool.query = query;
  const { instance: _, requestId: __, ...told } = json ?? {};
  // Writes depend on who else writes at the time: of the records, the count says that they were made.
  const asked = statements.filter((text) => /^\s*SELECT/.test(text)).sort();
  return { status, told, asked, refusals: (await refusals()) - before };
}

describe("what a key may not know of answers like what is not there, with the same work:", () => {
  const url = "https://api.example.com/";
  test.each<[string, string, (name: string) => [string, object?]]>([
    ["HIDDEN", "ABSENT", (name) => [`GET /secrets/${name}`]],
    ["HIDDEN", "ABSENT", (name) => [`HEAD /secrets/${name}`]],
    ["HIDDEN", "ABSENT", (name) => [`PATCH /secrets/${name}`, { description: "x" }]],
    ["HIDDEN", "ABSENT", (name) => [`DELETE /secrets/${name}`]],
    ["HIDDEN", "ABSENT", (name) => [`GET /secrets/${name}/versions`]],
    ["HIDDEN", "ABSENT", (name) => [`POST /secrets/${name}/versions/1/restore`]],
    ["HIDDEN", "ABSENT", (name) => [`GET /secrets/${name}/changes`]],
    ["HIDDEN", "ABSENT", (name) => [`POST /secrets/${name}/reveal`]],
    ["HIDDEN", "ABSENT", (name) => [`GET /values?names=${name}`]],
    ["HIDDEN", "ABSENT", (secret) => ["POST /allowlist", { name: "a", url, configuration: bearer(secret) }]],
    ["HIDDEN", "ABSENT", (name) => ["POST /api-keys", keyFor({ secrets: [name] })]],
    ["platform", "absent", (project) => [`GET /secrets?project=${project}&environment=production`]],
    ["platform", "absent", (project) => [`GET /api-keys?project=${project}`]],
  ])("%s and %s", async (hidden, absent, request) => {
    // Its own, whose refusals are too few to be only counted.
    const own = await makeKey({ permissions: everything });
    await call(own, ...request(absent));
    const [of, other] = [await traceOf(own, ...request(hidden)), await traceOf(own, ...request(absent))];
    expect(without(of, hidden)).toEqual(without(other, absent));
    expect(of.status).toBeGreaterThanOrEqual(400);
  });

  test.each<[string, string, (name: string) => [string, object?]]>([
    ["OTHER", "ABSENT", (name) => [`GET /secrets/${name}`]],
    ["OTHER", "ABSENT", (name) => [`HEAD /secrets/${name}`]],
    ["OTHER", "ABSENT", (name) => ["POST /secrets", { name, value: "x" }]],
    ["OTHER", "ABSENT", (name) => ["PATCH /secrets/SEEN", { name }]],
    ["HIDDEN_SHARED", "ABSENT", (name) => [`POST /secrets/${name}/reveal`]],
    ["HIDDEN_SHARED", "ABSENT", (name) => ["POST /secrets", { name, value: "x" }]],
    ["OTHER", "ABSENT", (name) => ["POST /api-keys", keyFor({ secrets: [name] })]],
    ["hidden-endpoint", "absent", (name) => [`GET /allowlist/${name}`]],
    ["hidden-endpoint", "absent", (name) => [`PATCH /allowlist/${name}`, { description: "x" }]],
    ["hidden-endpoint", "absent", (name) => [`DELETE /allowlist/${name}`]],
    ["hidden-endpoint", "absent", (name) => [`POST /allowlist/${name}/verify`]],
    ["hidden-endpoint", "absent", (name) => [`POST /allowlist/${name}/send`]],
    ["hidden-endpoint", "absent", (name) => ["POST /allowlist", { name, url }]],
    [mapping.id, "00000000-0000-7000-8000-000000000000", (id) => [`DELETE /shared-mappings/${id}`]],
  ])("for a narrowed key %s and %s", async (hidden, absent, request) => {
    const own = await makeKey({ permissions: everything, names: ["SEEN"] });
    await call(own, ...request(absent));
    const [of, other] = [await traceOf(own, ...request(hidden)), await traceOf(own, ...request(absent))];
    expect(without(of, hidden)).toEqual(without(other, absent));
    expect(of.status).toBeGreaterThanOrEqual(400);
  });

  test("a secret that is made under a hidden name is told that the name is taken, and nothing of what has it", async () => {
    const taken = await call(service, "POST /secrets", { name: "HIDDEN", value: "x" });
    expect([taken.status, taken.json.errors]).toEqual([
      409,
      { name: ["The name “HIDDEN” is taken in Production."] },
    ]);
    const variable = await call(service, "POST /secrets", { name: "hidden.too", value: "x" });
    expect(variable.text).not.toContain("HIDDEN_TOO");
  });

  test("storing a new secret leaves no refusal", async () => {
    const { status, refusals } = await traceOf(service, "POST /secrets", { name: "BRAND_NEW", value: "x" });
    expect([status, refusals]).toEqual([201, 0]);
  });
});

describe("the audit log of a key", () => {
  const textOf = async (key: string, query = "") =>
    (await call(key, `GET /audit/export?format=jsonl${query}`)).text;

  test("tells nothing of secrets of another audience, also of deleted ones, and pages through the rest", async () => {
    await store("HIDDEN_GONE", "agents");
    await call(agent, "POST /secrets/HIDDEN_GONE/reveal");
    await call(agent, "DELETE /secrets/HIDDEN_GONE");
    await store("SEEN_GONE", "all");
    await call(agent, "DELETE /secrets/SEEN_GONE");
    expect(await textOf(agent)).toMatch(/HIDDEN_GONE.*\n.*HIDDEN_GONE/);
    const seen = await textOf(service);
    expect(seen).toMatch(/SEEN_GONE.*\n.*SEEN_GONE/);
    for (const name of ["HIDDEN_GONE", '"HIDDEN"', "HIDDEN_TOO"]) expect(seen).not.toContain(name);
    expect((await call(service, "GET /audit?secret=hidden")).json.items).toEqual([]);
    const paged: number[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const { items, next }: Page = (await call(service, `GET /audit?limit=3${query}`)).json;
      if (next !== null) expect(items).toHaveLength(3);
      paged.push(...items.map(({ seq }) => seq));
      cursor = next;
    }
    const whole = seen
      .trim()
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line).seq);
    expect(paged).toEqual(whole);
  });

  test("leaves names of other audiences out of events about several secrets, and its own events whole", async () => {
    await endpoint("agents-endpoint", "HIDDEN");
    await call(agent, "GET /values?names=HIDDEN,SEEN");
    const listsIn = async (key: string, action: string) => {
      const { items } = (await call(key, `GET /audit?action=${action}`)).json;
      return items[0].detail.secrets;
    };
    expect(await listsIn(agent, "values.read")).toMatchObject([{ name: "HIDDEN" }, { name: "SEEN" }]);
    expect(await listsIn(service, "values.read")).toMatchObject([{ name: "SEEN" }]);
    expect(await listsIn(agent, "allowlist.created")).toEqual(["HIDDEN"]);
    expect(await listsIn(service, "allowlist.created")).toEqual([]);
    expect(await textOf(service)).not.toContain('"HIDDEN"');
  });

  test("is not for a narrowed one", async () => {
    for (const request of ["GET /audit", "GET /audit/export", "GET /audit/head"])
      expect((await call(narrowed, request)).status).toBe(403);
  });

  test("and the change log of a shared secret tell a bound key nothing of other projects", async () => {
    const platform = await makeKey({ project: "platform", permissions: everything });
    await call(service, "POST /secrets/HIDDEN_SHARED/reveal");
    const { items } = (await call(platform, "GET /secrets/SHARED/changes")).json;
    expect(items.map(({ action }: { action: string }) => action)).toEqual(["secret.created"]);
    const everywhere = await makeKey({ project: null, permissions: everything });
    const all = await call(everywhere, "GET /secrets/SHARED/changes?project=platform&environment=production");
    expect(all.text).toContain("mapping.created");
  });
});

test("the log of a deleted secret is found by its name in any case", async () => {
  await store("Gone_Away", "all");
  await call(service, "DELETE /secrets/gone_away");
  for (const name of ["Gone_Away", "gone_away", "GONE_AWAY"]) {
    expect((await call(service, `GET /secrets/${name}/changes`)).json.items).toHaveLength(2);
    expect((await call(service, `GET /audit?secret=${name}`)).json.items).toHaveLength(2);
  }
});

function keyFor(input: object) {
  return { name: "k", kind: "service", project: "default", permissions: ["secrets:list"], ...input };
}

function without(trace: object, name: string): unknown {
  return JSON.parse(JSON.stringify(trace).replaceAll(name, "").replaceAll(name.toLowerCase(), ""));
}
