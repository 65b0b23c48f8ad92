import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { newMasterKeyText, parseMasterKey } from "@/lib/crypto/master-key";
import { testContext } from "@/test/context";
import { scratchDir } from "@/test/scratch";
import { decrypted, openEncryption, readIdentities } from "./encryption";
import { newFile } from "./file";
import { makeBackup, verifyBackup } from "./service";

const masterKey = parseMasterKey(newMasterKeyText(), "test");
const checks = { masterKeys: [masterKey], migrations: "prisma/migrations" };
const { ctx } = await testContext({ masterKey });
const folder = await scratchDir();
const [first, second, stranger] = await Promise.all([1, 2, 3].map(generateX25519Identity));
const recipients = await Promise.all([first, second].map((identity) => identityToRecipient(identity ?? "")));
const path = join(folder, "sealed.backup.age");
const made = await makeBackup(ctx, newFile(path, recipients), checks);
const bytes = await readFile(path);

const verified = (file: Buffer, ...identities: (string | undefined)[]) =>
  verifyBackup(decrypted(Readable.from([file]), identities as string[]), checks).then(
    ({ sha256 }) => sha256,
    (error: Error) => error.message,
  );

test("a backup for two recipients is opened by each of them, and by nobody else", async () => {
  expect(bytes.toString("latin1")).toMatch(/^age-encryption\.org\/v1\n/);
  expect(() => gunzipSync(bytes)).toThrow();
  for (const identity of [first, second]) expect(await verified(bytes, identity)).toBe(made.sha256);
  expect(await verified(bytes, stranger)).toBe(
    "the backup is encrypted for others: no identity in the file opens it",
  );
  expect(await verified(bytes)).toMatch(/^the backup is encrypted: name the file of an identity/);
});

test("it is read byte by byte as well, and one that is not encrypted needs no identity", async () => {
  const single = Readable.from(
    (function* () {
      for (const byte of bytes) yield Buffer.of(byte);
    })(),
  );
  expect((await verifyBackup(decrypted(single, [first ?? ""]), checks)).sha256).toBe(made.sha256);
  const plain = join(folder, "plain.backup");
  const { sha256 } = await makeBackup(ctx, newFile(plain), checks);
  expect(await verified(await readFile(plain), first)).toBe(sha256);
});

test("cut off at every 64th part, or altered there, it is refused in one line", async () => {
  for (let n = 0; n < 64; n += 1) {
    const at = Math.floor((bytes.length * n) / 64);
    expect(await verified(bytes.subarray(0, at), first)).toMatch(/cut off|altered/);
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 0x10;
    const complaint = await verified(altered, first);
    expect(complaint).toMatch(/cut off|altered|no identity in the file/);
    expect(complaint).not.toContain("\n");
  }
});

test("what is encrypted is proved before: one that is not right is no file, and no more is written once that is known", async () => {
  const other = { ...checks, masterKeys: [parseMasterKey(newMasterKeyText(), "test")] };
  const before = await readdir(folder);
  const wrong = makeBackup(ctx, newFile(join(folder, "never"), recipients), other);
  await expect(wrong).rejects.toThrow(/^the backup needs master key/);
  const endless = newFile(join(folder, "never"), recipients).write({
    make: (write) =>
      write(
        (async function* () {
          for (;;) yield "x".repeat(100_000);
        })(),
      ),
    check: async (file) => {
      await once(file, "readable");
      throw new Error("not right");
    },
  });
  await expect(endless).rejects.toThrow("not right");
  expect(await readdir(folder)).toEqual(before);
});

test("a full disk ends it too, and leaves nothing", async () => {
  const before = await readdir(folder);
  const full = newFile(join(folder, "never"), recipients).write({
    make: (write) =>
      write(
        (async function* () {
          yield "x".repeat(100_000);
          throw Object.assign(new Error("no space"), { code: "ENOSPC" });
        })(),
      ),
    check: async (file) => {
      for await (const _ of file);
      return {};
    },
  });
  await expect(full).rejects.toThrow(/is full/);
  expect(await readdir(folder)).toEqual(before);
});

test("identities are read as age-keygen writes them; other files are refused, and nothing of them is repeated", async () => {
  const file = join(folder, "identities");
  await writeFile(file, `# created: today\n# public key: ${recipients[0]}\n${first}\n\n${second}\n`);
  expect(await readIdentities(file)).toEqual([first, second]);
  await writeFile(file, `${first}\nhunter2\n`);
  await expect(readIdentities(file)).rejects.toThrow(/^[^\n]*holds no identity of age[^\n]*$/);
  await expect(readIdentities(path)).rejects.toThrow("is encrypted itself: decrypt it first");
  await expect(readIdentities(join(folder, "none"))).rejects.toThrow(/cannot be read \(ENOENT\)/);
});

test("whoever is no recipient is named", async () => {
  await expect(openEncryption([recipients[0] ?? "", "age1nobody"])).rejects.toThrow(
    '"age1nobody" is no recipient of age: one begins with age1',
  );
});

test("the copy that is checked holds up what is written, so that memory stays small", async () => {
  const slow = new PassThrough();
  let written = 0;
  const work = newFile(join(folder, "slow"), recipients).write({
    make: (write) =>
      write(
        (async function* () {
          for (let n = 0; n < 200; n += 1) {
            written = n;
            yield `${Math.random()}`.repeat(50_000);
          }
        })(),
      ),
    check: async (file) => {
      await once(slow, "end");
      for await (const _ of file);
      return {};
    },
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(written).toBeLessThan(150);
  slow.resume().end();
  await work;
  expect(written).toBe(199);
});
