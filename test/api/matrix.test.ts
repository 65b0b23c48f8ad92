import { generateKeyPairSync } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { newEndpoint } from "@/lib/allowlist/schema";
import { createEndpoint } from "@/lib/allowlist/service";
import { markVerified } from "@/lib/allowlist/verification/service";
import type { Endpoint } from "@/lib/api/endpoint";
import { ENDPOINTS } from "@/lib/api/routes";
import { createApiKey } from "@/lib/api-keys/service";
import type { UserActor } from "@/lib/authorization/actor";
import { PERMISSIONS, type Permission } from "@/lib/authorization/permission";
import { sqlOn } from "@/lib/db/sql";
import { granter } from "@/lib/grants/grants.fixture";
import { addMember, createGroup } from "@/lib/grants/groups/service";
import { newImport } from "@/lib/imports/schema";
import { startImport } from "@/lib/imports/service";
import { insertLease } from "@/lib/leases/running/store";
import { newLeaseSource } from "@/lib/leases/schema";
import { putSource } from "@/lib/leases/sources/service";
import { createManager } from "@/lib/managers/connections/service";
import { newManager } from "@/lib/managers/schema";
import { newSync } from "@/lib/managers/syncing/schema";
import { createSync } from "@/lib/managers/syncing/service";
import { newId } from "@/lib/platform/ids";
import { newPool } from "@/lib/pools/schema";
import { putPool } from "@/lib/pools/service";
import { createProject } from "@/lib/projects/service";
import { askForAccess } from "@/lib/requests/access/service";
import { putPolicy } from "@/lib/rotation/policy/service";
import { startRotation } from "@/lib/rotation/running/service";
import { newRotationPolicy } from "@/lib/rotation/schema";
import { createSecret, editSecret } from "@/lib/secrets/service";
import { createMapping } from "@/lib/shared-mappings/service";
import { ed25519Blob } from "@/lib/ssh/certificate";
import { addSshKeys } from "@/lib/ssh/keys/service";
import { createSshRule } from "@/lib/ssh/rules/service";
import { newSshRule } from "@/lib/ssh/schema";
import { receiveWebhook } from "@/lib/triggers/receiving/service";
import { newTrigger } from "@/lib/triggers/schema";
import { putTrigger } from "@/lib/triggers/setting/service";
import { connectedApp } from "../connected-app";
import { listen } from "../listener";
import { sealing } from "../seals";
import { disagreement } from "../security/matrix";
import { testApi } from "./api";
import { API_MATRIX, ASKERS, type Asker, PEOPLE, type Person, type Row } from "./matrix-rows";

const { call, makeKey, makePersonalKey, asRole, ctx, base } = await testApi();
const scope = { project: "default", environment: "production" } as const;
const text = { description: "", category: "custom", audience: "all" } as const;
await createProject(ctx, { slug: "other" });
await createSecret(ctx, {
  project: "platform",
  environment: "production",
  name: "SHARED",
  value: "v",
  ...text,
});

await createSecret(ctx, { ...scope, ...text, name: "NO_REQUEST_IS_ABOUT_THIS", value: "v" });
const only = (...permissions: Permission[]) => makeKey({ permissions });

/** A new Member who was granted that on the place that requests are about. */
async function granted(capability: string): Promise<UserActor> {
  const person = await asRole("member");
  await granter({ ctx })(person, capability, scope);
  return person;
}

const people: Record<Person, UserActor> = {
  owner: await asRole("owner"),
  super_admin: await asRole("super_admin"),
  auditor: await asRole("auditor"),
  stranger: await asRole("member"),
  seer: await granted("see"),
  setter: await granted("set"),
  runner: await granted("run"),
  manager: await granted("manage"),
};
const keys: Record<Asker, string | null> = {
  nobody: null,
  ended: await makeKey({ permissions: PERMISSIONS, revokedAt: new Date(0) }),
  list: await only("secrets:list"),
  read: await only("secrets:read"),
  write: await only("secrets:write"),
  delete: await only("secrets:delete"),
  send: await only("allowlist:send"),
  declare: await only("declarations:write"),
  audit: await only("audit:read"),
  admin: await only("admin"),
  foreign: await makeKey({ permissions: PERMISSIONS, project: "other" }),
  narrowed: await makeKey({ permissions: PERMISSIONS, names: ["NO_REQUEST_IS_ABOUT_THIS"] }),
  everywhere: await makeKey({ permissions: PERMISSIONS, project: null }),
};
const personalKeys = new Map<Person, string>();
for (const person of PEOPLE) personalKeys.set(person, await makePersonalKey(people[person]));
const isPerson = (asker: Asker | Person): asker is Person => PEOPLE.some((one) => one === asker);

