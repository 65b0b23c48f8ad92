import { createSecretKey } from "node:crypto";
import { expect, test } from "vitest";
import { deriveBytes, hkdfSha256, type infoOf } from "./hkdf";

const hex = (text: string) => Buffer.from(text, "hex");
const range = (from: number, to: number) =>
  Buffer.from(Array.from({ length: to - from + 1 }, (_, i) => from + i));

/** RFC 5869, appendix A: the three cases for SHA-256. */
const RFC_5869 = [
  {
    name: "A.1, basic",
    ikm: Buffer.alloc(22, 0x0b),
    salt: range(0x00, 0x0c),
    info: range(0xf0, 0xf9),
    okm: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
  },
  {
    name: "A.2, longer inputs",
    ikm: range(0x00, 0x4f),
    salt: range(0x60, 0xaf),
    info: range(0xb0, 0xff),
    okm:
      "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09" +
      "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
  },
  {
    name: "A.3, no salt and no info",
    ikm: Buffer.alloc(22, 0x0b),
    salt: Buffer.alloc(0),
    info: Buffer.alloc(0),
    okm: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
  },
];

test.each(RFC_5869)("RFC 5869 $name", ({ ikm, salt, info, okm }) => {
  expect(hkdfSha256(createSecretKey(ikm), salt, info, okm.length / 2)).toEqual(hex(okm));
});

test("every purpose and every salt gives its own key", () => {
  const key = createSecretKey(Buffer.alloc(32, 1));
  const purposes = [
    "wrap",
    "instance",
    "value",
    "fingerprint",
    "key-id",
    "audit",
    "session",
    "throttle",
    "device-code",
    "setup",
    "actions",
  ];
  const derived = purposes.flatMap((purpose) => ["", "a", "b"].map((salt) => derive(purpose, salt)));
  expect(new Set(derived).size).toBe(derived.length);

  function derive(purpose: string, salt: string): string {
    return deriveBytes(key, salt, purpose as Parameters<typeof infoOf>[0]).toString("hex");
  }
});
