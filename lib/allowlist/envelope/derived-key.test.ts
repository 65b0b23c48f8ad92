import { createSecretKey } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { Plaintext } from "@/lib/crypto/plaintext";
import { deriveKey, keepDerivedKeys, type SaltedDerivation } from "./derived-key";
import type { ReadyKey } from "./ready-key";

const pbkdf2 = (salt: string, iterations: number): SaltedDerivation => ({
  function: "PBKDF2-SHA256",
  salt: Plaintext.of(salt),
  iterations,
});
const hexOf = async (making: Promise<ReadyKey>) => {
  const key = await making;
  return "secret" in key ? key.secret.export().toString("hex") : "";
};

test.each([
  ["passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"],
  ["Password", "NaCl", 80_000, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"],
])("RFC 7914, section 11: PBKDF2 with SHA-256 of %s, %s, %d", async (password, salt, iterations, key) => {
  const material = Buffer.from(password);
  expect(await hexOf(deriveKey(material, pbkdf2(salt, iterations), 32, undefined))).toBe(key);
  expect(await hexOf(deriveKey(material, pbkdf2(salt, iterations), 16, undefined))).toBe(key.slice(0, 32));
});

test("RFC 5869, appendix A.3: HKDF with SHA-256", async () => {
  const derivation = { function: "HKDF-SHA256", salt: Plaintext.of(""), info: "" } as const;
  const key = await hexOf(deriveKey(Buffer.alloc(22, 0x0b), derivation, 32, undefined));
  expect(key).toBe("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
});

test("HKDF takes salt and info into account", async () => {
  const derive = (salt: string, info: string) =>
    hexOf(
      deriveKey(
        Buffer.from("key"),
        { function: "HKDF-SHA256", salt: Plaintext.of(salt), info },
        32,
        undefined,
      ),
    );
  const keys = await Promise.all([derive("a", "b"), derive("ab", ""), derive("", "ab"), derive("b", "a")]);
  expect(new Set(keys).size).toBe(4);
});

test("PBKDF2 leaves the event loop alone", async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  await deriveKey(Buffer.from("password"), pbkdf2("salt-salt", 300_000), 32, undefined);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
});

describe("the keys that are kept", () => {
  const make = () => vi.fn(async (): Promise<ReadyKey> => ({ secret: createSecretKey(Buffer.alloc(16, 1)) }));
  const from = (text: string, iterations = 1_000) => [Buffer.from(text), Buffer.from("salt"), iterations, 16];

  test("are made once, also for those who ask at the same time", async () => {
    const keys = keepDerivedKeys();
    const derive = make();
    await Promise.all([keys.get(from("a"), derive), keys.get(from("a"), derive)]);
    await keys.get(from("a"), derive);
    expect(derive).toHaveBeenCalledTimes(1);
  });

  test("serve nothing that differs in any part, or in where one part ends", async () => {
    const keys = keepDerivedKeys();
    const derive = make();
    await keys.get([Buffer.from("ab"), Buffer.from("c"), 1, 16], derive);
    await keys.get([Buffer.from("a"), Buffer.from("bc"), 1, 16], derive);
    await keys.get([Buffer.from("ab"), Buffer.from("c"), 11, 6], derive);
    await keys.get([Buffer.from("ab"), Buffer.from("c"), 1, 32], derive);
    expect(derive).toHaveBeenCalledTimes(4);
  });

  test("are at most a hundred, the latest used", async () => {
    const keys = keepDerivedKeys();
    const derive = make();
    for (let i = 0; i < 100; i += 1) await keys.get(from("x", i), derive);
    await keys.get(from("x", 0), derive);
    expect(derive).toHaveBeenCalledTimes(100);
    await keys.get(from("x", 100), derive);
    await keys.get(from("x", 0), derive);
    expect(derive).toHaveBeenCalledTimes(101);
    await keys.get(from("x", 1), derive);
    expect(derive).toHaveBeenCalledTimes(102);
  });

  test("are not what failed", async () => {
    const keys = keepDerivedKeys();
    const failing = vi.fn(async (): Promise<ReadyKey> => Promise.reject(new Error("no")));
    await expect(keys.get(from("a"), failing)).rejects.toThrow("no");
    await expect(keys.get(from("a"), make())).resolves.toBeDefined();
  });
});