/** The key of whoever asks; one more for the request that ends the key of a person. */
function keyOf(asker: Asker | Person, request: string): string | null | Promise<string> {
  if (!isPerson(asker)) return keys[asker];
  return request === "DELETE /me" ? makePersonalKey(people[asker]) : (personalKeys.get(asker) ?? null);
}

let count = 0;
const fresh = (prefix: string) => {
  count += 1;
  return `${prefix}${count}`;
};

/** Makes what a row's placeholders stand for, for one request. */
async function filled(template: string): Promise<string> {
  const made: Record<string, () => Promise<string> | string> = {
    "{new}": () => fresh("NEW_"),
    "{slug}": () => fresh("slug-"),
    "{n}": () => "1",
    "{project}": () => "default",
    "{secret}": secret,
    "{name}": secret,
    "{mapping}": mapping,
    "{key}": key,
    "{endpoint}": outside,
    "{pool}": pool,
    "{rotated}": rotated,
    "{rotation}": rotation,
    "{source}": source,
    "{externalManager}": externalManager,
    "{import}": imported,
    "{sync}": sync,
    "{lease}": lease,
    "{connection}": connection,
    "{trigger}": trigger,
    "{delivery}": delivery,
    "{member}": member,
    "{grant}": grant,
    "{request}": request,
    "{group}": group,
    "{person}": () => groupMember.email,
    "{publicKey}": newPublicKey,
    "{sshKey}": sshKey,
    "{sshRule}": async () => (await sshRule({ person: groupMember.email })).id,
  };
  let text = template;
  for (const [placeholder, make] of Object.entries(made)) {
    if (text.includes(placeholder)) text = text.replaceAll(placeholder, await make());
  }
  return text;
}

async function secret(): Promise<string> {
  const name = fresh("S_");
  const { id } = await createSecret(ctx, { ...scope, ...text, name, value: "first" });
  await editSecret(ctx, { ...scope, ...text, name, secretId: id, revision: 1, value: "second" });
  return name;
}

/** A pool of one secret, which has its name. */
async function pool(): Promise<string> {
  const name = await secret();
  await putPool(ctx, scope, name, newPool.parse({ members: [{ name }] }));
  return name;
}

async function rotated(): Promise<string> {
  const name = await secret();
  await putPolicy(
    ctx,
    { ...scope, secret: { name } },
    newRotationPolicy.parse({ rotator: { kind: "random" } }),
  );
  return name;
}

/** One that nobody works at. */
async function rotation(): Promise<string> {
  return (await startRotation(ctx, { ...scope, secret: { name: await rotated() } }, { trigger: "person" }))
    .id;
}

async function source(): Promise<string> {
  const name = fresh("source-");
  const server = { kind: "postgres", host: "127.0.0.1", port: 9, database: "app", tls: "none" };
  const rights = { statements: ["GRANT reader TO {{user}}"], credential: "LOGIN" };
  await putSource(ctx, scope, name, newLeaseSource.parse({ ...server, ...rights }));
  return name;
}

function connection(): Promise<string> {
  return connectedApp(ctx, scope, { name: fresh("app-"), credential: "LOGIN" });
}

async function externalManager(): Promise<string> {
  const name = fresh("manager-");
  const vault = { name, kind: "vault", address: "http://127.0.0.1:9", credential: "LOGIN" };
  await createManager(ctx, scope, newManager.parse(vault));
  return name;
}

/** One that nobody works at; the earlier ones do not count as under way. */
async function imported(): Promise<string> {
  await ctx.db.import.updateMany({ data: { dueAt: null } });
  const input = newImport.parse({ manager: await externalManager(), dryRun: true });
  return (await startImport({ ...ctx, actor: people.owner }, scope, input)).id;
}

