import { expect, test } from "vitest";
import { Plaintext } from "@/lib/crypto/plaintext";
import { rsaPair } from "@/test/partner/keys";
import { keepDerivedKeys } from "./derived-key";
import { readyKey } from "./ready-key";

const rsa = { from: null, reading: "pem", derivation: null } as const;
const { publicKey, privateKey } = await rsaPair();

test("a key for RSA is read once for each use, and never stands for another", async () => {
  const cache = keepDerivedKeys();
  const read = (pem: string, use: "encrypt" | "decrypt") =>
    readyKey("RSA-OAEP-256", rsa, { key: Plaintext.of(pem), salt: null }, use, cache);
  const [one, two] = await Promise.all([read(privateKey, "encrypt"), read(privateKey, "encrypt")]);
  expect(two).toBe(one);
  const others = await Promise.all([read(privateKey, "decrypt"), read(publicKey, "encrypt")]);
  expect(new Set([one, ...others]).size).toBe(3);
  expect([one, ...others].map((key) => "rsa" in key && key.rsa.key.usages)).toEqual([
    ["encrypt"],
    ["decrypt"],
    ["encrypt"],
  ]);
  await expect(read(publicKey, "decrypt")).rejects.toMatchObject({ code: "conflict" });
});

test("what is kept of a key cannot be taken out of it again", async () => {
  const key = await readyKey(
    "RSA-OAEP-256",
    rsa,
    { key: Plaintext.of(privateKey), salt: null },
    "decrypt",
    undefined,
  );
  expect("rsa" in key && key.rsa.key.extractable).toBe(false);
});
