import { spawnSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { newFile } from "@/lib/backup/file";
import { newMasterKeyText } from "@/lib/crypto/master-key";
import { closeDatabase, openDatabase } from "@/lib/db/client";
import { bootForAdmin, contextOf } from "@/lib/runtime/boot";
import { revealSecret } from "@/lib/secrets/reveal/service";
import { createSecret } from "@/lib/secrets/service";
import { emptyDatabase, newDatabase } from "@/test/database";
import { scratchDir } from "@/test/scratch";
import { urlOf } from "@/test/server";
import { signInWithPassword } from "@/test/sign-in";
import { runAdmin } from "../program";
import type { Shell } from "../shell";

const folder = await scratchDir();
const env = {
  DATABASE_URL: urlOf(await newDatabase()),
  STRONGROOM_DATA_DIR: await scratchDir(),
  STRONGROOM_MASTER_KEY: newMasterKeyText(),
};
const file = join(folder, "backup");

/** Runs a command as the shell does, with what is on standard input. */
async function admin(
  args: readonly string[],
  instanceEnv: Readonly<Record<string, string>> = env,
  input?: NodeJS.ReadableStream,
) {
  const [output, notes] = [new PassThrough(), new PassThrough()];
  const stdin = input ?? new PassThrough().end();
  const shell = { env: instanceEnv, root: process.cwd(), input: stdin, output, notes } as unknown as Shell;
  const exitCode = await runAdmin(shell, args);
  const [out, err] = [output, notes].map((stream) => String(stream.read() ?? ""));
  return { exitCode, out: out ?? "", err: err ?? "" };
}

const elsewhere = async () => ({ ...env, DATABASE_URL: urlOf(await emptyDatabase()) });
const password = "correct horse battery";
const email = "ada@example.com";
const production = { project: "default", environment: "production" };

/** Starts the program on a database, as a server beside the shell would be. */
async function onInstance<T>(
  instanceEnv: typeof env,
  work: (ctx: ReturnType<typeof contextOf>) => Promise<T>,
): Promise<T> {
  const { runtime, stop } = await bootForAdmin(instanceEnv, process.cwd(), () => {});
  return work(contextOf(runtime.services, { kind: "operator", name: "test" })).finally(stop);
}

test("a database that is gone is back from a backup and the master key: values, sign-in, log", async () => {
  const typed = new PassThrough();
  typed.end(password);
  expect((await admin(["owner", "create", "--email", email], env, typed)).exitCode).toBe(0);
  await onInstance(env, async (ctx) => {
    const text = { description: "", category: "custom", audience: "all", value: "s3cret value" } as const;
    await createSecret(ctx, { ...production, ...text, name: "STRIPE_KEY" });
    // Beside a running program.
    const made = await admin(["backup", file, "--json"]);
    expect(made).toMatchObject({ exitCode: 0, err: "" });
    expect(JSON.parse(made.out)).toMatchObject({ file, rows: expect.any(Number), bytes: expect.any(Number) });
  });
  const verified = await admin(["backup", "verify", file]);
  expect(verified).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^The backup is right: /) });

  const target = await elsewhere();
  const restored = await admin(["restore", file], target);
  expect(restored).toMatchObject({ exitCode: 0, err: "" });
  expect(restored.out).toMatch(
    /^Restored in [\s\S]*\nIntact: \d+ events checked\.\n[\s\S]*\nSealed: \d+ rows checked\.\n$/,
  );
  await onInstance(target, async (ctx) => {
    const found = await revealSecret(ctx, production, { name: "STRIPE_KEY" });
    expect(found.value.reveal()).toBe("s3cret value");
    const visitor = { ...ctx, actor: { kind: "anonymous" } } as const;
    expect(await signInWithPassword(visitor, { email, password })).toBeTruthy();
    const [event] = await ctx.db.auditEvent.findMany({ where: { action: "backup.restored" } });
    expect(event).toMatchObject({ actorKind: "operator" });
  });
  const again = await admin(["restore", file], target);
  expect(again).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/^this database already belongs to a Strongroom/),
  });
});

