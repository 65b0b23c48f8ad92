import { beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { ensureBuiltIns } from "@/lib/projects/service";
import { createSecret, deleteSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { newApiKey } from "../schema";
import { createApiKey } from "../service";
import { openKeyUsage } from "./usage";

const { ctx, database } = await testContext();
const { db, pool } = database;
const warnings: unknown[] = [];
const usage = openKeyUsage({ pool, log: { warn: (input: unknown) => warnings.push(input) } });
const scope = { project: "default", environment: "production" };
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 25, 12, 0, seconds));
let keyId = "";

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  const wanted = { name: "k", kind: "agent", project: "default", permissions: ["secrets:read"] };
  keyId = (await createApiKey(ctx, newApiKey.parse(wanted))).key.id;
});

const stored = async (name: string) =>
  (
    await createSecret(ctx, {
      ...scope,
      name,
      value: "v",
      description: "",
      category: "custom",
      audience: "all",
    })
  ).id;
const lastUse = async () => (await db.apiKey.findUniqueOrThrow({ where: { id: keyId } })).lastUsedAt;
const reads = () => db.secretRead.findMany({ where: { apiKeyId: keyId }, orderBy: { version: "asc" } });

test("a key's last use is written once a minute", async () => {
  usage.noteUse({ id: keyId, lastUsedAt: null }, "192.0.2.1", at(0));
  await usage.flush();
  usage.noteUse({ id: keyId, lastUsedAt: null }, "192.0.2.2", at(59));
  await usage.flush();
  expect(await lastUse()).toEqual(at(0));
  usage.noteUse({ id: keyId, lastUsedAt: at(0) }, "192.0.2.2", at(61));
  await usage.flush();
  expect(await lastUse()).toEqual(at(61));
});

test("the version read last of each secret is kept, and never one read before it", async () => {
  const [a, b] = [await stored("A"), await stored("B")];
  usage.noteReads(
    keyId,
    [
      { secretId: a, version: 1 },
      { secretId: b, version: 1 },
    ],
    at(1),
  );
  usage.noteReads(keyId, [{ secretId: a, version: 2 }], at(2));
  await usage.flush();
  usage.noteReads(keyId, [{ secretId: a, version: 1 }], at(1));
  await usage.flush();
  expect((await reads()).map(({ secretId, version }) => [secretId, version])).toEqual([
    [b, 1],
    [a, 2],
  ]);
});

test("a secret or key that is gone takes nothing else with it", async () => {
  const [gone, there] = [await stored("GONE"), await stored("THERE")];
  await deleteSecret(ctx, { ...scope, secretId: gone, confirmation: "GONE" });
  usage.noteReads(
    keyId,
    [
      { secretId: gone, version: 1 },
      { secretId: there, version: 7 },
    ],
    at(3),
  );
  usage.noteReads(newId(), [{ secretId: there, version: 1 }], at(3));
  await usage.flush();
  expect((await reads()).map(({ version }) => version)).toContain(7);
  expect(warnings).toEqual([]);
});

test("what cannot be written is dropped with a warning, and noting goes on", async () => {
  usage.noteReads("not an id", [{ secretId: "nor this", version: 1 }], at(4));
  await usage.flush();
  expect(warnings).toHaveLength(1);
});

test("what a clock that ran ahead wrote is written over", async () => {
  const ahead = new Date(at(600).getTime() + 400 * 86_400_000);
  const secretId = await stored("AHEAD");
  for (const now of [ahead, at(600)]) {
    usage.noteUse({ id: keyId, lastUsedAt: now === ahead ? null : ahead }, null, now);
    usage.noteReads(keyId, [{ secretId, version: now === ahead ? 1 : 2 }], now);
    await usage.flush();
  }
  expect(await db.apiKey.findUniqueOrThrow({ where: { id: keyId } })).toMatchObject({ lastUsedAt: at(600) });
  expect(await db.secretRead.findFirst({ where: { secretId } })).toMatchObject({
    version: 2,
    lastAt: at(600),
  });
});

test("closing writes what waits and takes nothing more", async () => {
  const secretId = await stored("LAST");
  usage.noteReads(keyId, [{ secretId, version: 9 }], at(5));
  await usage.close();
  usage.noteReads(keyId, [{ secretId, version: 10 }], at(6));
  await usage.flush();
  expect((await reads()).at(-1)?.version).toBe(9);
});
