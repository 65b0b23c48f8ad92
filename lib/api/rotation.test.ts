import { describe, expect, it } from "vitest";
import { runDue } from "@/lib/rotation/running/runner";
import { testApi } from "@/test/api/api";

const { call, makeKey, ctx, as } = await testApi();
const all = await makeKey({
  permissions: ["secrets:list", "secrets:read", "secrets:write", "secrets:rotate", "admin"],
});
const job = { ...as({ kind: "job", name: "rotations.run" }), now: () => new Date() };

const ask = async (request: string, body?: object, key = all) => {
  const { status, json } = await call(key, request, body);
  return { status, json };
};
const stored = async (name: string, policy: object = { rotator: { kind: "random" } }) => {
  await ask("POST /secrets", { name, value: `first of ${name}` });
  expect(await ask(`PUT /secrets/${name}/rotation`, policy)).toMatchObject({ status: 204 });
};
const rotate = async (name: string, body?: object, key = all) => {
  const { json } = await ask(`POST /secrets/${name}/rotate`, body, key);
  await runDue(job);
  return json.id;
};
const reveal = async (name: string, body: object) => (await ask(`POST /secrets/${name}/reveal`, body)).json;

describe("a rotation through the API", () => {
  it("is begun by a key that may do nothing else, and goes its way", async () => {
    await stored("BEGUN");
    const rotating = await makeKey({ permissions: ["secrets:rotate"] });
    const id = await rotate("BEGUN", {}, rotating);
    expect(await ask(`GET /rotations/${id}`)).toMatchObject({
      status: 200,
      json: { name: "BEGUN", phase: "wait", state: "running", fromVersion: 1, toVersion: 2 },
    });
    expect((await ask(`GET /rotations/${id}`, undefined, rotating)).status).toBe(403);
    expect((await ask(`POST /rotations/${id}/revoke`, undefined, rotating)).status).toBe(204);
    await runDue(job);
    expect((await ask("GET /secrets/BEGUN/rotation")).json.last).toMatchObject({ id, state: "done" });
  });

  it("of another project's secret is not there", async () => {
    await stored("MINE");
    const id = await rotate("MINE");
    const foreign = await makeKey({ permissions: ["secrets:rotate", "secrets:list"], project: "platform" });
    for (const request of [`GET /rotations/${id}`, `POST /rotations/${id}/undo`])
      expect((await ask(request, undefined, foreign)).status).toBe(404);
    expect((await ask(`GET /rotations/${id}x`)).status).toBe(404);
  });

  it("is listed newest first, page by page, by state, and by what is due", async () => {
    await stored("LISTED", { rotator: { kind: "manual" }, schedule: { everyDays: 30 } });
    for (const name of ["L_1", "L_2", "L_3"]) {
      await stored(name);
      await rotate(name, { emergency: true });
    }
    const first = (await ask("GET /rotations?limit=2&state=done")).json;
    expect(first.items.map(({ name }: { name: string }) => name)).toEqual(["L_3", "L_2"]);
    const second = (await ask(`GET /rotations?limit=2&state=done&cursor=${first.next}`)).json;
    expect(second.items[0].name).toBe("L_1");
    const soon = new Date(Date.now() + 31 * 24 * 60 * 60 * 1_000).toISOString();
    expect((await ask(`GET /rotations?due=${soon}`)).json.items).toMatchObject([
      { name: "LISTED", isOverdue: false },
    ]);
    expect((await ask(`GET /rotations?due=${new Date().toISOString()}`)).json.items).toEqual([]);
  });

  it("leads a narrowed key past what is due and hidden from it", async () => {
    const policy = { rotator: { kind: "manual" }, schedule: { everyDays: 5, windowMinutes: 0 } };
    for (const name of ["DUE_1", "DUE_2", "DUE_3", "DUE_SEEN"]) await stored(name, policy);
    const narrowed = await makeKey({ permissions: ["secrets:list"], names: ["DUE_SEEN"] });
    const soon = new Date(Date.now() + 7 * 24 * 60 * 60 * 1_000).toISOString();
    const { items, next } = (await ask(`GET /rotations?due=${soon}&limit=1`, undefined, narrowed)).json;
    expect(items.map(({ name }: { name: string }) => name)).toEqual(["DUE_SEEN"]);
    expect(next).toBeNull();
  });

  it("tells a narrowed key of its own secrets only", async () => {
    for (const name of ["SEEN", "UNSEEN"]) {
      await stored(name);
      await rotate(name);
    }
    const narrowed = await makeKey({ permissions: ["secrets:list"], names: ["SEEN"] });
    const { items } = (await ask("GET /rotations", undefined, narrowed)).json;
    expect(items.map(({ name }: { name: string }) => name)).toEqual(["SEEN"]);
  });
});

