import { createHmac, generateKeyPairSync, randomBytes } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { runImports } from "@/lib/imports/running/runner";
import { runSyncs } from "@/lib/managers/syncing/running/runner";
import { openAuthority } from "@/lib/ssh/authorities/service";
import { ed25519Blob } from "@/lib/ssh/certificate";
import { findLink, giveValue } from "@/lib/value-links/service";
import { connectedApp } from "../connected-app";
import { listen } from "../listener";
import { sealing } from "../seals";
import { type Location, newMarker, sightings } from "../security/canary";
import { columnsOf } from "../security/stored-locations";
import { startVault } from "../vault-server";
import { type ApiAnswer, testApi } from "./api";

const { call, makeKey, makePersonalKey, asRole, ctx, base, logged } = await testApi();
/** Stands in every value and every wrong key. Must be nowhere but in what is asked for by name. */
const marker = newMarker();
/** Stands in names and descriptions. Must be found where the other one is looked for. */
const control = newMarker();
const key = await makeKey({
  permissions: ["secrets:list", "secrets:read", "secrets:write", "secrets:delete", "audit:read"],
});
const answers: Location[] = [];
afterAll(() => answers.splice(0));

async function ask(
  request: string,
  body?: object | string,
  headers: Record<string, string> = {},
  by = key,
): Promise<ApiAnswer> {
  const answer = await call(by, request, body, headers);
  const bytes = Buffer.from(`${JSON.stringify([...answer.headers])}\n${answer.text}`);
  answers.push({ name: `answer ${answers.length + 1}: ${request}`, bytes });
  return answer;
}

const canary = () => `${randomBytes(3).toString("hex")}-${marker}`;
const name = `N_${control}`;

