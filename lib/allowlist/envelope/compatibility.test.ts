import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Plaintext } from "@/lib/crypto/plaintext";
import { newAuthority, rsaCertificate } from "@/test/certificates";
import type { NamedSecret } from "../configuration/model";
import { configuration } from "../configuration/schema";
import { compatibilityIssue } from "./compatibility";

const pem = { type: "pkcs1", format: "pem" } as const;
const rsa = (bits: number) => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  return {
    spki: publicKey.export({ type: "spki", format: "pem" }).toString(),
    pkcs1Public: publicKey.export(pem).toString(),
    pkcs8: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    pkcs1: privateKey.export(pem).toString(),
    locked: privateKey
      .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
      .toString(),
  };
};
const good = rsa(2_048);
const small = rsa(1_024);
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({
  type: "spki",
  format: "pem",
});

const cubic = generateKeyPairSync("rsa", { modulusLength: 2_048, publicExponent: 3 }).publicKey.export({
  type: "spki",
  format: "pem",
});
const { ca } = await newAuthority();
const certificate = await rsaCertificate();

const named = { secret: "KEY" };
const cipher = (method: string, key: object = {}, iv: object = { from: "prepended" }) => ({
  method,
  iv,
  key: { from: named, reading: "utf8", ...key },
});
const whole = (input: object) => ({ level: "body", as: "text", cipher: input });

function issue(input: object, path: string, value: string): string | null {
  return compatibilityIssue<NamedSecret>(configuration.parse(input), path, Plaintext.of(value));
}
const ofKey = (input: object, value: string) =>
  issue({ encryption: whole(input) }, "encryption.cipher.key.from", value);

describe("a key for AES", () => {
  test.each([
    ["AES-256-GCM", "utf8", "x".repeat(32)],
    ["AES-256-GCM", "hex", "ab".repeat(32)],
    ["AES-256-GCM", "hex", "AB".repeat(32)],
    ["AES-256-CBC", "base64", Buffer.alloc(32, 251).toString("base64")],
    ["AES-256-CBC", "base64", Buffer.alloc(32, 251).toString("base64url")],
    ["AES-128-GCM", "utf8", "x".repeat(16)],
    ["JWE dir+A256GCM", "utf8", "é".repeat(16)],
  ])("fits %s as %s", (method, reading, value) => {
    expect(ofKey(cipher(method, { reading }), value)).toBeNull();
  });

  test.each([
    ["AES-256-GCM", "utf8", "x".repeat(31), "AES-256 needs 32 bytes; this secret holds 31."],
    ["AES-256-CBC", "utf8", "é".repeat(32), "AES-256 needs 32 bytes; this secret holds 64."],
    ["AES-128-GCM", "hex", "ab".repeat(32), "AES-128 needs 16 bytes; this secret holds 32."],
    ["JWE dir+A256GCM", "utf8", "x".repeat(1_234), "AES-256 needs 32 bytes; this secret holds 1,234."],
    ["AES-128-CBC", "hex", "abc", "This is not hex."],
    ["AES-128-CBC", "hex", `${"ab".repeat(16)}\n`, "This is not hex: it has blanks or line breaks."],
    ["AES-128-CBC", "hex", `0x${"ab".repeat(16)}`, "This is not hex."],
    ["AES-128-CBC", "base64", "é", "This is not base64."],
  ])("does not fit %s as %s: %j", (method, reading, value, text) => {
    expect(ofKey(cipher(method, { reading }), value)).toBe(text);
  });

  test("may have any length when the key is derived from it, but has to be readable", () => {
    const derivation = { function: "HKDF-SHA256", salt: named };
    expect(ofKey(cipher("AES-256-GCM", { derivation }), "short")).toBeNull();
    expect(ofKey(cipher("AES-256-GCM", { derivation, reading: "hex" }), "short")).toBe("This is not hex.");
  });
});

