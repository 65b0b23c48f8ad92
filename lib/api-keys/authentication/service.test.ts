import { beforeAll, expect, test } from "vitest";
import { SAME_ROWS_MAX } from "@/lib/audit/refusals";
import { ensureBuiltIns } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import { newApiKey } from "../schema";
import { createApiKey, revokeApiKey } from "../service";
import { authenticateKey } from "./service";

const { ctx, clock, database } = await testContext();
const { db } = database;
beforeAll(() => ensureBuiltIns(ctx));

const mint = (input: object = {}) =>
  createApiKey(
    ctx,
    newApiKey.parse({
      name: "ci",
      kind: "agent",
      project: "default",
      permissions: ["secrets:read"],
      ...input,
    }),
  );
const refusals = () =>
  db.auditEvent.findMany({ where: { action: "apiKey.refused" }, orderBy: { seq: "asc" } });
const messageOf = (text: string) =>
  authenticateKey(ctx, text).then(
    () => "in",
    (error: Error) => error.message,
  );

test("a malformed, unknown, wrong, expired and revoked key are refused in the same words", async () => {
  const [right, short, gone] = [await mint(), await mint({ expires: "1d" }), await mint()];
  await revokeApiKey(ctx, { project: "default", keyId: gone.key.id });
  const other = `${right.text.slice(0, -1)}${right.text.endsWith("a") ? "b" : "a"}`;
  expect(await messageOf(right.text)).toBe("in");
  clock.advanceSeconds(24 * 60 * 60);
  const messages = await Promise.all(
    ["", "nonsense", right.text.replace("sr_live_", "sr_test_"), other, short.text, gone.text].map(messageOf),
  );
  expect(new Set(messages).size).toBe(1);
  expect(messages[0]).toContain("unauthenticated");
});

test("who still has a key that ended is on record, however often it is tried with a few events a minute", async () => {
  const { key, text } = await mint();
  await revokeApiKey(ctx, { project: "default", keyId: key.id });
  const before = (await refusals()).length;
  await Promise.all(Array.from({ length: 20 }, () => messageOf(text)));
  clock.advanceSeconds(59);
  await messageOf(text);
  expect(await refusals()).toHaveLength(before + SAME_ROWS_MAX);
  clock.advanceSeconds(1);
  await messageOf(text);
  const all = await refusals();
  expect(all).toHaveLength(before + SAME_ROWS_MAX + 2);
  expect(all.at(-2)?.detail).toBe(`{"more":${21 - SAME_ROWS_MAX}}`);
  expect(all.at(-1)).toMatchObject({
    actorKind: "apiKey",
    actorId: key.id,
    targetName: "ci",
    ip: "192.0.2.7",
  });
  expect(all.at(-1)?.detail).toBe('{"why":"revoked"}');
});

test("a wrong secret for a key that ended leaves no trace that anyone could fill the log with", async () => {
  const { key, text } = await mint();
  await revokeApiKey(ctx, { project: "default", keyId: key.id });
  const before = (await refusals()).length;
  await messageOf(`${text.slice(0, -3)}xyz`);
  expect(await refusals()).toHaveLength(before);
});

test("a use is kept with its address, after the answer", async () => {
  const { key, text } = await mint();
  await authenticateKey(ctx, text);
  const used = () => db.apiKey.findUniqueOrThrow({ where: { id: key.id } });
  expect((await used()).lastUsedAt).toBeNull();
  await ctx.usage.flush();
  expect(await used()).toMatchObject({ lastUsedAt: ctx.now(), lastUsedIp: "192.0.2.7" });
});
