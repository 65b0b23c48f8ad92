import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  generateKeyPairSync,
  randomBytes,
} from "node:crypto";
import { CompactEncrypt } from "jose";
import { describe, expect, test } from "vitest";
import { Plaintext } from "@/lib/crypto/plaintext";
import { jweOpen, jweSeal } from "./jwe";
import { importRsaKey } from "./rsa-key";

const bytes = randomBytes(32);
const direct = { secret: createSecretKey(bytes) };
const pair = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const pem = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const rsa = { rsa: await importRsaKey(Plaintext.of(pem), "decrypt") };
const failure = { code: "badGateway", context: {} };
const plaintext = Buffer.from('{"a":1}');

const jweOf = (header: object, key: Parameters<CompactEncrypt["encrypt"]>[0]) =>
  new CompactEncrypt(plaintext).setProtectedHeader(header as { alg: string; enc: string }).encrypt(key);

test("dir is what RFC 7516, section 5.1 says, made by hand", async () => {
  const jwe = await jweSeal(direct, plaintext);
  const [header = "", key, iv = "", ciphertext = "", tag = ""] = jwe.split(".");
  expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({ alg: "dir", enc: "A256GCM" });
  expect(key).toBe("");
  const decipher = createDecipheriv("aes-256-gcm", bytes, Buffer.from(iv, "base64url"));
  decipher.setAAD(Buffer.from(header)).setAuthTag(Buffer.from(tag, "base64url"));
  const opened = Buffer.concat([decipher.update(Buffer.from(ciphertext, "base64url")), decipher.final()]);
  expect(opened).toEqual(plaintext);
});

test("opens what was made by hand", async () => {
  const header = Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString("base64url");
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", bytes, iv).setAAD(Buffer.from(header));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const parts = ["", iv, ciphertext, cipher.getAuthTag()].map((part) =>
    Buffer.from(part).toString("base64url"),
  );
  expect(await jweOpen(direct, [header, ...parts].join("."))).toEqual(plaintext);
});

describe("what a message says of its algorithms decides nothing:", () => {
  test.each([
    ["A128GCM under a shorter key", { alg: "dir", enc: "A128GCM" }, randomBytes(16)],
    ["A256CBC-HS512", { alg: "dir", enc: "A256CBC-HS512" }, randomBytes(64)],
    ["A256KW of the same key", { alg: "A256KW", enc: "A256GCM" }, bytes],
    ["A256GCMKW of the same key", { alg: "A256GCMKW", enc: "A256GCM" }, bytes],
    ["PBES2 with the key as password", { alg: "PBES2-HS256+A128KW", enc: "A256GCM" }, bytes],
    ["RSA-OAEP of the right pair, with SHA-1", { alg: "RSA-OAEP", enc: "A256GCM" }, pair.publicKey],
    ["RSA-OAEP-512 of the right pair", { alg: "RSA-OAEP-512", enc: "A256GCM" }, pair.publicKey],
    ["A128GCM under the right pair", { alg: "RSA-OAEP-256", enc: "A128GCM" }, pair.publicKey],
  ])("%s", async (_name, header, key) => {
    const jwe = await jweOf(header, key);
    await expect(jweOpen(direct, jwe)).rejects.toMatchObject(failure);
    await expect(jweOpen(rsa, jwe)).rejects.toMatchObject(failure);
  });

  test("compression, also of very much into very little", async () => {
    const bomb = await new CompactEncrypt(Buffer.alloc(200_000))
      .setProtectedHeader({ alg: "dir", enc: "A256GCM", zip: "DEF" })
      .encrypt(bytes);
    await expect(jweOpen(direct, bomb)).rejects.toMatchObject(failure);
    await expect(
      jweOpen(direct, await jweOf({ alg: "dir", enc: "A256GCM", zip: "DEF" }, bytes)),
    ).rejects.toMatchObject(failure);
  });

  test("what must be understood and is not, no encryption at all, and no JWE", async () => {
    const none = [
      { alg: "none" },
      { alg: "dir", enc: "none" },
      { alg: "dir", enc: "A256GCM", crit: ["x"], x: 1 },
    ].map((header) => `${Buffer.from(JSON.stringify(header)).toString("base64url")}..AAAA.AAAA.AAAA`);
    for (const text of [...none, "", "....", "a.b.c", "e30....", '{"protected":"e30"}', "é.é.é.é.é"]) {
      await expect(jweOpen(direct, text)).rejects.toMatchObject(failure);
    }
  });
});