it("values go in through the API, rightly and wrongly, and come out by reveal and values alone", async () => {
  const streams = new AbortController();
  const events = await fetch(`${base}/api/v1/events`, {
    headers: { authorization: `Bearer ${key}` },
    signal: streams.signal,
  });
  expect((await ask("POST /secrets", { name, value: canary(), description: control })).status).toBe(201);
  expect((await ask("POST /secrets", { name, value: canary() })).status).toBe(200);
  for (const body of [
    { name, value: [canary()] },
    { name, value: { text: canary() } },
    { name, value: canary(), description: 7 },
    { name, value: canary().repeat(3_000) },
    { name: `${canary()} with spaces`, value: canary() },
    { name, value: canary(), category: canary(), audience: canary() },
    { name, value: canary(), [`${canary()} with spaces`]: canary() },
    `{"name":"${name}","value":"${canary()}`,
    `"${canary()}"`,
  ]) {
    expect((await ask("POST /secrets", body)).status).toBe(422);
  }
  const many = (value: unknown) => ({
    secrets: [
      { name, value, description: control },
      { name: `M_${control}`, value },
    ],
  });
  expect((await ask("POST /secrets/import", { ...many(canary()), dryRun: true })).status).toBe(200);
  expect((await ask("POST /secrets/import", many(canary()))).status).toBe(200);
  for (const body of [
    many([canary()]),
    { secrets: [canary()] },
    { secrets: canary() },
    many(`${canary()}\0`),
  ])
    expect((await ask("POST /secrets/import", body)).status).toBe(422);
  for (const version of [canary(), `"${canary()}"`])
    await ask("POST /secrets", { name, value: canary() }, { "if-match": version });
  await ask("POST /secrets", { name, value: canary(), expectedVersion: 99 });
  await ask(`GET /secrets?category=${canary()}&limit=${canary()}&cursor=${canary()}`);
  await ask(`GET /secrets/${name}?environment=${canary()}`);
  await ask("GET /me", undefined, { authorization: `Bearer ${canary()}` });
  await ask("GET /values", undefined, { "if-none-match": `"${canary()}"` }).then(() => answers.pop());
  expect((await call(key, `POST /secrets/${name}/reveal`)).json.value).toContain(marker);
  const all = await call(key, "GET /values");
  expect(all.json.values[name]).toContain(marker);
  const named = await call(key, "POST /values", { names: [name] });
  expect(named.json.values[name]).toContain(marker);
  await ask("POST /values", { names: [name] }, { "if-none-match": named.headers.get("etag") ?? "" });
  for (const body of [{ names: [`${canary()} with spaces`] }, { names: canary() }, { name: canary() }])
    expect((await ask("POST /values", body)).status).toBe(422);
  await ask("GET /values", undefined, { "if-none-match": all.headers.get("etag") ?? "" });
  for (const path of ["", "/versions", "/changes"]) await ask(`GET /secrets/${name}${path}`);
  for (const path of ["/secrets", "/audit", "/audit/export?format=csv", "/audit/export?format=jsonl"])
    await ask(`GET ${path}`);
  const { seq } = await ctx.db.auditHead.findFirstOrThrow();
  const proving = await makeKey({ permissions: ["audit:read"], project: null });
  const json = { accept: "application/json" };
  for (let n = Number(seq); n > Number(seq) - 20; n -= 1)
    await ask(`GET /audit/proof?seq=${n}`, undefined, json, proving);
  expect(answers.filter(({ bytes }) => bytes.includes('"leaf"')).length).toBeGreaterThan(5);
  for (const path of [
    "checkpoint",
    "key",
    `consistency?from=1&to=${seq}`,
    "tile/0/000.p/9",
    `proof?seq=${canary()}`,
    "evidence?since=1",
    "export?format=jsonl",
    `evidence?since=${canary()}`,
  ])
    await ask(`GET /audit/${path}`, undefined, {}, proving);
  await ask(`POST /secrets/${name}/versions/1/restore`);
  const pooling = await makeKey({ permissions: ["admin", "secrets:read", "pools:use"] });
  for (const body of [
    { members: [{ name: canary() }] },
    { members: canary() },
    { strategy: canary(), members: [{ name, weight: canary() }] },
  ])
    expect((await ask("PUT /pools/p", body, {}, pooling)).status).toBe(422);
  await ask("PUT /pools/p", { description: control, members: [{ name }] }, {}, pooling);
  const taken = await call(pooling, "POST /pools/p/take", { stickyKey: "a" });
  expect(taken.json.value).toContain(marker);
  await ask("POST /pools/p/take", { stickyKey: { value: canary() } }, {}, pooling);
  for (const report of [
    { member: canary() },
    { member: canary(), outcome: "ok" },
    { member: name, outcome: canary() },
  ])
    await ask("POST /pools/p/report", report, {}, pooling);
  expect((await ask("POST /pools/p/report", { member: name, outcome: "refused" }, {}, pooling)).status).toBe(
    200,
  );
  for (const path of ["/pools", "/pools/p"]) await ask(`GET ${path}`, undefined, {}, pooling);
  expect((await ask("POST /pools/p/take", {}, {}, pooling)).status).toBe(503);
  await ask("POST /pools/p/put-back", { member: name }, {}, pooling);
  await ask(`PUT /secrets/${name}/rotation`, { rotator: { kind: canary() } });
  const rotating = await makeKey({ permissions: ["admin", "secrets:list", "secrets:rotate"] });
  const rotator = { rotator: { kind: "random" } };
  const policy = await ask(`PUT /secrets/${name}/rotation`, rotator, {}, rotating);
  expect(policy.status).toBe(204);
  const { id } = (await ask(`POST /secrets/${name}/rotate`, {}, {}, rotating)).json;
  for (const path of ["/rotations", `/rotations/${id}`, `/secrets/${name}/rotation`])
    await ask(`GET ${path}`, undefined, {}, rotating);
  await ask(`POST /rotations/${id}/cancel`, undefined, {}, rotating);
  const granting = await makeKey({ permissions: ["admin", "secrets:list"], project: null });
  const { email: person } = await asRole("member");
  const scope = { project: "default", environment: "production" };
  const wanted = { subject: { person }, target: { ...scope, secret: name }, capability: "see" };
  const granted = await ask("POST /grants", wanted, {}, granting);
  expect(granted.status).toBe(201);
  for (const wrong of [
    { subject: { person: canary() } },
    { subject: { group: canary() } },
    { subject: { [canary()]: canary() } },
    { target: { ...scope, pattern: `${canary()} with spaces*` } },
    { target: { ...scope, secret: `${canary()} with spaces` } },
    { target: { project: [canary()], environment: { name: canary() } } },
    { capability: canary(), expires: canary() },
    { expiresAt: canary() },
  ])
    expect((await ask("POST /grants", { ...wanted, ...wrong }, {}, granting)).status).toBe(422);
  expect((await ask("POST /groups", { slug: canary().toUpperCase(), name: "" }, {}, granting)).status).toBe(
    422,
  );
  await ask("POST /groups", { slug: `g-${control}`, name: control }, {}, granting);
  for (const body of [{ person: canary() }, { person }])
    await ask(`POST /groups/g-${control}/members`, body, {}, granting);
  const where = "project=default&environment=production";
  for (const path of [
    "/grants?project=default",
    `/secrets/${name}/access?${where}`,
    "/groups",
    `/groups/g-${control}/members`,
  ])
    expect((await ask(`GET ${path}`, undefined, {}, granting)).json.items).toHaveLength(1);
  await ask(`DELETE /grants/${granted.json.id}`, undefined, {}, granting);
  const entering = await makeKey({ permissions: ["admin", "ssh:read"], environment: null });
  const rule = { subject: { person }, hosts: [`${control}-host`.toLowerCase()], user: "deploy" };
  expect((await ask("POST /ssh/rules", rule, {}, entering)).status).toBe(201);
  for (const wrong of [
    { subject: { apiKey: canary() } },
    { hosts: [`${canary()} with spaces`] },
    { user: `${canary()} with spaces` },
    { expires: canary() },
    { [`${canary()} with spaces`]: 1 },
  ])
    expect((await ask("POST /ssh/rules", { ...rule, ...wrong }, {}, entering)).status).toBe(422);
  for (const [path, status] of [
    ["rules", 200],
    ["authority", 200],
    ["authorized-keys?host=a&user=deploy", 200],
    [`authorized-keys?host=${canary()}&user=deploy&fingerprint=${canary()}`, 422],
  ] as const)
    expect((await ask(`GET /ssh/${path}`, undefined, {}, entering)).status).toBe(status);
  const enteringPerson = await asRole("member");
  const mine = await makePersonalKey(enteringPerson);
  const own = { subject: { person: enteringPerson.email }, hosts: ["b"], user: "deploy" };
  await ask("POST /ssh/rules", own, {}, entering);
  const publicKey = `ssh-ed25519 ${ed25519Blob(generateKeyPairSync("ed25519").privateKey).toString("base64")}`;
  const good = { publicKey, host: "b", user: "deploy" };
  expect((await ask("POST /ssh/certificates?project=default", good, {}, mine)).status).toBe(201);
  const pasted = `-----BEGIN OPENSSH PRIVATE KEY-----\n${canary()}\n-----END OPENSSH PRIVATE KEY-----`;
  for (const publicKeys of [pasted, `ssh-ed25519 ${canary()} x`, `command="${canary()}" ssh-rsa AAAA`])
    expect((await ask("POST /ssh/keys", { publicKeys }, {}, mine)).status).toBe(422);
  const certificate = { publicKey: pasted, host: "a", user: "deploy" };
  expect((await ask("POST /ssh/certificates?project=default", certificate, {}, mine)).status).toBe(422);
  await ask(`PATCH /secrets/${name}`, { description: `${control} changed` });
  const reader = events.body?.getReader();
  const told = Buffer.from((await reader?.read())?.value ?? []);
  answers.push({ name: "stream of changes", bytes: told });
  streams.abort();
});

