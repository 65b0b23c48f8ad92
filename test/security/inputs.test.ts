import { expect, it } from "vitest";
import { callAction, encode, type Fields, outcomeOf, post } from "./action";
import { builtActions, pageOf } from "./build";
import { newName, SCOPE, SECRETS_PATH, storeFields } from "./fixture";
import { emailOf, type Instance, startInstance, type Visitor } from "./instance";
import { ACTION_MATRIX, firstFields } from "./matrix-actions";
import { eventsOf, stateOf } from "./state";
import { ARGUMENTS, EXTRA, OPTIONAL, SMUGGLED, WRONG_ENDPOINTS } from "./wrong-fields";

const instance = await startInstance();
const { db, pool } = instance.ctx;
const actions = builtActions();

/** A call that would be right, by field, made anew for every try. */
async function rightFields(name: string): Promise<Record<string, string>> {
  const [row] = ACTION_MATRIX[name] ?? [];
  return { ...((await row?.fields(instance, "owner")) as Record<string, string> | undefined) };
}

/** Puts back what a call that was let through has ended. */
async function call(action: string, fields: Fields, visitor: Visitor = "owner") {
  return outcomeOf(await callAction(instance, visitor, { action, path: pageOf(action), fields }));
}

const first = await firstFields(instance);
const fieldsOfActions = actions.flatMap(({ name }) =>
  Object.keys(first.get(name) ?? {}).map((field) => ({ name, field })),
);

const UNKNOWN_FIELDS = ["an operator in brackets", "an operator after a dot", "a list in brackets"];

it.each(fieldsOfActions)(
  "operator injection, NUL: $name takes only a text as $field",
  async ({ name, field }) => {
    const { [field]: _, ...others } = await rightFields(name);
    const before = await stateOf(pool);
    for (const [what, smuggled] of SMUGGLED) {
      // What makes a field of another name is refused alike: one of these ways for each field.
      if (
        UNKNOWN_FIELDS.includes(what) &&
        what !== UNKNOWN_FIELDS[(name.length + field.length) % UNKNOWN_FIELDS.length]
      )
        continue;
      if (what === "nothing" && OPTIONAL.has(`${name}.${field}`)) continue;
      if (what === "a file" && ["value", "text"].includes(field)) continue;
      const { kind, detail } = await call(name, { ...others, ...smuggled(field) });
      expect([what, kind]).toEqual([what, "failed"]);
      if (what === "NUL") expect(detail).toBe("validation");
    }
    expect(await stateOf(pool)).toEqual(before);
  },
);

/** The actions that go by what they are given. */
const withFields = actions.filter((action) => fieldsOfActions.some(({ name }) => name === action.name));

it.each(ARGUMENTS)("undefined and objects: every action refuses %s", async (_, args) => {
  const before = await stateOf(pool);
  for (const { id, name } of withFields) {
    const form = new FormData();
    form.append("0", JSON.stringify(args));
    const { body, type } = await encode(form);
    const answer = await post(instance, "super_admin", { action: id, path: pageOf(name), body, type });
    expect([name, outcomeOf(answer).kind]).toEqual([name, expect.toBeOneOf(["failed", "status"])]);
    expect(answer.text).not.toMatch(/\n\s+at |node_modules|prisma/i);
  }
  // They are errors of the client, and logged as nothing unexpected.
  expect(instance.output()).not.toContain("is not a function");
  expect(await stateOf(pool)).toEqual(before);
});

it("mass assignment: a field that a form does not have is refused, whatever it is called (CVE-2024-9180)", async () => {
  for (const { name } of actions) {
    if (name === "signOutAction") continue;
    const right = await rightFields(name);
    const before = await stateOf(pool);
    for (const field of EXTRA.filter((one) => !(one in right))) {
      expect([name, field, (await call(name, { ...right, [field]: "owner" })).kind]).toEqual([
        name,
        field,
        "failed",
      ]);
    }
    expect([name, await stateOf(pool)]).toEqual([name, before]);
  }
});

it.each(["createEndpointAction", "editEndpointAction"])(
  "mass assignment, operators and NUL within the JSON of %s are refused",
  async (action) => {
    const { endpoint = "" } = await rightFields(action);
    const before = await stateOf(pool);
    for (const wrong of WRONG_ENDPOINTS) {
      const text = typeof wrong === "string" ? wrong : JSON.stringify({ ...JSON.parse(endpoint), ...wrong });
      const { kind, detail } = await call(action, { endpoint: text });
      expect([text.slice(0, 300), kind, detail]).toEqual([text.slice(0, 300), "failed", "validation"]);
    }
    const polluting = endpoint.replace("{", '{"__proto__":{"isActive":false},');
    expect(await call(action, { endpoint: polluting })).toMatchObject({
      kind: "failed",
      detail: "validation",
    });
    expect(await stateOf(pool)).toEqual(before);
  },
);

