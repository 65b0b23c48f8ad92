import { expect, test } from "vitest";
import { testKeys } from "@/lib/api-keys/api-keys.fixture";
import { narrowToRead, openApiKeyUse, widenKey } from "@/lib/api-keys/reads/service";
import { verifyAgainstLog } from "./service";

const { ctx, asRole, db, mint } = await testKeys();

test("a key whose narrowing was undone past the program, seal and all, is found", async () => {
  const { key } = await mint(ctx);
  const { id: secretId } = await db.secret.findFirstOrThrow({ where: { name: "A" } });
  const before = await db.apiKey.findUniqueOrThrow({ where: { id: key.id } });
  ctx.usage.noteReads(key.id, [{ secretId, version: 1 }], ctx.now());
  await ctx.usage.flush();
  const { readTag: tag } = await openApiKeyUse({ ...ctx, actor: await asRole("owner") }, "default", key.id);
  await narrowToRead(ctx, { project: "default", keyId: key.id, tag });
  expect(await verifyAgainstLog(ctx)).toEqual([]);
  const { isNarrowed, allowedSecretIds, seal } = before;
  await db.apiKey.update({ where: { id: key.id }, data: { isNarrowed, allowedSecretIds, seal } });
  expect(await verifyAgainstLog(ctx)).toEqual([{ table: "api_keys", id: key.id, name: "ci" }]);
});

test("one that was widened again by the program is not", async () => {
  const { key } = await mint(ctx, { secrets: ["A"] });
  await widenKey(ctx, { project: "default", keyId: key.id, secrets: null });
  expect((await verifyAgainstLog(ctx)).map(({ id }) => id)).not.toContain(key.id);
});