test("a backup comes from standard input too, into a new data directory; cut off there at any 64th part, nothing is made", async () => {
  const { DATABASE_URL: _, ...target } = { ...env, STRONGROOM_DATA_DIR: await scratchDir() };
  const before = await readdir(folder);
  const whole = await readFile(file);
  for (let n = 0; n < 64; n += 1) {
    const cut = new PassThrough();
    cut.end(whole.subarray(0, Math.floor((whole.length * n) / 64)));
    const refused = await admin(["restore", "-"], target, cut);
    expect(refused).toMatchObject({ exitCode: 1, err: expect.stringMatching(/^the backup is cut off /) });
  }
  expect(await readdir(target.STRONGROOM_DATA_DIR)).toEqual([]);
  expect((await admin(["restore", "-"], target, createReadStream(file))).exitCode).toBe(0);
  expect(await readdir(folder)).toEqual(before);
});

test("an encrypted backup is opened by its identity alone, also from standard input", async () => {
  const identity = await generateX25519Identity();
  const [sealed, key] = [join(folder, "sealed"), join(folder, "identity")];
  await writeFile(key, `# made by age-keygen\n${identity}\n`);
  const recipient = await identityToRecipient(identity);
  expect((await admin(["backup", sealed, "--recipient", "age1nobody"])).err).toMatch(/no recipient of age/);
  expect((await admin(["backup", sealed, "--recipient", recipient])).exitCode).toBe(0);
  expect((await admin(["backup", "verify", sealed])).err).toMatch(/^the backup is encrypted: /);
  const target = await elsewhere();
  expect((await admin(["restore", sealed], target)).err).toMatch(/^the backup is encrypted: /);
  const restored = await admin(["restore", "-", "--identity", key], target, createReadStream(sealed));
  expect(restored).toMatchObject({ exitCode: 0, err: "" });
});

test("with another master key, or none, nothing is changed and the key that is needed is named", async () => {
  const target = await elsewhere();
  const other = { ...target, STRONGROOM_MASTER_KEY: newMasterKeyText() };
  const refused = await admin(["restore", file], other);
  expect(refused).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(
      /^the backup needs master key [0-9a-f]{8}…, and the one at hand is [0-9a-f]{8}…/,
    ),
  });
  const { STRONGROOM_MASTER_KEY: _, ...none } = target;
  expect((await admin(["restore", file], none)).err).toMatch(/master\.key is missing/);
  const opened = openDatabase({ url: target.DATABASE_URL }, () => {});
  const { rows } = await opened.pool.query(
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace",
  );
  await closeDatabase(opened);
  expect(rows).toEqual([]);
});

test("a backup takes no name that is taken, by a file, a folder or a pipe, and reads files alone", async () => {
  const taken = ["file", "folder", "pipe"].map((name) => join(folder, name));
  const [plain = "", inner = "", pipe = ""] = taken;
  await writeFile(plain, "theirs");
  await mkdir(inner);
  expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
  const before = await readdir(folder);
  for (const path of taken) {
    const refused = await admin(["backup", path]);
    expect(refused).toMatchObject({ exitCode: 1, err: `${path} exists already: name a new file\n` });
  }
  const nowhere = await admin(["backup", join(folder, "none", "backup")]);
  expect(nowhere.err).toMatch(/cannot be written \(ENOENT\)/);
  for (const path of [inner, pipe])
    expect((await admin(["backup", "verify", path])).err).toBe(`${path} is not a file\n`);
  expect((await admin(["backup", "verify", join(folder, "none")])).err).toMatch(/cannot be read \(ENOENT\)/);
  expect(await readFile(plain, "utf8")).toBe("theirs");
  expect(await readdir(folder)).toEqual(before);
});

test("a full disk, or a backup that cannot be read again, leaves no file", async () => {
  const before = await readdir(folder);
  const path = join(folder, "never");
  const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
  async function* filling() {
    yield "x".repeat(100_000);
    throw full;
  }
  await expect(
    newFile(path).write({ make: (write) => write(filling()), check: async () => ({}) }),
  ).rejects.toThrow(`the disk of ${folder} is full: nothing was left there; free some space`);
  const refuse = async () => {
    throw new Error("not right");
  };
  await expect(newFile(path).write({ make: (write) => write(filled()), check: refuse })).rejects.toThrow(
    "not right",
  );
  async function* filled() {
    yield "x";
  }
  expect(await readdir(folder)).toEqual(before);
});