const postgres = { kind: "postgres", host: "db.example", database: "app", users: ["app_a", "app_b"] };

describe("what cannot be", () => {
  it.each([
    [{}, "rotator"],
    [{ rotator: { kind: "random", length: 3 } }, "rotator.length"],
    [{ rotator: { kind: "random", length: 1e9 } }, "rotator.length"],
    [{ rotator: { kind: "magic" } }, "rotator.kind"],
    [{ rotator: { kind: "random" }, schedule: { everyDays: 0 } }, "schedule"],
    [{ rotator: { kind: "random" }, schedule: { cron: "* * * * *" } }, "schedule.cron"],
    [
      { rotator: { kind: "random" }, schedule: { cron: "0 3 * * *", timeZone: "Mars/Olympus" } },
      "schedule.timeZone",
    ],
    [{ rotator: { kind: "manual" }, schedule: { cron: "0 3 * * *" } }, "schedule"],
    [{ rotator: { kind: "random" }, graceSeconds: -1 }, "graceSeconds"],
    [{ rotator: { kind: "webhook", url: "http://user:pw@example.com/" }, credential: "X" }, "rotator.url"],
    [{ rotator: { kind: "random" }, surprise: true }, "surprise"],
    [{ rotator: postgres, credential: null }, "credential"],
    [{ rotator: { ...postgres, port: 0 }, credential: "X" }, "rotator.port"],
    [{ rotator: { ...postgres, database: "a\u0007b" }, credential: "X" }, "rotator.database"],
    [{ rotator: { ...postgres, users: [] }, credential: "X" }, "rotator.users"],
    [{ rotator: { ...postgres, users: ["a", "b", "c"] }, credential: "X" }, "rotator.users"],
    [{ rotator: { ...postgres, users: ["a", "a"] }, credential: "X" }, "rotator.users"],
    [{ rotator: { ...postgres, users: ["u".repeat(200)] }, credential: "X" }, "rotator.users"],
    [{ rotator: { ...postgres, users: ["ü".repeat(32)] }, credential: "X" }, "rotator.users"],
    [{ rotator: { ...postgres, users: ["a", "b"], value: "password" }, credential: "X" }, "rotator.value"],
    [{ rotator: { ...postgres, tls: "off" }, credential: "X" }, "rotator.tls"],
    [{ rotator: { ...postgres, userHost: "%" }, credential: "X" }, "rotator"],
    [{ rotator: { ...postgres, kind: "mysql", userHost: "" }, credential: "X" }, "rotator.userHost"],
    [{ rotator: { ...postgres, kind: "mysql", database: "a\u0000" }, credential: "X" }, ""],
    [{ rotator: { ...postgres, kind: "mysql", users: ["u".repeat(256)] }, credential: "X" }, "rotator.users"],
    [{ rotator: { ...postgres, options: "-c x" }, credential: "X" }, "rotator"],
  ])("%j is refused at its field", async (policy, field) => {
    await ask("POST /secrets", { name: "CANNOT", value: "v" });
    const { status, json } = await ask("PUT /secrets/CANNOT/rotation", policy);
    expect(status).toBe(422);
    expect(Object.keys(json.errors).some((path) => path.startsWith(field))).toBe(true);
  });
});

