import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { revealSecret } from "@/lib/secrets/reveal/service";
import { deleteSecret, editSecret, findSecret } from "@/lib/secrets/service";
import { findRotationOf, putPolicy, removePolicy } from "../policy/service";
import { SIGNING_KEY, testRotation } from "../rotation.fixture";
import { newRotationPolicy } from "../schema";
import {
  cancelRotation,
  confirmByHand,
  endGrace,
  findRotationById,
  retryRotation,
  startRotation,
  undoRotation,
} from "./service";
import { claimNext, deleteEnded } from "./store";

const t = await testRotation();
const { ctx, owner, scope, service, calls, database } = t;
const { db } = database;

const OK = service.answer;
afterEach(() => {
  service.answer = OK;
  calls.length = 0;
});

const GRACE = 24 * 60 * 60;
const callsOf = (name: string) =>
  calls.filter(({ data }) => Reflect.get(Object(data.secret), "name") === name);
const types = (name: string) => callsOf(name).map(({ type }) => type.replace("rotation.", ""));
const values = async (id: string) => t.openAll(id);
/** An API key that reads one secret. */
const keyOf = async (name: string) => {
  const wanted = {
    name: `for ${name}`,
    kind: "service",
    ...scope,
    permissions: ["secrets:read"],
    expires: "30d",
  };
  const { text } = await createApiKey(owner, newApiKey.parse({ ...wanted, secrets: [name] }));
  return t.as((await authenticateKey(ctx, text)).actor);
};
const events = async (id: string) =>
  (await t.actionsOn(id)).filter((action) => action.startsWith("rotation") || action.startsWith("secret.r"));

describe("a random value", () => {
  test("becomes current, and the old one stays for the grace time", async () => {
    const { id } = await t.rotated("RANDOM", { rotator: { kind: "random", format: "hex", length: 64 } });
    await t.start("RANDOM");
    await t.run();
    const [old, fresh] = await values(id);
    expect(old).toBe("hunter2hunter2");
    expect(fresh).toMatch(/^[0-9a-f]{64}$/);
    expect(await t.now("RANDOM")).toMatchObject({
      state: "running",
      phase: "wait",
      toVersion: 2,
      endedAt: null,
    });
    await t.later(GRACE + 1);
    await t.run();
    expect(await t.now("RANDOM")).toMatchObject({ state: "done", endedAt: expect.any(String) });
    expect(await t.pending(id)).toBe(0);
    expect(await events(id)).toEqual([
      "rotationPolicy.set",
      "rotation.started",
      "rotation.prepared",
      "secret.rotated",
      "rotation.finished",
    ]);
  });

  test("without grace time is done at once in an emergency", async () => {
    await t.rotated("EMERGENCY");
    await t.start("EMERGENCY", "emergency");
    await t.run();
    expect(await t.now("EMERGENCY")).toMatchObject({ state: "done", trigger: "emergency", toVersion: 2 });
  });

  test("is taken back within the grace time as a new version", async () => {
    const { id } = await t.rotated("UNDONE");
    const { id: rotation } = await t.start("UNDONE");
    await t.run();
    await undoRotation(owner, rotation);
    await t.run();
    expect(await t.now("UNDONE")).toMatchObject({ state: "undone" });
    const [first, , third] = await values(id);
    expect(third).toBe(first);
    await expect(undoRotation(owner, rotation)).rejects.toMatchObject({ code: "conflict" });
  });

  test("keeps the public half of a key pair readable", async () => {
    await t.rotated("PAIR", { rotator: { kind: "keyPair" } });
    await t.start("PAIR");
    await t.run();
    expect(await findRotationOf(owner, t.target("PAIR"))).toMatchObject({
      publicKey: expect.stringContaining("BEGIN PUBLIC KEY"),
    });
  });
});