/** The only one. */
async function sync(): Promise<string> {
  await ctx.db.sync.deleteMany();
  const name = fresh("sync-");
  await createSync(ctx, scope, newSync.parse({ name, manager: await externalManager(), path: "app" }));
  return name;
}

/** One that somebody is making. */
async function lease(): Promise<string> {
  const { id: environmentId } = await ctx.db.environment.findFirstOrThrow({
    where: { slug: scope.environment, project: { slug: scope.project } },
  });
  const { id: sourceId } = await ctx.db.leaseSource.findFirstOrThrow({
    where: { name: await source(), environmentId },
  });
  const [id, now, later] = [newId(), ctx.now(), new Date(Date.now() + 3_600_000)];
  const row = {
    id,
    sourceId,
    environmentId,
    apiKeyId: null,
    userName: `sr_${id.slice(-12)}`,
    ttlSeconds: 60,
  };
  const times = { createdAt: now, maxAt: later, expiresAt: later, dueAt: later };
  await insertLease(sqlOn(ctx.pool), ctx, { ...row, ...times, createdBy: "k" });
  return id;
}

async function trigger(): Promise<string> {
  const name = fresh("trigger-");
  await putTrigger(
    ctx,
    scope,
    name,
    newTrigger.parse({ scheme: "gitlab", secret: "NO_REQUEST_IS_ABOUT_THIS" }),
  );
  return name;
}

/** One that was taken. */
async function delivery(): Promise<string> {
  const name = await trigger();
  const nobody = { ...ctx, actor: { kind: "anonymous" } as const };
  const webhook = { headers: [["x-gitlab-token", "v"] as const], body: Buffer.from("{}") };
  const taken = await receiveWebhook(nobody, { project: scope.project, name }, webhook);
  return `${name}/deliveries/${"delivery" in taken ? taken.delivery : ""}`;
}

async function member(): Promise<string> {
  return (await asRole("member")).email;
}

/** One on a whole environment. */
async function grant(): Promise<string> {
  return (await granter({ ctx })(await asRole("member"), "see", scope)).id;
}

const groupMember = await asRole("member");

async function group(): Promise<string> {
  const { slug } = await createGroup(ctx, { slug: fresh("group-"), name: "Group" });
  await addMember(ctx, { group: slug, person: groupMember.email });
  return slug;
}

function newPublicKey(): string {
  return `ssh-ed25519 ${ed25519Blob(generateKeyPairSync("ed25519").privateKey).toString("base64")}`;
}

async function sshKey(): Promise<string> {
  const by = { ...ctx, actor: { ...(await asRole("member")), confirmedAt: ctx.now() } };
  const [added] = (await addSshKeys(by, newPublicKey())).added;
  return added?.id ?? "";
}

const sshRule = (subject: object) =>
  createSshRule(ctx, "default", newSshRule.parse({ subject, hosts: ["web-1"], user: "deploy" }));
for (const person of Object.values(people)) await sshRule({ person: person.email });
for (const { id } of await ctx.db.apiKey.findMany({
  where: { revokedAt: null, OR: [{ projectId: null }, { project: { slug: "default" } }] },
}))
  await sshRule({ apiKey: id });

/** Access that a Member asks for. */
async function request(): Promise<string> {
  const asked = {
    project: "default",
    environment: "",
    names: "",
    capability: "see",
    days: 1,
    reason: "r",
  } as const;
  // The server's clock is not the one of the fixture.
  const by = { ...ctx, actor: await asRole("member"), now: () => new Date() };
  return (await askForAccess(by, asked)).id;
}

async function mapping(): Promise<string> {
  const shared = { sharedEnvironment: "production", sharedName: "SHARED" };
  return (await createMapping(ctx, { ...scope, ...shared, name: fresh("M_") })).id;
}

async function key(): Promise<string> {
  const made = await createApiKey(ctx, {
    ...scope,
    name: fresh("key "),
    kind: "service",
    permissions: ["secrets:list"],
    secrets: null,
    expires: "30d",
  });
  return made.key.id;
}

