import { createSecretKey } from "node:crypto";
import { expect, test } from "vitest";
import { decrypt, encrypt } from "./gcm";

/** The GCM specification that was submitted to NIST (McGrew, Viega), appendix B, test cases 13, 14 and 16. */
const CASES = [
  {
    name: "13, nothing",
    key: "00".repeat(32),
    iv: "00".repeat(12),
    associated: "",
    plaintext: "",
    ciphertext: "",
    tag: "530f8afbc74536b9a963b4f1c4cb738b",
  },
  {
    name: "14, one block",
    key: "00".repeat(32),
    iv: "00".repeat(12),
    associated: "",
    plaintext: "00".repeat(16),
    ciphertext: "cea7403d4d606b6e074ec5d3baf39d18",
    tag: "d0d1c8a799996bf0265b98b5d48ab919",
  },
  {
    name: "16, with associated data",
    key: "feffe9928665731c6d6a8f9467308308".repeat(2),
    iv: "cafebabefacedbaddecaf888",
    associated: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    plaintext:
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72" +
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    ciphertext:
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa" +
      "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
    tag: "76fc6ece0f4e1768cddf8853bb2d551b",
  },
];

test.each(CASES)("GCM test case $name", (known) => {
  const [key, iv, associated, plaintext] = [known.key, known.iv, known.associated, known.plaintext].map(
    (text) => Buffer.from(text, "hex"),
  ) as [Buffer, Buffer, Buffer, Buffer];
  const parts = encrypt(createSecretKey(key), iv, associated, plaintext);
  expect(parts.ciphertext.toString("hex")).toBe(known.ciphertext);
  expect(parts.tag.toString("hex")).toBe(known.tag);
  expect(decrypt(createSecretKey(key), associated, parts)).toEqual(plaintext);
});