it("the token of an external manager, and the value that lives in it, come out where the value is asked for alone", async () => {
  const vault = await startVault();
  await sealing(
    ctx,
    "organisations",
    ctx.db.organisation.updateMany({ data: { allowedPrivateHosts: [vault.host] } }),
  );
  const token = canary();
  vault.tokens.set(token, { denied: [] });
  vault.put("app", { value: canary(), other: canary() });
  const setting = await makeKey({
    permissions: ["managers:write", "secrets:write", "secrets:read", "secrets:list"],
  });
  const credential = `${name}_TOKEN`;
  await call(setting, "POST /secrets", { name: credential, value: token });
  const manager = { name: "vault", kind: "vault", address: vault.address, credential };
  expect((await ask("POST /managers", manager, {}, setting)).status).toBe(204);
  for (const wrong of [
    { credential: canary() },
    { address: `https://user:${canary()}@v.example` },
    { mount: `/${canary()}` },
    { [`${canary()} with spaces`]: 1 },
  ])
    expect((await ask("POST /managers", { ...manager, name: "other", ...wrong }, {}, setting)).status).toBe(
      422,
    );
  expect((await ask("POST /managers/vault/test", {}, {}, setting)).status).toBe(204);
  const reference = { name: `${name}_THERE`, source: { manager: "vault", path: "app", field: "value" } };
  for (const wrong of [{ path: `/${canary()}` }, { manager: canary() }])
    expect(
      (await ask("POST /secrets", { ...reference, source: { ...reference.source, ...wrong } }, {}, setting))
        .status,
    ).toBe(422);
  expect((await ask("POST /secrets", reference, {}, setting)).status).toBe(201);
  expect((await ask("GET /managers", undefined, {}, setting)).json.items).toMatchObject([{ secrets: 1 }]);
  expect((await call(setting, `POST /secrets/${reference.name}/reveal`)).json.value).toContain(marker);
  vault.instead = () => ({ status: 500, body: { errors: [token] } });
  expect((await ask("POST /managers/vault/test", {}, {}, setting)).status).toBe(502);
});