describe("a service of one's own", () => {
  test("is asked for each phase, signed, makes the value if it likes, and reads it with a key of its own", async () => {
    const { id } = await t.byWebhook("SERVED");
    const key = await keyOf("SERVED");
    const read: string[] = [];
    service.answer = async ({ type }, response) => {
      if (type === "rotation.prepare") return response.end('{"value":"made-by-the-service"}');
      for (const label of ["current", "pending"] as const) {
        const { value } = await revealSecret(key, scope, { name: "SERVED", label });
        read.push(value.reveal());
      }
      response.end();
    };
    const { id: rotation } = await t.start("SERVED");
    await t.run();
    expect(await values(id)).toEqual(["hunter2hunter2", "made-by-the-service"]);
    expect(types("SERVED")).toEqual(["prepare", "set", "test"]);
    expect(read.slice(0, 2)).toEqual(["hunter2hunter2", "made-by-the-service"]);
    service.answer = OK;
    await endGrace(owner, rotation);
    await t.run();
    expect(types("SERVED").at(-1)).toBe("revoke");
    expect(await t.now("SERVED")).toMatchObject({ state: "done" });
    for (const { headers, body } of callsOf("SERVED")) {
      const key = Buffer.from(SIGNING_KEY.slice(6), "base64");
      const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
      expect(headers["webhook-signature"]).toBe(
        `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
      );
    }
    const secret = { ...scope, name: "SERVED" };
    expect(callsOf("SERVED")[1]?.data).toEqual({ rotation, secret, old: "current" });
    expect(callsOf("SERVED").at(-1)?.data).toEqual({ rotation, secret, old: "previous" });
  });

  test.each(["prepare", "set", "test"])(
    "that fails in %s leaves the old value current, and goes on when it is mended",
    async (phase) => {
      const name = `FAILS_${phase}`;
      const { id } = await t.byWebhook(name);
      service.answer = ({ type }, response) => {
        if (type === `rotation.${phase}`) response.statusCode = 500;
        response.end(type === `rotation.${phase}` ? `no: hunter2hunter2 ${SIGNING_KEY}` : "");
      };
      const { id: rotation } = await t.start(name);
      for (const seconds of [0, 11, 61, 301, 1_801]) {
        await t.later(seconds);
        await t.run();
      }
      const failed = await t.now(name);
      expect(failed).toMatchObject({ state: "attention", phase, attempts: 5, toVersion: null });
      expect(failed.error).toMatch(/^The service answered 500: no: <secret:value> <secret:value>$/);
      expect(await values(id)).toEqual(["hunter2hunter2"]);
      expect((await events(id)).filter((action) => action === "rotation.failed")).toHaveLength(5);
      service.answer = OK;
      await retryRotation(owner, rotation);
      await t.run();
      expect(await t.now(name)).toMatchObject({ state: "running", phase: "wait", error: null });
      expect(await values(id)).toHaveLength(2);
    },
  );

  test("that was mended is tried again at once, before its time comes", async () => {
    await t.byWebhook("MENDED");
    service.answer = (_, response) => response.writeHead(503).end();
    const { id: rotation } = await t.start("MENDED");
    await expect(retryRotation(owner, rotation)).rejects.toMatchObject({ code: "conflict" });
    await t.run();
    expect(await t.now("MENDED")).toMatchObject({ state: "running", phase: "prepare", attempts: 1 });
    service.answer = OK;
    await retryRotation(owner, rotation);
    await t.run();
    expect(await t.now("MENDED")).toMatchObject({ state: "running", phase: "wait", attempts: 0 });
  });

  test.each([
    ["no JSON", "<html>", "something else than a JSON object"],
    ["a number", '{"value": 7}', "no text"],
    ["an empty value", '{"value": ""}', "Enter a value"],
    ["nothing but JSON", '"x"', "something else than a JSON object"],
  ])("that answers %s is told so", async (what, answer, message) => {
    const name = `ANSWERS_${what.replaceAll(/\W/g, "_")}`;
    await t.byWebhook(name);
    service.answer = (_, response) => response.end(answer);
    await t.start(name);
    await t.run();
    expect((await t.now(name)).error).toContain(message);
  });

  test("may give a value that ends by itself, which is noted", async () => {
    await t.byWebhook("ENDING");
    const value = `eyJh.${Buffer.from('{"exp":1900000000}').toString("base64url")}.c2ln`;
    service.answer = ({ type }, response) =>
      response.end(type === "rotation.prepare" ? JSON.stringify({ value }) : "");
    await t.start("ENDING");
    await t.run();
    expect((await findSecret(owner, t.target("ENDING"))).expiresAt).toBe("2030-03-17T17:46:40.000Z");
  });

  test("that sends elsewhere is not followed", async () => {
    await t.byWebhook("REDIRECTED");
    service.answer = (_, response) => response.writeHead(307, { Location: "/elsewhere" }).end();
    await t.start("REDIRECTED");
    await t.run();
    expect(types("REDIRECTED")).toEqual(["prepare"]);
    expect(await t.now("REDIRECTED")).toMatchObject({ error: expect.stringContaining("307") });
  });

  test("is told under which label the value is that it goes back to", async () => {
    const { id } = await t.byWebhook("TAKEN_BACK");
    const key = await keyOf("TAKEN_BACK");
    const { id: rotation } = await t.start("TAKEN_BACK");
    await t.run();
    const read: string[] = [];
    service.answer = async ({ data }, response) => {
      const label = z.enum(["current", "previous"]).parse(data.old);
      read.push((await revealSecret(key, scope, { name: "TAKEN_BACK", label })).value.reveal());
      response.end();
    };
    await undoRotation(owner, rotation);
    await t.run();
    expect(types("TAKEN_BACK").at(-1)).toBe("revert");
    expect(read).toEqual(["hunter2hunter2"]);
    expect((await values(id)).at(-1)).toBe("hunter2hunter2");
  });

  test("goes back when it is cancelled before the new value is current", async () => {
    const { id } = await t.byWebhook("CANCELLED");
    service.answer = ({ type }, response) => {
      response.statusCode = type === "rotation.test" ? 422 : 200;
      response.end();
    };
    const { id: rotation } = await t.start("CANCELLED");
    await t.run();
    await cancelRotation(owner, rotation);
    await t.run();
    expect(types("CANCELLED").at(-1)).toBe("revert");
    expect(await t.now("CANCELLED")).toMatchObject({ state: "cancelled", toVersion: null });
    expect(await values(id)).toEqual(["hunter2hunter2"]);
    expect(await t.pending(id)).toBe(0);
  });

  test("is told to go back when it is undone", async () => {
    await t.byWebhook("GIVEN_BACK");
    const { id: rotation } = await t.start("GIVEN_BACK");
    await t.run();
    await undoRotation(owner, rotation);
    await t.run();
    expect(types("GIVEN_BACK").at(-1)).toBe("revert");
    expect(await t.now("GIVEN_BACK")).toMatchObject({ state: "undone" });
  });
});

describe("a value that people get by hand", () => {
  test("becomes current, and somebody confirms that the old one is revoked", async () => {
    const { id } = await t.rotated("BY_HAND", { rotator: { kind: "manual", notes: "In the console." } });
    const { id: rotation } = await startRotation(owner, t.target("BY_HAND"), {
      trigger: "person",
      value: "typed-by-hand",
    });
    await t.run();
    expect(await values(id)).toEqual(["hunter2hunter2", "typed-by-hand"]);
    await expect(confirmByHand(owner, rotation)).rejects.toMatchObject({ code: "conflict" });
    await t.later(GRACE + 1);
    await t.run();
    expect(await t.now("BY_HAND")).toMatchObject({
      ...{ state: "attention", phase: "revoke", toVersion: 2 },
      error: expect.stringContaining("Revoke the old value"),
    });
    await confirmByHand(owner, rotation);
    expect(await t.now("BY_HAND")).toMatchObject({ state: "done" });
    expect((await events(id)).slice(-2)).toEqual(["rotation.finished", "rotation.revoked"]);
  });

  test("that a provider does not let go is confirmed by hand too", async () => {
    await t.byWebhook("STUCK_REVOKE");
    service.answer = ({ type }, response) => response.writeHead(type === "rotation.revoke" ? 410 : 200).end();
    const { id: rotation } = await t.start("STUCK_REVOKE", "emergency");
    for (const seconds of [0, 11, 61, 301, 1_801]) {
      await t.later(seconds);
      await t.run();
    }
    expect(await t.now("STUCK_REVOKE")).toMatchObject({ state: "attention", phase: "revoke" });
    await confirmByHand(owner, rotation);
    expect(await t.now("STUCK_REVOKE")).toMatchObject({ state: "done" });
  });
});

describe("one rotation of a secret at a time", () => {
  test("is started, whoever asks", async () => {
    await t.byWebhook("ONCE");
    service.answer = (_, response) => response.writeHead(503).end();
    const outcomes = await Promise.allSettled([t.start("ONCE"), t.start("ONCE"), t.start("ONCE")]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    });
  });

  test("is worked at by one of several who try", async () => {
    const { id } = await t.byWebhook("SHARED_WORK");
    await t.start("SHARED_WORK");
    await Promise.all([t.run(), t.run(), t.run()]);
    expect(types("SHARED_WORK")).toEqual(["prepare", "set", "test"]);
    expect(await values(id)).toHaveLength(2);
  });

  test("is taken up again when whoever worked at it died", async () => {
    const { id } = await t.byWebhook("ORPHAN");
    await t.start("ORPHAN");
    const now = ctx.now();
    expect(await claimNext(ctx.pool, now, new Date(now.getTime() + 120_000))).toMatchObject({ secretId: id });
    await t.run();
    expect(types("ORPHAN")).toEqual([]);
    await t.later(121);
    await t.run();
    expect(types("ORPHAN")).toEqual(["prepare", "set", "test"]);
  });

  test("is taken up although a clock that ran ahead claimed it", async () => {
    await t.byWebhook("AHEAD");
    await t.start("AHEAD");
    const year = new Date(ctx.now().getTime() + 365 * 24 * 60 * 60 * 1_000);
    expect(await claimNext(ctx.pool, ctx.now(), year)).not.toBeNull();
    await t.run();
    expect(types("AHEAD")).toHaveLength(3);
  });
});

describe("what somebody does meanwhile", () => {
  test("a value that was replaced by hand stays, and the rotation needs attention", async () => {
    const secret = await t.byWebhook("REPLACED");
    service.answer = ({ type }, response) => response.writeHead(type === "rotation.test" ? 500 : 200).end();
    const { id: rotation } = await t.start("REPLACED");
    await t.run();
    const { revision } = await findSecret(owner, t.target("REPLACED"));
    const { name, description, category, audience } = secret;
    const text = { name, description, category, audience };
    await editSecret(owner, { ...scope, secretId: secret.id, revision, ...text, value: "typed-by-hand" });
    service.answer = OK;
    await t.later(11);
    await t.run();
    expect(await t.now("REPLACED")).toMatchObject({
      phase: "finish",
      error: expect.stringContaining("replaced the value meanwhile"),
    });
    expect((await values(secret.id)).at(-1)).toBe("typed-by-hand");
    await cancelRotation(owner, rotation);
    await t.run();
    expect((await values(secret.id)).at(-1)).toBe("typed-by-hand");
    expect(await t.now("REPLACED")).toMatchObject({ state: "cancelled" });
  });

  test("a deleted secret takes its rotation along", async () => {
    const secret = await t.byWebhook("DELETED");
    service.answer = ({ type }, response) => response.writeHead(type === "rotation.set" ? 500 : 200).end();
    const { id: rotation } = await t.start("DELETED");
    await t.run();
    await deleteSecret(owner, { ...scope, secretId: secret.id, confirmation: "DELETED" });
    await t.later(11);
    await t.run();
    await expect(findRotationById(owner, rotation)).rejects.toMatchObject({ code: "notFound" });
  });

  test("how it is rotated cannot change to something else, only be paused", async () => {
    await t.byWebhook("SET_ASIDE");
    await t.start("SET_ASIDE");
    await t.run();
    const webhook = { rotator: { kind: "webhook", url: service.url }, credential: "SIGNING_KEY" };
    await expect(t.put("SET_ASIDE", { rotator: { kind: "random" } })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(removePolicy(owner, t.target("SET_ASIDE"))).rejects.toMatchObject({ code: "conflict" });
    await t.put("SET_ASIDE", { ...webhook, paused: true });
  });

  test("the credential cannot be deleted while it is needed", async () => {
    const { id } = await findSecret(owner, t.target("SIGNING_KEY"));
    await expect(
      deleteSecret(owner, { ...scope, secretId: id, confirmation: "SIGNING_KEY" }),
    ).rejects.toMatchObject({
      code: "conflict",
      detail: expect.stringMatching(/are rotated with this secret: /),
    });
  });
});

test("what ended long ago is let go, but for the last one of each secret", async () => {
  const { id: secretId } = await t.rotated("PRUNED");
  for (let i = 0; i < 3; i += 1) {
    await t.start("PRUNED", "emergency");
    await t.run();
    await t.later(60);
  }
  const before = new Date(ctx.now().getTime() + 1_000);
  expect(await deleteEnded(ctx.pool, before, 1_000)).toBeGreaterThanOrEqual(2);
  expect(await db.rotation.findMany({ where: { secretId } })).toMatchObject([{ toVersion: 4 }]);
});

describe("refused", () => {
  beforeEach(() => t.stored("NOT_SAID").catch(() => {}));

  test.each([
    [
      "a credential that is not here",
      { rotator: { kind: "webhook", url: "https://example.com/" }, credential: "NOPE" },
      "credential",
    ],
    ["a webhook without one", { rotator: { kind: "webhook", url: "https://example.com/" } }, "credential"],
    ["a random value with one", { rotator: { kind: "random" }, credential: "SIGNING_KEY" }, "credential"],
    [
      "a private host",
      { rotator: { kind: "webhook", url: "https://10.0.0.1/" }, credential: "SIGNING_KEY" },
      "rotator.url",
    ],
  ])("%s", async (_what, input, field) => {
    await expect(t.put("NOT_SAID", input)).rejects.toMatchObject({
      code: "validation",
      context: { fields: { [field]: [expect.any(String)] } },
    });
  });

  test("to rotate what nobody said how to rotate", async () => {
    await expect(t.start("NOT_SAID")).rejects.toMatchObject({ code: "notFound" });
  });

  test("a value where none is asked for, and none where a person has to give it", async () => {
    await t.rotated("MADE_ITSELF");
    await t.rotated("GIVEN", { rotator: { kind: "manual" } });
    const startWith = (name: string, value?: string) =>
      startRotation(owner, t.target(name), { trigger: "person", value });
    for (const attempt of [() => startWith("MADE_ITSELF", "typed"), () => startWith("GIVEN")])
      await expect(attempt()).rejects.toMatchObject({
        code: "validation",
        context: { fields: { value: [expect.any(String)] } },
      });
  });

  test.each(["auditor", "member"] as const)("for the role %s", async (role) => {
    const actor = t.as(await t.asRole(role));
    await t.rotated(`ROLE_${role}`);
    const target = t.target(`ROLE_${role}`);
    await expect(startRotation(actor, target, { trigger: "person" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const policy = newRotationPolicy.parse({ rotator: { kind: "random" } });
    await expect(putPolicy(actor, target, policy)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a policy that somebody changed in the database", async () => {
    const { id } = await t.byWebhook("TAMPERED");
    await t.start("TAMPERED");
    await db.$executeRaw`UPDATE rotation_policies SET configuration =
      jsonb_set(configuration, '{rotator,url}', '"https://thief.example/"') WHERE secret_id = ${id}::uuid`;
    await t.run();
    expect(callsOf("TAMPERED")).toEqual([]);
    const [rotation] = await db.rotation.findMany({ where: { secretId: id } });
    expect(rotation?.error).toContain("taken away");
  });
});