const partner = await listen((req, res) => {
  res.end(String(req.headers["x-strongroom-challenge"] ?? "sent"));
}, afterAll);
await sealing(
  ctx,
  "organisations",
  ctx.db.organisation.updateMany({ data: { allowedPrivateHosts: [partner.host, "127.0.0.1:9"] } }),
);
const login = "postgresql://keeper:password-of-the-keeper@db/app";
await createSecret(ctx, { ...scope, ...text, name: "LOGIN", value: login });

/** An outside endpoint that uses a secret and is verified. */
async function outside(): Promise<string> {
  const name = fresh("endpoint-");
  const from = { secret: await secret() };
  const configuration = { headers: [{ name: "X-Key", value: { from } }] };
  await createEndpoint(
    ctx,
    newEndpoint.parse({ ...scope, name, url: `http://${partner.host}/`, configuration }),
  );
  await markVerified(ctx, { ...scope, name });
  return name;
}

const nameOf = ({ spec }: Endpoint) => `${spec.method} ${spec.path}`;

/** The part of the query that says where, for who is not bound to that place and as far as the address takes it. */
function whereFor({ spec }: Endpoint, asker: Asker | Person): string {
  if (asker !== "foreign" && asker !== "everywhere" && !isPerson(asker)) return "";
  const taken = (["project", "environment"] as const).filter(
    (name) => spec.query && name in spec.query.shape,
  );
  return taken.map((name) => `${name}=${scope[name]}`).join("&");
}

async function statusFor(endpoint: Endpoint, row: Row, asker: Asker | Person): Promise<string> {
  const name = nameOf(endpoint);
  const path = await filled(row.path ?? endpoint.spec.path);
  const where = whereFor(endpoint, asker);
  const target = where === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${where}`;
  if (endpoint.spec.path === "/events") return streamStatus(target, await keyOf(asker, name));
  const body = row.body && (await filled(JSON.stringify(row.body)));
  const answer = await call(await keyOf(asker, name), `${endpoint.spec.method} ${target}`, body, from());
  expect(answer.headers.get("cache-control")).toBe("no-store");
  if (answer.status >= 400 && endpoint.spec.method !== "HEAD") {
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.json).toMatchObject({
      status: answer.status,
      title: expect.any(String),
      code: expect.any(String),
    });
  }
  const documented = endpoint.spec.answers[answer.status as 200];
  if (answer.status < 400)
    expect([nameOf(endpoint), answer.status, documented !== undefined]).toEqual([
      nameOf(endpoint),
      answer.status,
      true,
    ]);
  // What the schema does not have is left out of what it reads, so this finds what is told beyond it.
  if (documented?.schema) expect(documented.schema.parse(answer.json)).toEqual(answer.json);
  return String(answer.status);
}

let calls = 0;

/** Another address for each call: of wrong keys there are more than one address may show in a minute. */
function from(): Record<string, string> {
  calls += 1;
  return { "x-forwarded-for": `198.18.${calls >> 8}.${calls & 255}` };
}

const streams = new AbortController();
afterAll(() => streams.abort());

async function streamStatus(target: string, key: string | null): Promise<string> {
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const { status } = await fetch(`${base}/api/v1${target}`, { headers, signal: streams.signal });
  return String(status);
}

it("has a row for every endpoint of the API, and none more", () => {
  expect(disagreement(ENDPOINTS.map(nameOf), Object.keys(API_MATRIX))).toEqual([]);
  expect(disagreement([...ENDPOINTS.map(nameOf), "GET /backdoor"], Object.keys(API_MATRIX))).toHaveLength(1);
});

describe("the API answers each key as the table says", () => {
  it.each(ENDPOINTS.map((endpoint) => [nameOf(endpoint), endpoint] as const))(
    "%s",
    async (name, endpoint) => {
      const row = API_MATRIX[name];
      if (!row) throw new Error(`${name} has no row`);
      for (const [askers, cells] of [
        [ASKERS, row.cells],
        [PEOPLE, row.people],
      ] as const) {
        const expected = cells.split(" ");
        const got: string[] = [];
        for (const asker of askers) got.push(await statusFor(endpoint, row, asker));
        expect(expected).toHaveLength(askers.length);
        expect(Object.fromEntries(askers.map((asker, i) => [asker, got[i]]))).toEqual(
          Object.fromEntries(askers.map((asker, i) => [asker, expected[i]])),
        );
      }
    },
  );
});
