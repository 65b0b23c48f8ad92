import { beforeAll, expect, test } from "vitest";
import { putDeclarations } from "@/lib/declarations/service";
import { newPool } from "@/lib/pools/schema";
import { putPool } from "@/lib/pools/service";
import { putPolicy } from "@/lib/rotation/policy/service";
import { newRotationPolicy } from "@/lib/rotation/schema";
import { here, mappedSecrets, text, there } from "@/lib/shared-mappings/mapped-secrets.fixture";
import type { SignedInCtx } from "@/lib/web/context";
import { readChanges } from "../changes/service";
import { NO_RIGHTS } from "../model";
import { createSecret, deleteSecret, editSecret } from "../service";
import { loadSecretPage } from "./loaders";

const { ctx, asRole, owner, slackId, map, clock } = await mappedSecrets();
const auditor: SignedInCtx = { ...ctx, actor: await asRole("auditor") };
const admin: SignedInCtx = { ...ctx, actor: await asRole("super_admin") };
const member: SignedInCtx = { ...ctx, actor: await asRole("member") };
const END = Date.UTC(2030, 0, 1);
const claims = Buffer.from(JSON.stringify({ exp: END / 1_000 })).toString("base64url");
const TOKEN = `eyJhbGciOiJIUzI1NiJ9.${claims}.c2ln`;

async function overview(by: SignedInCtx = auditor) {
  const data = await loadSecretPage(by, here, "token");
  if (data.kind !== "secret") throw new Error(`it is ${data.kind}`);
  return data;
}

let id = "";
beforeAll(async () => {
  ({ id } = await createSecret(owner, { ...here, ...text, name: "TOKEN", value: TOKEN }));
});

test("a secret is shown with what is known of it, and never with its value", async () => {
  const data = await overview();
  expect(data).toMatchObject({
    secret: { id, name: "TOKEN", version: 1, expiresAt: new Date(END).toISOString() },
    isExpired: false,
    versions: { items: [{ version: 1, origin: "created" }], hasMore: false, pendingSince: null },
    rotation: null,
    requirement: null,
    use: { readers: { readers: [] }, uses: { count: 0 }, mappedInto: null },
    changes: [{ action: "secret.created" }],
  });
  expect(JSON.stringify(data)).not.toContain(claims);
});

test("what the manifest requires and how it is rotated is said", async () => {
  await putDeclarations(owner, "default", { required: ["token"], optional: [] });
  const policy = { rotator: { kind: "random" }, schedule: { everyDays: 30 } };
  await putPolicy(owner, { ...here, secret: { id } }, newRotationPolicy.parse(policy));
  const { requirement, rotation } = await overview();
  expect(requirement).toBe("required");
  expect(rotation).toMatchObject({ isOverdue: false, nextAt: expect.stringMatching(/Z$/) });
});

test("the pools that it is a member of are listed", async () => {
  await putPool(owner, here, "tokens", newPool.parse({ members: [{ name: "TOKEN" }] }));
  expect((await overview()).use.pools).toEqual([{ pool: "tokens", ...here }]);
});

test("however often it is read, the changes that are listed are changes", async () => {
  const read = {
    action: "pool.taken",
    target: { secretId: id, name: "TOKEN" },
    detail: { version: 1 },
  } as const;
  await owner.audit.record(
    owner,
    Array.from({ length: 9 }, () => read),
  );
  const { changes } = await overview();
  expect(changes.map(({ action }) => action)).toContain("secret.created");
  expect(changes.map(({ action }) => action)).not.toContain("pool.taken");
  const reads = await readChanges(owner, here, "TOKEN", { kind: "use" });
  expect(reads.page.items).toHaveLength(9);
  const rotation = await readChanges(owner, here, "TOKEN", { kind: "rotation" });
  expect(rotation.page.items.map(({ action }) => action)).toEqual(["rotationPolicy.set"]);
});

test("only the newest versions and changes are listed", async () => {
  const { value: _, ...same } = text;
  for (const value of ["second", "third", "fourth", "fifth", TOKEN]) {
    const { revision } = (await overview()).secret;
    await editSecret(owner, { ...here, ...same, name: "TOKEN", secretId: id, revision, value });
  }
  const { versions, changes } = await overview();
  expect([versions.items.map(({ version }) => version), versions.hasMore]).toEqual([[6, 5, 4, 3, 2], true]);
  expect(changes).toHaveLength(5);
});

test("an Auditor is offered nothing that changes it", async () => {
  expect((await overview()).may).toEqual({ ...NO_RIGHTS, rotation: true, access: true });
  const all = { update: true, rotate: true, restore: true, delete: true, rotation: true, access: true };
  expect((await overview(admin)).may).toEqual(all);
});

test("a Member learns of no name whether it is there", async () => {
  for (const name of ["TOKEN", "NEVER_WAS"]) {
    await expect(loadSecretPage(member, here, name)).rejects.toMatchObject({ code: "notFound" });
  }
});

test("the name of a shared secret leads to where that lives, which says where it is mapped into", async () => {
  await map("ALERTS_TOKEN");
  const mapped = await loadSecretPage(auditor, here, "alerts_token");
  expect(mapped).toMatchObject({ kind: "mapped", mapping: { secret: { id: slackId, name: "SLACK_TOKEN" } } });
  const shared = await loadSecretPage(auditor, there, "SLACK_TOKEN");
  expect(shared).toMatchObject({ use: { mappedInto: { count: 1 } } });
});

test("a secret that was deleted is said to be, unless the name stands for something again", async () => {
  const deleted = await createSecret(owner, { ...here, ...text, name: "GONE" });
  await deleteSecret(owner, { ...here, secretId: deleted.id, confirmation: "GONE" });
  expect(await loadSecretPage(auditor, here, "GONE")).toMatchObject({
    kind: "deleted",
    changes: [{ action: "secret.deleted" }],
  });
  await map("GONE");
  expect(await loadSecretPage(auditor, here, "GONE")).toMatchObject({ kind: "mapped" });
  await expect(loadSecretPage(auditor, here, "NEVER_WAS")).rejects.toMatchObject({ code: "notFound" });
});

test("a value that has ended is said to have", async () => {
  clock.advanceSeconds((END - ctx.now().getTime()) / 1_000);
  expect((await overview()).isExpired).toBe(true);
});
