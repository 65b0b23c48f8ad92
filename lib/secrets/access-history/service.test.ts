import { expect, test } from "vitest";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey, revokeApiKey } from "@/lib/api-keys/service";
import { ensureBuiltIns } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import { createSecret, editSecret } from "../service";
import { findAccessHistory } from "./service";

const { ctx, as, asRole, clock } = await testContext();
await ensureBuiltIns(ctx);
const owner = as(await asRole("owner"));
const auditor = as(await asRole("auditor"));
const environmentRef = { project: "default", environment: "production" };
const text = { name: "READ", description: "", category: "custom", audience: "all" } as const;
const { id } = await createSecret(owner, { ...environmentRef, ...text, value: "one" });
const target = { ...environmentRef, secret: { id } };

const mint = async (name: string, input: object = {}) =>
  (
    await createApiKey(
      owner,
      newApiKey.parse({ name, kind: "agent", project: "default", permissions: ["secrets:read"], ...input }),
    )
  ).key.id;

async function reads(keyId: string, version: number) {
  clock.advanceSeconds(1);
  ctx.usage.noteReads(keyId, [{ secretId: id, version }], ctx.now());
  await ctx.usage.flush();
}

test("a secret nobody read has no readers", async () => {
  expect(await findAccessHistory(auditor, target)).toEqual({
    readers: [],
    people: [],
    activeCount: 0,
    behindCount: 0,
  });
});

test("tells who still runs on an old version, counting only keys that can be used", async () => {
  const [a, b, gone, short] = [
    await mint("a"),
    await mint("b"),
    await mint("gone"),
    await mint("short", { expires: "1d" }),
  ];
  for (const key of [a, b, gone, short]) await reads(key, 1);
  await editSecret(owner, { ...environmentRef, ...text, secretId: id, revision: 1, value: "two" });
  await reads(b, 2);
  await revokeApiKey(owner, { project: "default", keyId: gone });
  clock.advanceSeconds(24 * 60 * 60);
  const found = await findAccessHistory(as(await asRole("auditor")), target);
  expect(found).toMatchObject({ activeCount: 2, behindCount: 1 });
  expect(found.readers.map(({ name, version, isActive }) => [name, version, isActive])).toEqual([
    ["b", 2, true],
    ["short", 1, false],
    ["gone", 1, false],
    ["a", 1, true],
  ]);
});

test("is not for a Member, nor for a key", async () => {
  await expect(findAccessHistory(as(await asRole("member")), target)).rejects.toMatchObject({
    code: "notFound",
  });
  const key = {
    kind: "apiKey",
    id: "x",
    name: "k",
    keyKind: "agent",
    permissions: ["secrets:list"],
  } as const;
  const scope = { projectId: null, environmentId: null, allowedSecretIds: null };
  await expect(findAccessHistory(as({ ...key, ...scope }), target)).rejects.toMatchObject({
    code: "forbidden",
  });
});