describe("a database", () => {
  it.each(["", "a b", "a/b", "a@b", "a?b", "a#b", "0x7f.1", "a.example:80", "/tmp", "a%00b"])(
    "has no host %j",
    async (host) => {
      const policy = { rotator: { ...postgres, host }, credential: "X" };
      const { status, json } = await ask("PUT /secrets/CANNOT/rotation", policy);
      expect(status).toBe(422);
      expect(Object.keys(json.errors)).toEqual(["rotator.host"]);
    },
  );
  const put = async (rotator: object, key = all) =>
    ask(
      "PUT /secrets/DATABASE/rotation",
      { rotator: { ...postgres, ...rotator }, credential: "KEEPER" },
      key,
    );
  it.each([
    [{ host: "10.0.0.7" }, "rotator.host", /private\. An Owner can allow it/],
    [{ host: "::1" }, "rotator.host", /private/],
    [{ host: "169.254.169.254" }, "rotator.host", /clouds/],
    [{ tls: "none" }, "rotator.host", /allowed/],
    [{ ca: "no PEM" }, "rotator.ca", /PEM/],
    [{ ca: "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----" }, "rotator.ca", /PEM/],
  ])("%j is refused at %s", async (rotator, field, message) => {
    for (const name of ["DATABASE", "KEEPER"]) await ask("POST /secrets", { name, value: "{}" });
    const { status, json } = await put(rotator);
    expect(status).toBe(422);
    expect(json.errors[field]).toEqual([expect.stringMatching(message)]);
  });

  it("is rotated with a credential that the key may read, and with no other, on record", async () => {
    const blind = await makeKey({
      permissions: ["secrets:list", "secrets:write", "secrets:rotate", "admin"],
    });
    expect(await put({}, blind)).toMatchObject({
      status: 403,
      json: { detail: expect.stringMatching(/read/) },
    });
    const names = ["DATABASE"];
    const narrowed = await makeKey({ permissions: ["secrets:list", "secrets:read", "admin"], names });
    expect(await put({}, narrowed)).toMatchObject({
      status: 422,
      json: { errors: { credential: [expect.stringMatching(/no such secret/)] } },
    });
    const refusals = () => ctx.db.auditEvent.findMany({ where: { action: "access.refused" } });
    await expect
      .poll(async () => (await refusals()).map(({ detail }) => JSON.parse(detail).wanted))
      .toContain("rotation.configure");
    expect(await put({})).toMatchObject({ status: 204 });
  });
});

describe("a label", () => {
  it("gives the current, the previous and the pending value, on record", async () => {
    await stored("LABELLED");
    expect((await ask("POST /secrets/LABELLED/reveal", { label: "previous" })).status).toBe(404);
    expect((await ask("POST /secrets/LABELLED/reveal", { label: "pending" })).status).toBe(404);
    await rotate("LABELLED");
    const current = await reveal("LABELLED", { label: "current" });
    expect(current).toEqual(await reveal("LABELLED", {}));
    expect(await reveal("LABELLED", { label: "previous" })).toEqual({
      name: "LABELLED",
      value: "first of LABELLED",
      version: 1,
    });
    const events = await ctx.db.auditEvent.findMany({
      where: { action: "secret.revealed", targetName: "LABELLED" },
      orderBy: { seq: "asc" },
    });
    expect(events.map(({ detail }) => JSON.parse(detail))).toContainEqual({ version: 1, label: "previous" });
  });

  it("goes with a read of many values: those that have none are left out, or named when they were asked for", async () => {
    await ask("POST /secrets", { name: "FRESH", value: "only one" });
    await ask("POST /secrets", { name: "TWICE", value: "the first value" });
    await ask("POST /secrets", { name: "TWICE", value: "the second value" });
    const { values } = (await ask("GET /values?label=previous")).json;
    expect(values.TWICE).toBe("the first value");
    expect(values).not.toHaveProperty("FRESH");
    const named = await ask("POST /values", { names: ["TWICE", "FRESH"], label: "previous" });
    expect(named).toMatchObject({
      status: 404,
      json: { errors: { names: ["FRESH has no previous version."] } },
    });
    expect((await ask("GET /values?label=pending")).json.values).toEqual({});
  });

  it("and a version do not go together", async () => {
    await ask("POST /secrets", { name: "BOTH", value: "v" });
    expect((await ask("POST /secrets/BOTH/reveal", { version: 1, label: "current" })).status).toBe(422);
    expect((await ask("POST /secrets/BOTH/reveal", { label: "newest" })).status).toBe(422);
  });

  it("shows nothing to a key that may not read the secret", async () => {
    await stored("HIDDEN");
    await rotate("HIDDEN");
    const narrowed = await makeKey({ permissions: ["secrets:read"], names: ["BOTH"] });
    for (const label of ["previous", "pending"])
      expect((await ask("POST /secrets/HIDDEN/reveal", { label }, narrowed)).status).toBe(404);
    expect((await ask("GET /values?label=previous", undefined, narrowed)).json.values).toEqual({});
  });
});