describe("a key for RSA", () => {
  const oaep = cipher("RSA-OAEP-256", { reading: "pem" });
  const certificateLike = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  test.each([
    ["SPKI", good.spki],
    ["PKCS#1", good.pkcs1Public],
    ["the private half, PKCS#8", good.pkcs8],
    ["a certificate", certificate],
  ])("to encrypt with fits as %s", (_name, value) => {
    expect(ofKey(oaep, value)).toBeNull();
  });

  test.each([
    ["text", "hello", "This is not a PEM of a public key."],
    ["a broken certificate", certificateLike, "This is not a PEM of a public key."],
    ["a cut PEM", good.spki.slice(0, 200), "This is not a PEM of a public key."],
    ["of 1,024 bits", small.spki, "RSA keys need at least 2,048 bits; this one has 1,024."],
    ["with a small exponent", String(cubic), "The public exponent of this RSA key is below 65,537."],
    ["a certificate for another algorithm", ca, "This is a key, but not for RSA."],
    ["for another algorithm", String(ec), "This is a key, but not for RSA."],
  ])("to encrypt with does not fit: %s", (_name, value, text) => {
    expect(ofKey(oaep, value)).toBe(text);
  });

  test.each([
    ["PKCS#8", good.pkcs8, null],
    ["PKCS#1", good.pkcs1, null],
    ["a public key", good.spki, "Answers are opened with a private key; this is a public one."],
    [
      "a public key, PKCS#1",
      good.pkcs1Public,
      "Answers are opened with a private key; this is a public one.",
    ],
    ["text", "hello", "This is not a PEM of a private key."],
    ["a passphrase", good.locked, "This private key is protected by a passphrase. Store it without one."],
    ["of 1,024 bits", small.pkcs8, "RSA keys need at least 2,048 bits; this one has 1,024."],
  ])("for answers: %s", (_name, value, text) => {
    const own = { decryption: { level: "body", as: "text", cipher: oaep } };
    expect(issue(own, "decryption.cipher.key.from", value)).toBe(text);
    const shared = { encryption: whole(oaep), decryption: { level: "body", as: "text" } };
    const found = issue(shared, "encryption.cipher.key.from", value);
    if (text === null) expect(found).toBeNull();
    else expect(found).not.toBeNull();
  });
});

describe("the other places", () => {
  const iv = { from: "secret", iv: named, reading: "utf8" };
  const derivation = { function: "PBKDF2-SHA256", salt: named };
  const encrypted = (method: string) => ({ encryption: whole(cipher(method, { derivation }, iv)) });
  const signed = (scheme: string) => ({ signature: { scheme, from: named } });
  const header = { headers: [{ name: "Authorization", value: { from: named } }] };
  test.each([
    [encrypted("AES-256-GCM"), "encryption.cipher.iv.iv", "x".repeat(12), null],
    [
      encrypted("AES-256-GCM"),
      "encryption.cipher.iv.iv",
      "x".repeat(16),
      "An initialisation vector for GCM needs 12 bytes; this secret holds 16.",
    ],
    [encrypted("AES-128-CBC"), "encryption.cipher.iv.iv", "x".repeat(16), null],
    [
      encrypted("AES-128-CBC"),
      "encryption.cipher.iv.iv",
      "",
      "An initialisation vector for CBC needs 16 bytes; this secret holds 0.",
    ],
    [encrypted("JWE dir+A256GCM"), "encryption.cipher.iv.iv", "whatever", null],
    [encrypted("AES-256-GCM"), "encryption.cipher.key.derivation.salt", "12345678", null],
    [
      encrypted("AES-256-GCM"),
      "encryption.cipher.key.derivation.salt",
      "1234567",
      "A salt needs at least 8 bytes; this secret holds 7.",
    ],
    [signed("strongroom"), "signature.from", "x".repeat(16), null],
    [
      signed("strongroom"),
      "signature.from",
      "x".repeat(15),
      "A key for signing needs at least 16 bytes; this secret holds 15.",
    ],
    [signed("standard-webhooks"), "signature.from", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", null],
    [signed("standard-webhooks"), "signature.from", "whsec_#", "What follows whsec_ is not base64."],
    [header, "headers.0.value.from", "token", null],
    [header, "headers.0.value.from", "a\r\nX-Evil: 1", expect.stringMatching(/on one line/)],
    [header, "headers.0.value.from", "x".repeat(8_193), expect.stringMatching(/8,193/)],
    [{ query: [{ name: "k", value: { from: named } }] }, "query.0.value.from", "any\nthing", null],
    [{ ca: named }, "ca", ca, null],
    [{ ca: named }, "ca", `# ours\n${ca}\n${certificate}`, null],
    [{ ca: named }, "ca", "hello", "This is not a PEM of a certificate."],
    [{ ca: named }, "ca", good.spki, "This is not a PEM of a certificate."],
    [
      { ca: named },
      "ca",
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
      "This holds a certificate that cannot be read.",
    ],
  ])("%#: %j, %s", (input, path, value, text) => {
    expect(issue(input, path, value)).toEqual(text);
  });
});

test("no error repeats any part of the value", () => {
  const canary = "canary-7Qx";
  const paths: [object, string][] = [
    [{ encryption: whole(cipher("AES-256-GCM")) }, "encryption.cipher.key.from"],
    [{ encryption: whole(cipher("AES-256-GCM", { reading: "hex" })) }, "encryption.cipher.key.from"],
    [{ encryption: whole(cipher("RSA-OAEP-256", { reading: "pem" })) }, "encryption.cipher.key.from"],
    [{ signature: { scheme: "standard-webhooks", from: named } }, "signature.from"],
    [{ headers: [{ name: "a", value: { from: named } }] }, "headers.0.value.from"],
    [{ ca: named }, "ca"],
  ];
  for (const value of [canary, `whsec_${canary}`, `${canary}\n`, `-----BEGIN PUBLIC KEY-----\n${canary}`]) {
    for (const [input, path] of paths) expect(issue(input, path, value) ?? "").not.toContain("canary");
  }
});