it("prototype pollution: names that objects inherit are names like any other", async () => {
  const polluting = [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "__proto__.polluted",
  ];
  for (const field of [...polluting, "__proto__[polluted]", "constructor[prototype][polluted]"]) {
    const before = await stateOf(pool);
    const fields = { ...storeFields({ name: newName(), value: "x" }), [field]: "polluted" };
    const [key, value] = [field, "polluted"];
    const entries: Fields = Object.defineProperty({ ...fields }, key, { value, enumerable: true });
    expect([field, (await call("storeSecretAction", entries)).kind]).toEqual([field, "failed"]);
    expect(await stateOf(pool)).toEqual(before);
  }
  for (const name of ["__proto__", "constructor", "toString", "valueOf"]) {
    expect([name, (await call("storeSecretAction", storeFields({ name, value: "x" }))).kind]).toEqual([
      name,
      "done",
    ]);
    const { status } = await instance.ask("owner", { path: `${SECRETS_PATH}/${name}/changes/rows` });
    expect([name, status]).toEqual([name, 200]);
  }
  const text = "hasOwnProperty=1\nisPrototypeOf='2'\n__defineGetter__=3";
  expect((await call("importSecretsAction", { ...SCOPE, step: "import", text })).kind).toBe("done");
  const query =
    "__proto__[polluted]=polluted&constructor[prototype][polluted]=polluted&toString=x&category=__proto__";
  const rows = await instance.ask("owner", { path: `${SECRETS_PATH}/rows?${query}` });
  expect(rows.status).toBe(200);
  expect(JSON.parse(rows.text).items.map((item: { name: string }) => item.name)).toContain("__proto__");
  const headers = { origin: instance.origin, "content-type": "application/json" };
  const body = '{"__proto__":{"polluted":"polluted"},"constructor":{"prototype":{"polluted":"polluted"}}}';
  await instance.ask("nobody", { method: "POST", path: "/api/auth/session", headers, body });
  expect((await instance.ask("owner", { path: "/api/auth/session" })).text).not.toContain("polluted");
  expect((await instance.ask("owner", { path: SECRETS_PATH })).status).toBe(200);
});

it("queries: quotes, operators and wildcards in names, searches and cursors are text", async () => {
  const hostile = [
    "'",
    '"',
    "';DROP TABLE secrets;--",
    "$1",
    "%",
    "_",
    "\\",
    "a%00b",
    "#{7*7}",
    "{{7*7}}",
    "\u202e",
  ];
  const stored = (await db.secret.count()) > 0;
  expect(stored).toBe(true);
  for (const text of hostile) {
    for (const query of [
      "search",
      "after",
      "sort",
      "limit",
      "category",
      "audience",
      "secret",
      "orderBy",
      "where",
    ]) {
      const path = `${SECRETS_PATH}/rows?${query}=${encodeURIComponent(text)}`;
      const { status, text: answer } = await instance.ask("auditor", { path });
      expect([text, query, status]).toEqual([text, query, expect.toBeOneOf([200, 422])]);
      expect(answer).not.toMatch(/syntax|prisma|pg_|SELECT/i);
    }
    const fields = storeFields({ name: `A${text}`, value: "x" });
    expect([text, (await call("storeSecretAction", fields)).detail]).toEqual([
      text,
      text === "_" ? "" : "validation",
    ]);
  }
  const wild = await instance.ask("auditor", { path: `${SECRETS_PATH}/rows?search=%25` });
  expect(JSON.parse(wild.text).items).toEqual([]);
});

it("NUL: pages and their data answer 422 or 404 to it in every parameter", async () => {
  const names = [
    "search",
    "secret",
    "after",
    "sort",
    "category",
    "audience",
    "name",
    "show",
    "environment",
    "next",
  ];
  const paths = [
    SECRETS_PATH,
    `${SECRETS_PATH}/rows`,
    `${SECRETS_PATH}/name`,
    `${SECRETS_PATH}/choices`,
    "/people",
  ];
  for (const path of [...paths, "/projects/default/allowlist", "/projects/default/api-keys"]) {
    for (const name of names) {
      const { status } = await instance.ask("owner", { path: `${path}?${name}=a%00b` });
      expect([path, name, status]).toEqual([path, name, 422]);
    }
  }
  const cursor = Buffer.from(JSON.stringify(["name", "a\0b", SCOPE_ID])).toString("base64url");
  const { status } = await instance.ask("owner", { path: `${SECRETS_PATH}/rows?sort=name&after=${cursor}` });
  expect(status).toBe(422);
  expect(instance.output()).not.toMatch(/unexpected error|byte sequence/);
});

