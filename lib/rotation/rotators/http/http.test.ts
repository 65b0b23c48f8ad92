import { once } from "node:events";
import { createServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import { SYSTEM_DEPS } from "@/lib/net/dial";
import { openEgress } from "@/lib/net/egress";
import { createSecret } from "@/lib/secrets/service";
import { newAuthority } from "@/test/certificates";
import { testRotation } from "../../rotation.fixture";
import { runDue } from "../../running/runner";
import { cancelRotation, confirmByHand, endGrace, undoRotation } from "../../running/service";
import { newRotationPolicy } from "../../schema";
import {
  awsStandIn,
  cloudflareStandIn,
  customStandIn,
  type StandIn,
  type StandInAnswer,
  type StandInRequest,
  sendgridStandIn,
  twilioStandIn,
} from "./stand-ins.fixture";
import { filledBody, filledUrl } from "./template";

const t = await testRotation();
const { owner, scope, draft } = t;

let standIn: StandIn;
/** What is answered in place of the stand-in. */
let instead: (request: StandInRequest) => StandInAnswer | null = () => null;
const asked: StandInRequest[] = [];
let job: Ctx;

beforeAll(async () => {
  const authority = await newAuthority();
  const names = [
    "iam.amazonaws.com",
    "sts.amazonaws.com",
    "api.sendgrid.com",
    "api.cloudflare.com",
    "api.twilio.com",
    "api.custom.example",
  ];
  const server = createServer(await authority.issue({ names }), async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const url = new URL(req.url ?? "", `https://${req.headers.host}`);
    const request = {
      ...{ method: req.method ?? "", host: url.host, path: url.pathname, query: url.searchParams },
      ...{ headers: req.headers, body: Buffer.concat(chunks).toString() },
    };
    asked.push(request);
    const { status, json, text } = instead(request) ?? standIn.answer(request);
    res.writeHead(status, status === 302 ? { Location: "https://elsewhere.example/" } : {});
    res.end(text ?? (json === undefined ? "" : JSON.stringify(json)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  afterAll(() => server.closeAllConnections());
  const { port } = server.address() as AddressInfo;
  // The providers' names lead to the stand-in, which has a certificate of its own for them.
  const egress = openEgress({
    ...SYSTEM_DEPS,
    resolve: async () => [{ address: "127.0.0.1", family: 4 }],
    connect: () => connect(port, "127.0.0.1"),
  });
  afterAll(() => egress.close());
  const send: typeof egress.send = (input, signal) =>
    egress.send({ ...input, ca: authority.ca, policy: { allowedPrivateHosts: [input.url.host] } }, signal);
  job = { ...t.job, egress: { ...egress, send } };
});

beforeEach(() => {
  instead = () => null;
  asked.length = 0;
});

const run = () => runDue(job);
let count = 0;
/** A secret with the first key of a new stand-in, and how it is rotated. */
async function rotated(make: () => StandIn) {
  standIn = make();
  count += 1;
  const [name, admin] = [`KEY_${count}`, `ADMIN_${count}`];
  const { id } = await createSecret(owner, draft(name, standIn.first));
  await createSecret(owner, draft(admin, standIn.admin));
  await t.put(name, { rotator: standIn.config, credential: admin });
  return { name, id };
}

const PRESETS = [
  ["AWS", awsStandIn],
  ["SendGrid", sendgridStandIn],
  ["Cloudflare", cloudflareStandIn],
  ["Twilio", twilioStandIn],
] as const;
const CUSTOM = ["a provider without a preset", customStandIn] as const;

describe.each([...PRESETS, CUSTOM])("a key of %s", (_name, make) => {
  test.each(["prepare", "test"] as const)("leaves the old one current while %s fails", async (phase) => {
    const { name, id } = await rotated(make);
    instead = (request) =>
      standIn.phaseOf(request) === phase ? { status: 500, text: "no: canary-9f" } : null;
    const { id: rotation } = await t.start(name);
    await run();
    expect(await t.now(name)).toMatchObject({
      phase,
      toVersion: null,
      error: expect.stringContaining("answered 500"),
    });
    expect(await t.openAll(id)).toEqual([standIn.first]);
    instead = () => null;
    await t.later(11);
    await run();
    expect(await t.now(name)).toMatchObject({ phase: "wait", toVersion: 2 });
    await undoRotation(owner, rotation);
    await run();
    expect(await t.now(name)).toMatchObject({ state: "undone" });
    expect(standIn.ids()).toHaveLength(1);
    expect((await t.openAll(id)).at(-1)).toBe(standIn.first);
  });

  test("goes away again when the rotation is cancelled", async () => {
    const { name } = await rotated(make);
    instead = (request) => (standIn.phaseOf(request) === "test" ? { status: 403 } : null);
    const { id: rotation } = await t.start(name);
    await run();
    expect(standIn.ids()).toHaveLength(2);
    instead = () => null;
    await cancelRotation(owner, rotation);
    await run();
    expect(await t.now(name)).toMatchObject({ state: "cancelled" });
    expect(standIn.ids()).toHaveLength(1);
  });

  test.each([
    ["an answer without a key", { status: 200, json: { result: {}, scopes: ["x"] } }],
    ["a page for people", { status: 200, text: "<!doctype html><p>Welcome" }],
    ["a redirect", { status: 302 }],
    ["nothing", { status: 200, text: "" }],
  ] as const)("is not stored for %s", async (_what, answer) => {
    const { name, id } = await rotated(make);
    instead = () => answer;
    await t.start(name);
    await run();
    const { error, phase } = await t.now(name);
    expect([phase, typeof error]).toEqual(["prepare", "string"]);
    expect(await t.openAll(id)).toEqual([standIn.first]);
    expect(asked.some(({ host }) => host.includes("elsewhere"))).toBe(false);
  });
});

describe.each(PRESETS)("a key of %s", (_name, make) => {
  test("is made, tried, becomes current, and the old one is deleted after the grace time", async () => {
    const { name, id } = await rotated(make);
    const [oldId = ""] = standIn.ids();
    const { id: rotation } = await t.start(name);
    await run();
    expect(await t.now(name)).toMatchObject({ phase: "wait", toVersion: 2, error: null });
    const [, newId = ""] = standIn.ids();
    expect(standIn.ids()).toEqual([oldId, newId]);
    const [, fresh = ""] = await t.openAll(id);
    expect(fresh).not.toBe(standIn.first);
    await endGrace(owner, rotation);
    await run();
    expect(standIn.ids()).toEqual([newId]);
    expect(await t.now(name)).toMatchObject({ state: "done" });
  });

  test("is deleted later when that fails at first, and need not be there any more", async () => {
    const { name } = await rotated(make);
    const [oldId = ""] = standIn.ids();
    const { id: rotation } = await t.start(name, "emergency");
    instead = (request) => (standIn.phaseOf(request) === "remove" ? { status: 503 } : null);
    await run();
    expect(await t.now(name)).toMatchObject({ phase: "revoke", toVersion: 2 });
    // It was deleted, but the answer was lost.
    instead = (request) => {
      if (standIn.phaseOf(request) !== "remove") return null;
      standIn.answer(request);
      return { status: 500 };
    };
    await t.later(11);
    await run();
    expect(standIn.ids()).not.toContain(oldId);
    instead = () => null;
    await t.later(61);
    await run();
    expect(await t.now(name)).toMatchObject({ id: rotation, state: "done" });
  });

  test("that is no key of it is refused before anything is made", async () => {
    standIn = make();
    count += 1;
    await createSecret(owner, draft(`NONE_${count}`, "not-a-key-of-anybody"));
    await createSecret(owner, draft(`ADMIN_${count}`, standIn.admin));
    await t.put(`NONE_${count}`, { rotator: standIn.config, credential: `ADMIN_${count}` });
    await t.start(`NONE_${count}`);
    await run();
    expect((await t.now(`NONE_${count}`)).phase).toBe("prepare");
    expect(standIn.ids()).toHaveLength(1);
  });
});

describe.each(PRESETS.slice(1))("a key of %s", (_name, make) => {
  test("whose answer was lost is not left behind", async () => {
    const { name } = await rotated(make);
    let isLost = false;
    instead = (request) => {
      if (isLost || request.method !== "POST") return null;
      isLost = true;
      standIn.answer(request);
      return { status: 500 };
    };
    await t.start(name);
    await run();
    expect(standIn.ids()).toHaveLength(2);
    await t.later(11);
    await run();
    expect(await t.now(name)).toMatchObject({ toVersion: 2 });
    expect(standIn.ids()).toHaveLength(2);
  });
});

describe("a key of a provider without a preset", () => {
  const rotate = async (name: string) => {
    const { id } = await t.start(name);
    await run();
    return id;
  };

  test("is deleted by its id where a rotation made it; the first one is left to people", async () => {
    const { name, id } = await rotated(customStandIn);
    const first = await rotate(name);
    expect(await t.now(name)).toMatchObject({ phase: "wait", toVersion: 2, error: null });
    await endGrace(owner, first);
    await run();
    expect(await t.now(name)).toMatchObject({
      phase: "revoke",
      error: expect.stringContaining("Delete it at"),
    });
    await confirmByHand(owner, first);
    expect(await t.now(name)).toMatchObject({ state: "done" });
    expect(standIn.ids()).toEqual(["1", "71"]);

    const second = await rotate(name);
    await endGrace(owner, second);
    await run();
    expect(await t.now(name)).toMatchObject({ state: "done", error: null });
    expect(standIn.ids()).toEqual(["1", "72"]);
    expect(await t.openAll(id)).toEqual([standIn.first, "secret-of-7-1-zq7vw3", "secret-of-7-2-zq7vw3"]);
  });

  test("is still known by its id after a rotation was undone", async () => {
    const { name } = await rotated(customStandIn);
    const first = await rotate(name);
    await endGrace(owner, first);
    await run();
    await confirmByHand(owner, first);
    await undoRotation(owner, await rotate(name));
    await run();
    expect(standIn.ids()).toEqual(["1", "71"]);
    await endGrace(owner, await rotate(name));
    await run();
    expect(standIn.ids()).toEqual(["1", "73"]);
  });

  test("is called what the rotation is called; what is filled in stays one text, one part of an address", async () => {
    const { name } = await rotated(customStandIn);
    const rotation = await rotate(name);
    const made = asked.find(({ method }) => method === "POST");
    expect(JSON.parse(made?.body ?? "")).toEqual({ label: `${name} ${rotation}`, rights: ["read"] });
    const hostile = 'a", "admin": "true\\\n';
    expect(JSON.parse(filledBody('{"a": "{{name}}"}', hostile))).toEqual({ a: hostile });
    expect(filledUrl("https://a.example/{{id}}/x", "../../admin?a=b#c")).toBe(
      "https://a.example/%2E%2E%2F%2E%2E%2Fadmin%3Fa%3Db%23c/x",
    );
  });

  test.each([
    [{ createUrl: "api.custom.example/keys" }, "rotator.createUrl"],
    [{ createUrl: "https://api.custom.example/{{id}}" }, "rotator.createUrl"],
    [{ testUrl: "https://api.custom.example/?api_key=abc" }, "rotator.testUrl"],
    [{ createBody: '{"label": {{name}}}' }, "rotator.createBody"],
    [{ createBody: '{"label": "{{value}}"}' }, "rotator.createBody"],
    [{ keyPointer: "data.key" }, "rotator.keyPointer"],
    [{ idPointer: "/data/~2" }, "rotator.idPointer"],
    [{ deleteUrl: "https://api.custom.example/keys" }, "rotator.deleteUrl"],
    [{ header: "Host" }, "rotator.header"],
    [{ prefix: "Bearer sk_live_12345678" }, "rotator.prefix"],
  ])("is not configured with %j", (wrong, field) => {
    const { config } = customStandIn();
    const parsed = newRotationPolicy.safeParse({ rotator: { ...config, ...wrong } });
    expect(parsed.error?.issues.map(({ path }) => path.join("."))).toEqual([field]);
    expect(newRotationPolicy.safeParse({ rotator: config }).success).toBe(true);
  });
});

test("two access keys of AWS that are there already are told, and not touched", async () => {
  const { name } = await rotated(awsStandIn);
  const { id: rotation } = await t.start(name);
  await run();
  expect(standIn.ids()).toHaveLength(2);
  await endGrace(owner, rotation);
  instead = (request) => (standIn.phaseOf(request) === "remove" ? { status: 500 } : null);
  await run();
  await undoIsRefused(rotation);
  const [first, second] = standIn.ids();
  instead = () => null;
  await t.later(11);
  await run();
  expect(standIn.ids()).toEqual([second]);
  expect(first).not.toBe(second);
  standIn.answer({
    ...{ method: "POST", host: "iam.amazonaws.com", path: "/", query: new URLSearchParams() },
    headers: { authorization: "AWS4-HMAC-SHA256 Credential=AKIAADMIN/x" },
    body: "Action=CreateAccessKey&UserName=deploy",
  });
  await t.start(name);
  await run();
  expect((await t.now(name)).error).toContain("two access keys already");
  expect(standIn.ids()).toHaveLength(2);
});

async function undoIsRefused(rotation: string): Promise<void> {
  await expect(undoRotation(owner, rotation)).rejects.toMatchObject({ code: "conflict" });
}

test("no value of a provider is in an error or an event", async () => {
  const { name, id } = await rotated(sendgridStandIn);
  instead = (request) => {
    if (standIn.phaseOf(request) !== "test") return null;
    return {
      status: 400,
      text: `bad ${request.headers.authorization} and ${standIn.admin} and ${standIn.first}`,
    };
  };
  await t.start(name);
  await run();
  const { error } = await t.now(name);
  expect(error).toContain("answered 400");
  const rows = JSON.stringify(
    [error, await t.database.db.auditEvent.findMany({ where: { secretId: id } })],
    (_, v) => (typeof v === "bigint" ? String(v) : v),
  );
  for (const value of ["secret-of-new", "admin-secret-of", "first-secret-of"])
    expect(rows).not.toContain(value);
  expect(scope.project).toBe("default");
});