it("values come in from an external manager, and go out to one", async () => {
  const vault = await startVault();
  const allowedPrivateHosts = [vault.host];
  await sealing(ctx, "organisations", ctx.db.organisation.updateMany({ data: { allowedPrivateHosts } }));
  const permissions = ["managers:write", "secrets:read", "secrets:write"] as const;
  const managing = await makeKey({ permissions });
  await ask("POST /secrets", { name: `T_${control}`, value: vault.token }, {}, managing);
  const config = { kind: "vault", address: vault.address, kvVersion: "2", credential: `T_${control}` };
  expect((await ask("POST /managers", { name: "office", ...config }, {}, managing)).status).toBe(204);
  for (const n of [1, 2]) vault.put(`in/${control}`, { [`key_${control}`]: `${canary()}-${n}`, number: n });
  const body = { manager: "office", path: "in" };
  for (const wrong of [
    { path: `${canary()} with spaces` },
    { names: canary() },
    { manager: [canary()] },
    { manager: canary() },
    { [`${canary()} with spaces`]: 1 },
  ])
    expect((await ask("POST /imports", { ...body, ...wrong }, {}, managing)).status).toBe(422);
  const { id } = (await ask("POST /imports", { ...body, dryRun: true }, {}, managing)).json;
  // The server's clock is not the one of the fixture.
  const job = { ...ctx, actor: { kind: "job", name: "test" } as const, now: () => new Date() };
  await runImports(job);
  await ask(`GET /imports/${id}/entries?state=${canary()}`, undefined, {}, managing);
  expect((await ask(`POST /imports/${id}/run`, undefined, {}, managing)).status).toBe(202);
  await runImports(job);
  for (const path of ["", `/${id}`, `/${id}/entries`])
    expect((await ask(`GET /imports${path}`, undefined, {}, managing)).status).toBe(200);
  const made = { name: "out", manager: "office", path: `out-${control.toLowerCase()}` };
  for (const wrong of [
    { path: `${canary()} with spaces` },
    { field: `{${canary()}}` },
    { secrets: { kind: "names", names: [`${canary()} with spaces`] } },
    { foreign: canary() },
    { [`${canary()} with spaces`]: 1 },
  ])
    expect((await ask("POST /syncs", { ...made, ...wrong }, {}, managing)).status).toBe(422);
  expect((await ask("POST /syncs", made, {}, managing)).status).toBe(201);
  await runSyncs(job);
  for (const path of ["", "/out", "/out/entries"])
    expect((await ask(`GET /syncs${path}`, undefined, {}, managing)).status).toBe(200);
  expect((await ask("POST /syncs/out/run", { overwrite: canary() }, {}, managing)).status).toBe(422);
  expect(JSON.stringify([...(vault.kv2.get(made.path)?.versions.values() ?? [])])).toContain(marker);
});

