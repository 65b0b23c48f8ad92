import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { newMasterKeyText } from "@/lib/crypto/master-key";
import { createProject } from "@/lib/projects/service";
import { bootForAdmin, contextOf } from "@/lib/runtime/boot";
import { revealSecret } from "@/lib/secrets/reveal/service";
import { createSecret, deleteSecret } from "@/lib/secrets/service";
import { storeSecret } from "@/lib/secrets/upsert/service";
import { newDatabase } from "@/test/database";
import { scratchDir } from "@/test/scratch";
import { urlOf } from "@/test/server";
import { runAdmin } from "../program";
import type { Shell } from "../shell";

const folder = await scratchDir();
const file = join(folder, "backup");
const { STRONGROOM_MASTER_KEY: oldKey, ...env } = {
  DATABASE_URL: urlOf(await newDatabase()),
  STRONGROOM_DATA_DIR: await scratchDir(),
  STRONGROOM_MASTER_KEY: newMasterKeyText(),
};
await writeFile(join(env.STRONGROOM_DATA_DIR, "master.key"), oldKey, { mode: 0o600 });
const production = { project: "shop", environment: "production" };
const staging = { project: "shop", environment: "staging" };
const text = { description: "of then", category: "custom", audience: "agents" } as const;

async function admin(args: readonly string[], answer?: string) {
  const [output, notes] = [new PassThrough(), new PassThrough()];
  const stdin = Object.assign(new PassThrough(), { isTTY: answer !== undefined });
  stdin.end(answer);
  const shell = { env, root: process.cwd(), input: stdin, output, notes } as unknown as Shell;
  const exitCode = await runAdmin(shell, args);
  const [out, err] = [output, notes].map((stream) => String(stream.read() ?? ""));
  return { exitCode, out: out ?? "", err: err ?? "" };
}
async function onInstance<T>(work: (ctx: ReturnType<typeof contextOf>) => Promise<T>): Promise<T> {
  const { runtime, stop } = await bootForAdmin(env, process.cwd(), () => {});
  return work(contextOf(runtime.services, { kind: "operator", name: "test" })).finally(stop);
}
const part = (...more: string[]) => ["restore", file, "--project", "shop", ...more];

await onInstance(async (ctx) => {
  await createProject(ctx, { slug: "shop" });
  for (const [scope, name, value] of [
    [production, "CHANGED", "canary-old value"],
    [production, "SAME", "canary-same value"],
    [production, "GONE", 'canary-gone "value"\\\n'],
    [staging, "CHANGED", "canary-staging value"],
  ] as const)
    await createSecret(ctx, { ...scope, ...text, name, value });
  await admin(["backup", file]);
  await storeSecret(ctx, production, { name: "CHANGED", value: "canary-new value", description: "of now" });
  const { id } = (await ctx.db.secret.findFirst({ where: { name: "GONE" } })) ?? { id: "" };
  await deleteSecret(ctx, { ...production, secretId: id, confirmation: "GONE", expectedVersion: undefined });
});

test("a preview tells what is new, changed and the same, stores nothing, and shows no value", async () => {
  const preview = await admin(part("--dry-run"));
  expect(preview.out.split("\n")).toEqual([
    "changed  production  CHANGED",
    "new      production  GONE",
    "same     production  SAME",
    "same     staging  CHANGED",
    "Nothing was stored.",
    "",
  ]);
  expect(preview).toMatchObject({ exitCode: 0, err: "" });
  const asJson = await admin([...part("--dry-run"), "--json"]);
  expect(asJson.out).not.toContain("canary");
  await onInstance(async ({ db }) => {
    expect(await db.secretVersion.count()).toBe(4);
    expect(await db.auditEvent.count({ where: { action: "backup.partRestored" } })).toBe(0);
  });
});

test("nothing is stored unless somebody says yes", async () => {
  expect((await admin(part())).err).toBe("There is nobody to ask: add --yes, or --dry-run.\n");
  const no = await admin(part(), "no\n");
  expect(no).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/changed {2}production[\s\S]*Nothing was stored/),
  });
  await onInstance(async ({ db }) => expect(await db.secretVersion.count()).toBe(4));
});

test("one secret comes back as a new version, the deleted one as it was, on record, also after the master key was rotated", async () => {
  expect((await admin(["master-key", "rotate"])).exitCode).toBe(0);
  const one = await admin(part("--secret", "CHANGED", "--environment", "production"), "yes\n");
  expect(one).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^Stored 1 secret as of 20/) });
  const rest = await admin(part("--yes"));
  expect(rest.out).toMatch(
    /^same {5}production {2}CHANGED\nnew {6}production {2}GONE\n[\s\S]*Stored 1 secret as of/,
  );
  await onInstance(async (ctx) => {
    const storedValue = async (name: string) =>
      (await revealSecret(ctx, production, { name })).value.reveal();
    expect(await storedValue("CHANGED")).toBe("canary-old value");
    expect(await storedValue("GONE")).toBe('canary-gone "value"\\\n');
    expect(await ctx.db.secret.findFirst({ where: { name: "GONE" } })).toMatchObject(text);
    expect(
      await ctx.db.secret.findFirst({ where: { name: "CHANGED", description: "of now" } }),
    ).toMatchObject({
      currentVersion: 3,
    });
    const events = await ctx.db.auditEvent.findMany({ where: { action: "backup.partRestored" } });
    expect(events).toMatchObject([{ actorKind: "operator", targetName: "shop" }, {}]);
  });
});

test("what is not in the backup, and what has nowhere to go, is named", async () => {
  const error = async (...args: string[]) => (await admin(["restore", file, "--dry-run", ...args])).err;
  expect(await error("--project", "none")).toBe("the backup has no project none\n");
  expect(await error("--project", "shop", "--environment", "none")).toMatch(/has no environment none in the/);
  expect(await error("--project", "shop", "--secret", "NONE")).toBe("the backup has no secret NONE there\n");
  expect(await error("--secret", "CHANGED")).toBe("Say of which project: --project SLUG.\n");
  await onInstance(({ pool }) => pool.query("UPDATE environments SET slug = 'moved' WHERE slug = 'staging'"));
  const moved = await admin(part("--yes"));
  expect(moved).toMatchObject({ exitCode: 1 });
  expect(moved.out).toContain("refused  staging  CHANGED: There is no shop/staging here: make it first.");
});

test("without the key that the backup needs nothing is opened, and both ids are named", async () => {
  const dir = env.STRONGROOM_DATA_DIR;
  const [retired = ""] = (await readdir(dir)).filter((name) => name.startsWith("master.key.retired-"));
  await writeFile(join(dir, retired), newMasterKeyText(), { mode: 0o600 });
  expect((await admin(part("--dry-run"))).err).toMatch(
    /^the backup needs master key [0-9a-f]{8}…, and those at hand are [0-9a-f]{8}…, [0-9a-f]{8}…/,
  );
});
