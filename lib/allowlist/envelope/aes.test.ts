import { createSecretKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aesOpen, aesSeal } from "./aes";
import { SCHEMES } from "./method";

const hex = (text: string) => Buffer.from(text, "hex");
const keyOf = (text: string) => createSecretKey(hex(text));
const aesOf = (method: keyof typeof SCHEMES) => {
  const { aes } = SCHEMES[method];
  if (!aes) throw new Error(method);
  return aes;
};

/** The four blocks of NIST SP 800-38A, appendix F. */
const BLOCKS =
  "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51" +
  "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";
/** The plaintext of the test cases 3 and 15 that the GCM specification names. */
const LONG =
  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72" +
  "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
const GCM_KEY = "feffe9928665731c6d6a8f9467308308";
const GCM_IV = "cafebabefacedbaddecaf888";

describe("known answers of CBC, SP 800-38A", () => {
  test.each([
    [
      "F.2.1",
      "AES-128-CBC",
      "2b7e151628aed2a6abf7158809cf4f3c",
      "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2" +
        "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7",
    ],
    [
      "F.2.5",
      "AES-256-CBC",
      "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
      "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d" +
        "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b",
    ],
  ] as const)("%s", (_name, method, key, ciphertext) => {
    const iv = hex("000102030405060708090a0b0c0d0e0f");
    const sealed = aesSeal(aesOf(method), keyOf(key), iv, hex(BLOCKS));
    // The fifth block is the padding.
    expect(sealed.ciphertext.subarray(0, 64).toString("hex")).toBe(ciphertext);
    expect(sealed.ciphertext).toHaveLength(80);
    expect(aesOpen(aesOf(method), keyOf(key), iv, sealed)).toEqual(hex(BLOCKS));
  });
});

describe("known answers of GCM", () => {
  test.each([
    ["1", "AES-128-GCM", "00".repeat(16), "00".repeat(12), "", "", "58e2fccefa7e3061367f1d57a4e7455a"],
    [
      "2",
      "AES-128-GCM",
      "00".repeat(16),
      "00".repeat(12),
      "00".repeat(16),
      "0388dace60b6a392f328c2b971b2fe78",
      "ab6e47d42cec13bdf53a67b21257bddf",
    ],
    [
      "3",
      "AES-128-GCM",
      GCM_KEY,
      GCM_IV,
      LONG,
      "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e" +
        "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985",
      "4d5c2af327cd64a62cf35abd2ba6fab4",
    ],
    ["13", "AES-256-GCM", "00".repeat(32), "00".repeat(12), "", "", "530f8afbc74536b9a963b4f1c4cb738b"],
    [
      "14",
      "AES-256-GCM",
      "00".repeat(32),
      "00".repeat(12),
      "00".repeat(16),
      "cea7403d4d606b6e074ec5d3baf39d18",
      "d0d1c8a799996bf0265b98b5d48ab919",
    ],
    [
      "15",
      "AES-256-GCM",
      GCM_KEY.repeat(2),
      GCM_IV,
      LONG,
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa" +
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
      "b094dac5d93471bdec1a502270e3cc6c",
    ],
  ] as const)("test case %s", (_name, method, key, iv, plaintext, ciphertext, tag) => {
    const sealed = aesSeal(aesOf(method), keyOf(key), hex(iv), hex(plaintext));
    expect(sealed.ciphertext.toString("hex")).toBe(ciphertext);
    expect(sealed.tag.toString("hex")).toBe(tag);
    expect(aesOpen(aesOf(method), keyOf(key), hex(iv), sealed)).toEqual(hex(plaintext));
  });
});

const METHODS = ["AES-256-GCM", "AES-256-CBC", "AES-128-GCM", "AES-128-CBC"] as const;

describe.each(METHODS)("%s", (method) => {
  const aes = aesOf(method);
  const key = createSecretKey(Buffer.alloc(aes.keyBytes, 7));
  const iv = Buffer.alloc(aes.ivBytes, 9);

  test("opens every text that it sealed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const plaintext = Buffer.from(bytes);
        expect(aesOpen(aes, key, iv, aesSeal(aes, key, iv, plaintext))).toEqual(plaintext);
      }),
    );
  });

  test("takes no other length of tag or of initialisation vector", () => {
    const sealed = aesSeal(aes, key, iv, Buffer.from("text"));
    const failure = expect.objectContaining({ code: "badGateway" });
    for (const length of [0, 4, 8, 11, 12, 13, 15, 16, 17, 32]) {
      const other = { ...sealed, tag: Buffer.concat([sealed.tag, Buffer.alloc(32)]).subarray(0, length) };
      if (length !== aes.tagBytes) expect(() => aesOpen(aes, key, iv, other)).toThrow(failure);
      if (length !== aes.ivBytes)
        expect(() => aesOpen(aes, key, Buffer.alloc(length), sealed)).toThrow(failure);
    }
  });
});

test("CBC takes no padding but that of PKCS#7, and no part of a block", () => {
  const aes = aesOf("AES-256-CBC");
  const key = createSecretKey(Buffer.alloc(32, 7));
  const sealed = aesSeal(aes, key, Buffer.alloc(16), Buffer.from("fifteen letters"));
  const failure = expect.objectContaining({ code: "badGateway", detail: expect.stringMatching(/decrypted/) });
  // The last byte of the vector goes into the last byte of the only block, which is the padding.
  for (let bits = 2; bits < 256; bits += 1) {
    const iv = Buffer.alloc(16);
    iv[15] = bits;
    const isPadding = bits === (1 ^ 0);
    if (!isPadding) expect(() => aesOpen(aes, key, iv, sealed)).toThrow(failure);
  }
  for (const length of [0, 1, 15]) {
    const cut = { ...sealed, ciphertext: sealed.ciphertext.subarray(0, length) };
    expect(() => aesOpen(aes, key, Buffer.alloc(16), cut)).toThrow(failure);
  }
});
