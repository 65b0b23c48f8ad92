import { afterEach, describe, expect, test } from "vitest";
import { editSecret, findSecret } from "@/lib/secrets/service";
import { removePolicy } from "../policy/service";
import { testRotation } from "../rotation.fixture";
import { runDue } from "./runner";
import { cancelRotation, confirmByHand, retryRotation, undoRotation } from "./service";

const t = await testRotation();
const { ctx, owner, scope, service, calls } = t;
const OK = service.answer;
afterEach(() => {
  service.answer = OK;
  calls.length = 0;
});

const types = (name: string) =>
  calls
    .filter(({ data }) => Reflect.get(Object(data.secret), "name") === name)
    .map(({ type }) => type.replace("rotation.", ""));
const seen = (name: string, phase: string) => expect.poll(() => types(name)).toContain(phase);

/** Has the service wait with its answers to a phase until it is let go. */
function holding(phase: string) {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  service.answer = async ({ type }, response) => {
    if (type === `rotation.${phase}`) await held;
    response.end();
  };
  return letGo;
}

describe("while a phase is under way", () => {
  test("going back waits until it has ended, and begins at once then", async () => {
    await t.byWebhook("CANCELLED_AMID");
    const letGo = holding("set");
    const { id } = await t.start("CANCELLED_AMID");
    const working = t.run();
    await seen("CANCELLED_AMID", "set");
    await cancelRotation(owner, id);
    await t.run();
    expect(types("CANCELLED_AMID")).toEqual(["prepare", "set"]);
    letGo();
    await working;
    expect(types("CANCELLED_AMID")).toEqual(["prepare", "set", "revert"]);
    expect(await t.now("CANCELLED_AMID")).toMatchObject({ state: "cancelled" });
  });

  test("trying again does not begin it a second time", async () => {
    await t.byWebhook("TRIED_AMID");
    service.answer = (_, response) => response.writeHead(500).end();
    const { id } = await t.start("TRIED_AMID");
    await t.run();
    const letGo = holding("prepare");
    await t.later(11);
    const working = t.run();
    await expect.poll(() => types("TRIED_AMID")).toHaveLength(2);
    await retryRotation(owner, id);
    await t.run();
    expect(types("TRIED_AMID")).toEqual(["prepare", "prepare"]);
    letGo();
    await working;
    expect(await t.now("TRIED_AMID")).toMatchObject({ phase: "wait", toVersion: 2 });
  });
});

test("a fault of the program in one rotation does not hold up the others, and is thrown for the log", async () => {
  const broken = { ...t.job, egress: { ...ctx.egress, send: () => Promise.reject(new TypeError("broken")) } };
  for (const name of ["FAULTY_1", "FAULTY_2", "FAULTY_3"]) {
    await t.byWebhook(name);
    await t.start(name);
  }
  await t.rotated("AFTER_FAULTY");
  await t.start("AFTER_FAULTY");
  await expect(runDue(broken)).rejects.toThrow("broken");
  expect(await t.now("AFTER_FAULTY")).toMatchObject({ phase: "wait", toVersion: 2 });
  expect(await t.now("FAULTY_3")).toMatchObject({ attempts: 1, error: expect.stringContaining("log") });
});

test("a value that somebody stored in the grace time is not undone, here or on the other side", async () => {
  const secret = await t.byWebhook("NOT_UNDONE");
  const { id } = await t.start("NOT_UNDONE");
  await t.run();
  const { revision, name, description, category, audience } = await findSecret(owner, t.target("NOT_UNDONE"));
  const text = { name, description, category, audience, value: "typed-by-hand" };
  await editSecret(owner, { ...scope, secretId: secret.id, revision, ...text });
  await expect(undoRotation(owner, id)).rejects.toMatchObject({
    code: "conflict",
    detail: expect.stringContaining("replaced"),
  });
  expect(types("NOT_UNDONE")).not.toContain("revert");
});

describe("a way back that fails for good", () => {
  test.each([
    ["before the new value is current", "BACK_BEFORE", "cancelled", "hunter2hunter2"],
    ["within the grace time", "BACK_WITHIN", "done", null],
  ] as const)(
    "%s is ended by hand, and the secret can be rotated again",
    async (_when, name, state, value) => {
      const { id: secretId } = await t.byWebhook(name);
      service.answer = ({ type }, response) => {
        const isBad = type === "rotation.revert" || (type === "rotation.test" && state === "cancelled");
        response.writeHead(isBad ? 410 : 200).end();
      };
      const { id } = await t.start(name);
      await t.run();
      await (state === "cancelled" ? cancelRotation : undoRotation)(owner, id);
      for (const seconds of [0, 11, 61, 301, 1_801]) {
        await t.later(seconds);
        await t.run();
      }
      expect(await t.now(name)).toMatchObject({ state: "attention", phase: "revert" });
      await confirmByHand(owner, id);
      expect(await t.now(name)).toMatchObject({ state });
      expect(await t.pending(secretId)).toBe(0);
      const current = (await t.openAll(secretId)).at(-1);
      if (value !== null) expect(current).toBe(value);
      else expect(current).not.toBe("hunter2hunter2");
      await removePolicy(owner, t.target(name));
    },
  );
});