it("a token of a connected app comes out where it is asked for alone", async () => {
  const using = await makeKey({ permissions: ["connections:use"] });
  const scope = { project: "default", environment: "production" };
  const app = await connectedApp(ctx, scope, { name: `c-${control}`, credential: name, token: canary() });
  const listed = await ask("GET /connections", undefined, {}, using);
  expect(listed.json.items).toMatchObject([{ name: app, state: "connected" }]);
  expect((await call(using, `GET /connections/${app}/token`)).json.accessToken).toContain(marker);
});

it("a value goes to an endpoint that repeats it, and does not come back", async () => {
  const sender = await makeKey({ permissions: ["admin", "secrets:read", "allowlist:send"] });
  const partner = await listen((req, res) => {
    res.setHeader("X-Debug", String(req.headers["x-key"]));
    if (req.headers["x-strongroom-challenge"]) return res.end(req.headers["x-strongroom-challenge"]);
    return res.end(JSON.stringify(req.headers));
  });
  await sealing(
    ctx,
    "organisations",
    ctx.db.organisation.updateMany({ data: { allowedPrivateHosts: [partner.host] } }),
  );
  const headers = [{ name: "X-Key", value: { from: { secret: name } } }];
  const configuration = { headers, answer: { headers: ["x-debug"] } };
  const made = { name: `e-${control}`, url: `http://${partner.host}/`, configuration };
  const asked = (request: string, body?: object, more = {}) => ask(request, body, more, sender);
  expect((await asked("POST /allowlist", made)).status).toBe(201);
  expect((await asked(`POST /allowlist/${made.name}/verify`)).status).toBe(200);
  for (let n = 0; n < 2; n += 1) {
    const sent = await asked(`POST /allowlist/${made.name}/send`, { data: 1 }, { "idempotency-key": "k" });
    expect(sent.text).toContain("<secret:");
  }
  expect(partner.received().includes(marker)).toBe(true);
  const typed = [{ name: "X-Key", value: { from: { secret: canary() } } }];
  expect(
    (await asked("POST /allowlist", { ...made, name: "typed", configuration: { headers: typed } })).status,
  ).toBe(422);
  for (const path of ["", `/${made.name}`]) await asked(`GET /allowlist${path}`);
  await asked(`POST /allowlist/${made.name}/send`, { data: canary(), query: { [canary()]: 1 } });
});