/** Formed like an id, and of nothing. */
const SCOPE_ID = "00000000-0000-7000-8000-000000000000";

it("oracle: a search or an order tells nothing about values", async () => {
  const value = "oracle-value-4711";
  expect((await call("storeSecretAction", storeFields({ name: newName("ORACLE"), value }))).kind).toBe(
    "done",
  );
  for (const search of ["oracle-value", "value-4711", "oracle-value-4711"]) {
    const { text } = await instance.ask("auditor", { path: `${SECRETS_PATH}/rows?search=${search}` });
    expect(JSON.parse(text).items).toEqual([]);
  }
  for (const sort of ["value", "fingerprint", "passwordHash", "versions.value"]) {
    const { text } = await instance.ask("auditor", { path: `${SECRETS_PATH}/rows?sort=${sort}` });
    const plain = await instance.ask("auditor", { path: `${SECRETS_PATH}/rows` });
    expect(text).toBe(plain.text);
  }
});

it("race: of 50 writers with the same revision one wins, and retrying ones make versions without a gap", async () => {
  const name = newName("RACE");
  const { id } = (await call("storeSecretAction", storeFields({ name, value: "0" }))).state.data as {
    id: string;
  };
  const edit = async (value: string) => {
    const { revision } = await db.secret.findUniqueOrThrow({ where: { id } });
    return attempt(instance, id, name, String(revision), value);
  };
  const { revision } = await db.secret.findUniqueOrThrow({ where: { id } });
  const same = Array.from({ length: 50 }, (_, n) => attempt(instance, id, name, String(revision), `a${n}`));
  const kinds = (await Promise.all(same)).map(({ kind, detail }) => kind + detail);
  expect(kinds.filter((kind) => kind === "done")).toHaveLength(1);
  expect(kinds.filter((kind) => kind === "failedconflict")).toHaveLength(49);
  const retrying = async (n: number) => {
    while ((await edit(`b${n}`)).kind !== "done");
  };
  await Promise.all(Array.from({ length: 10 }, (_, n) => retrying(n)));
  const versions = await db.secretVersion.findMany({ where: { secretId: id }, orderBy: { number: "asc" } });
  expect(versions.map((version) => version.number)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  expect((await db.secret.findUniqueOrThrow({ where: { id } })).currentVersion).toBe(12);
  expect(await db.auditEvent.count({ where: { secretId: id, action: "secret.rotated" } })).toBe(11);
});

it("race: the same name stored 20 times at once, in any case, is one secret", async () => {
  const name = newName("TWICE");
  const before = await eventsOf(pool, "secret.created");
  const spellings = Array.from({ length: 20 }, (_, n) => (n % 2 ? name : name.toLowerCase()));
  const outcomes = await Promise.all(
    spellings.map((spelling) => call("storeSecretAction", storeFields({ name: spelling, value: "x" }))),
  );
  expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(1);
  expect(await eventsOf(pool, "secret.created")).toBe(before + 1);
});

it("roles: nothing that is typed makes an Owner (CVE-2025-5999)", async () => {
  const spellings = ["owner", "OWNER", "Owner ", "owner\u200b", "\u039fWNER", '["owner"]', '{"set":"owner"}'];
  for (const [index, { name }] of actions.filter((action) => action.name !== "signOutAction").entries()) {
    const right = await rightFields(name);
    // Where there is a role, every spelling; where there is none, one of them is one field too many.
    const roles = "role" in right ? spellings : [spellings[index % spellings.length] ?? "owner"];
    for (const role of roles) await call(name, { ...right, role }, "member");
  }
  const { role } = await db.user.findUniqueOrThrow({ where: { email: emailOf("member") } });
  expect(role).toBe("member");
  expect(await db.user.count({ where: { role: "owner" } })).toBe(2);
});

async function attempt(on: Instance, secretId: string, name: string, revision: string, value: string) {
  const fields = {
    ...SCOPE,
    secretId,
    revision,
    name,
    value,
    description: "",
    category: "custom",
    audience: "all",
  };
  return outcomeOf(await callAction(on, "owner", { action: "editSecretAction", path: SECRETS_PATH, fields }));
}
