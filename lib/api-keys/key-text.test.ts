import { expect, test } from "vitest";
import { isKeySecret, keySecretHash, newKeyText, parseKeyText } from "./key-text";

test("a key's text has two parts, and no two keys are alike", () => {
  const texts = Array.from({ length: 200 }, () => newKeyText());
  expect(new Set(texts.map(({ text }) => text)).size).toBe(200);
  for (const { text, publicId, secret } of texts) {
    expect(parseKeyText(text)).toEqual({ publicId, secret });
    expect(isKeySecret(keySecretHash(secret), secret)).toBe(true);
  }
});

test.each([
  "",
  "sr_live_",
  "sr_test_0123456789abcdef_0123456789012345678901234567890123456789012",
  "sr_live_0123456789abcde_0123456789012345678901234567890123456789012",
  "sr_live_0123456789abcdef_012345678901234567890123456789012345678901",
  "sr_live_0123456789abcdef_0123456789012345678901234567890123456789012\n",
  " sr_live_0123456789abcdef_0123456789012345678901234567890123456789012",
  "sr_live_0123456789abcdéf_0123456789012345678901234567890123456789012",
])("what is not formed like a key is none: %j", (text) => {
  expect(parseKeyText(text)).toBeNull();
});

test("a secret that is wrong anywhere, cut off or too long proves nothing", () => {
  const { secret } = newKeyText();
  const kept = keySecretHash(secret);
  for (const i of [0, 21, 42]) {
    const other = secret[i] === "a" ? "b" : "a";
    expect(isKeySecret(kept, `${secret.slice(0, i)}${other}${secret.slice(i + 1)}`)).toBe(false);
  }
  for (const wrong of ["", secret.slice(1), `${secret}a`, "é".repeat(43)])
    expect(isKeySecret(kept, wrong)).toBe(false);
  expect(isKeySecret(new Uint8Array(0), secret)).toBe(false);
});