it("signs webhooks, and what these bring comes out to machines that ask for it alone", async () => {
  const secret = canary();
  const admin = await makeKey({ permissions: ["admin", "secrets:read", "secrets:write"] });
  await ask("POST /secrets", { name: "SIGNING", value: secret }, {}, admin);
  const path = `/triggers/t-${control.toLowerCase()}`;
  for (const wrong of [{ scheme: canary() }, { secret: canary() }, { hmac: { header: canary() } }])
    expect(
      (await ask(`PUT ${path}`, { scheme: "github", secret: "SIGNING", ...wrong }, {}, admin)).status,
    ).toBe(422);
  await ask(`PUT ${path}`, { scheme: "github", secret: "SIGNING" }, {}, admin);
  const hook = async (body: string, signed: string, more: Record<string, string> = {}) => {
    const signature = createHmac("sha256", secret).update(signed).digest("hex");
    const headers = { "x-hub-signature-256": `sha256=${signature}`, ...more };
    const res = await fetch(`${base}/hooks/default/t-${control.toLowerCase()}`, {
      method: "POST",
      headers,
      body,
    });
    answers.push({ name: `hook ${answers.length}`, bytes: Buffer.from(await res.text()) });
    return res.status;
  };
  const body = JSON.stringify({ text: canary() });
  expect(await hook(body, body, { "x-more": canary(), "x-github-delivery": control })).toBe(200);
  expect(await hook(body, body)).toBe(409);
  expect(await hook(canary(), "other", { "x-hub-signature-256": canary() })).toBe(401);
  const [{ id }] = (await ask(`GET ${path}/deliveries`, undefined, {}, admin)).json.items;
  for (const request of [`GET ${path}`, "GET /triggers", `POST ${path}/deliveries/${id}/replay`])
    await ask(request, undefined, {}, admin);
  await ask(`GET ${path}/deliveries/${id}`, undefined, {}, admin);
  const reader = await makeKey({ permissions: ["triggers:read"] });
  expect((await call(reader, `GET ${path}/deliveries/${id}`)).json.body).toContain(marker);
  await ask(
    `PUT /declarations`,
    { triggers: [{ name: "x", secretEnv: canary(), scheme: canary() }] },
    {},
    admin,
  );
});

it("comes out to a person through their key, in the answers that give values", async () => {
  const key = await makePersonalKey(await asRole("owner"));
  const where = "project=default&environment=production";
  const asked = (request: string, body?: object) => ask(request, body, {}, key);
  const read = await call(key, `POST /secrets/${name}/reveal?${where}`);
  expect(read.text).toContain(marker);
  expect((await call(key, `GET /values?names=${name}&${where}`)).text).toContain(marker);
  for (const path of [`/secrets/${name}`, "/secrets", `/secrets/${name}/changes`])
    expect((await asked(`GET ${path}?${where}`)).status).toBe(200);
  for (const path of ["/audit", "/me"]) expect((await asked(`GET ${path}`)).status).toBe(200);
  await asked(`POST /secrets?${where}`, { name: `${canary()} with spaces`, value: canary() });
  await ask(`GET /me`, undefined, {}, `sr_user_${canary()}`);
});

it("is given by a link, and comes back neither to whoever gave it nor to whoever asked", async () => {
  const key = await makePersonalKey(await asRole("owner"));
  const where = "project=default&environment=production";
  const { url } = (await ask(`POST /secrets/${name}/ask?${where}`, { recipient: control }, {}, key)).json;
  const token = url.split("/give/")[1];
  const giver = { ...ctx, actor: { kind: "anonymous" } as const, now: () => new Date() };
  expect(await findLink(giver, token)).toMatchObject({ name, recipient: control });
  await giveValue(giver, { token, value: canary() });
  expect((await ask(`GET /secrets/${name}/changes`)).text).toContain("link of ");
  await ask(
    `POST /secrets/${name}/ask?${where}`,
    { recipient: "a", hours: canary(), [`${canary()} with spaces`]: 1 },
    {},
    key,
  );
});

it("and are nowhere: not in another answer, not in the log, not in any column", async () => {
  await ctx.usage.flush();
  const locations = [
    ...answers,
    { name: "log", bytes: Buffer.from(logged()) },
    ...(await columnsOf(ctx.pool)),
  ];
  expect(sightings(locations, marker)).toEqual([]);
  const project = await ctx.db.project.findUniqueOrThrow({ where: { slug: "default" } });
  const authority = (await openAuthority(ctx, project)).export({ format: "der", type: "pkcs8" });
  for (const form of ["latin1", "hex", "base64", "base64url"] as const) {
    // The last 32 bytes are the key; a third of them tells that it is there, however it is cut.
    const seed = authority.subarray(-32).subarray(0, 12).toString(form);
    for (const { name, bytes } of locations)
      expect([name, bytes.indexOf(seed, 0, "latin1")]).toEqual([name, -1]);
  }
  expect(sightings(locations, control).length).toBeGreaterThan(5);
});
