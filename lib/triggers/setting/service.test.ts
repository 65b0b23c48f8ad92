import { expect, test } from "vitest";
import { createEnvironment } from "@/lib/projects/service";
import { deleteSecret } from "@/lib/secrets/service";
import { findTrigger, listTriggers } from "../listing/service";
import { declaredTriggers, newTrigger } from "../schema";
import { testTriggers } from "../triggers.fixture";
import { createTrigger, declareTriggers, putTrigger, removeTrigger } from "./service";

const { owner, asRole, as, scope, stored, trigger, send, deliveries, events, rotated, database } =
  await testTriggers();
const KEY = "key-of-the-sender-0001";
const input = (more: object = {}) => newTrigger.parse({ scheme: "github", secret: "SIGNED", ...more });
const declared = (...triggers: object[]) => declaredTriggers.parse(triggers);
await stored("SIGNED");

test("a trigger is shown with the names that its secrets have, never a value", async () => {
  await rotated("ROTATED");
  await putTrigger(owner, scope, "shown", input({ action: { kind: "rotate", secret: "rotated" } }));
  expect(await findTrigger(owner, scope, "shown")).toMatchObject({
    ...{ scheme: "github", secret: "SIGNED", action: { kind: "rotate", secret: "ROTATED" }, paused: false },
    ...{ firedAt: null, refusedCount: 0 },
    url: expect.stringMatching(/\/hooks\/default\/shown$/),
  });
  expect((await listTriggers(owner, scope)).map(({ name }) => name)).toEqual(["shown"]);
});

test("a name is taken once in a project, in whichever environment", async () => {
  await createTrigger(owner, scope, "taken", input());
  await expect(createTrigger(owner, scope, "taken", input())).rejects.toMatchObject({ code: "validation" });
  await createEnvironment(owner, "default", { slug: "elsewhere", name: "Elsewhere" });
  const elsewhere = { project: "default", environment: "elsewhere" };
  await stored("ELSEWHERE");
  await expect(putTrigger(owner, elsewhere, "taken", input())).rejects.toMatchObject({
    context: { fields: { name: ["Another trigger of this project has this name."] } },
  });
});

test.each([
  ["a secret that is not there", { secret: "ABSENT" }, "secret"],
  ["an endpoint that is not there", { action: { kind: "forward", endpoint: "absent" } }, "action.endpoint"],
  ["a secret to rotate that is not there", { action: { kind: "rotate", secret: "ABSENT" } }, "action.secret"],
  [
    "a secret that nobody said how to rotate",
    { action: { kind: "rotate", secret: "SIGNED" } },
    "action.secret",
  ],
])("%s is named", async (_, more, field) => {
  await expect(putTrigger(owner, scope, "wrong", input(more))).rejects.toMatchObject({
    context: { fields: { [field]: [expect.any(String)] } },
  });
});

test("a secret that a trigger uses is not deleted before the trigger is", async () => {
  const name = await trigger("user", KEY);
  await send("user", KEY, "a");
  const { id: secretId } = await database.db.secret.findFirstOrThrow({ where: { name } });
  const secret = { ...scope, secretId, confirmation: name };
  await expect(deleteSecret(owner, secret)).rejects.toMatchObject({
    detail: expect.stringContaining("user"),
  });
  await removeTrigger(owner, scope, "user");
  expect(await deliveries("user")).toEqual([]);
  await deleteSecret(owner, secret);
});

test("a manifest makes its triggers, changes what differs, and leaves what is no longer in it", async () => {
  const github = { name: "declared", secretEnv: "SIGNED", scheme: "github" };
  expect(await declareTriggers(owner, scope, declared(github))).toBe(1);
  expect(await declareTriggers(owner, scope, declared(github))).toBe(0);
  const hmac = { ...github, scheme: "hmac", hmac: { header: "X-Sig" } };
  expect(await declareTriggers(owner, scope, declared(hmac))).toBe(1);
  expect(await declareTriggers(owner, scope, declared(hmac))).toBe(0);
  expect(await declareTriggers(owner, scope, [])).toBe(0);
  expect(await findTrigger(owner, scope, "declared")).toMatchObject({
    scheme: "hmac",
    hmac: { header: "x-sig", algorithm: "sha256", encoding: "hex", prefix: "" },
  });
  const set = (await events("trigger.set")).filter(({ targetName }) => targetName === "declared");
  expect(set.map(({ detail }) => detail.scheme)).toEqual(["github", "hmac"]);
});

test("a manifest is taken whole or not at all, and does not change what an admin had follow", async () => {
  const good = { name: "not-made", secretEnv: "SIGNED", scheme: "github" };
  const bad = { ...good, name: "other", secretEnv: "ABSENT" };
  await expect(declareTriggers(owner, scope, declared(good, bad))).rejects.toMatchObject({
    context: { fields: { "triggers.1.secretEnv": [expect.any(String)] } },
  });
  await expect(findTrigger(owner, scope, "not-made")).rejects.toMatchObject({ code: "notFound" });
  const shown = { name: "shown", secretEnv: "SIGNED", scheme: "github" };
  expect(await declareTriggers(owner, scope, declared(shown))).toBe(0);
  await expect(declareTriggers(owner, scope, declared({ ...shown, scheme: "stripe" }))).rejects.toMatchObject(
    { code: "conflict" },
  );
});

test("who may not change triggers is refused, and finds none that are not theirs to see", async () => {
  const auditor = as(await asRole("auditor"));
  await expect(putTrigger(auditor, scope, "mine", input())).rejects.toMatchObject({ code: "forbidden" });
  await expect(findTrigger(auditor, { project: "nowhere" }, "shown")).rejects.toMatchObject({
    code: "notFound",
  });
  expect(await findTrigger(auditor, scope, "shown")).toMatchObject({ name: "shown" });
  await expect(listTriggers(as(await asRole("member")), scope)).rejects.toMatchObject({ code: "forbidden" });
});
