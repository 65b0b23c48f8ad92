import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { cachingSha2Hash, hashLiteral } from "./hashes";
import { sha256Crypt } from "./sha256-crypt";

test("caching_sha2_password has the hash that MySQL made of the same password and salt", async () => {
  const hex =
    "24412430303524031a69251c34295c4b35167c7f1e5a7b63091349503974624d34504b5a424679354856336868686f52485a736e4a733368786e427575516c73446469496537";
  const salt = Buffer.from(hex, "hex").subarray(7, 27);
  expect(Buffer.from(await cachingSha2Hash("foobar", salt), "latin1").toString("hex")).toBe(hex);
});

test.each(["x", "a password of more than thirty-two characters", "pässwörd"])(
  "SHA-256 crypt of %j is that of OpenSSL",
  async (password) => {
    const salt = "0123456789abcdef";
    const theirs = execFileSync("openssl", ["passwd", "-5", "-salt", salt, "-stdin"], {
      input: `${password}\n`,
    });
    expect(`$5$${salt}$${await sha256Crypt(Buffer.from(password), Buffer.from(salt), 5_000)}`).toBe(
      theirs.toString().trim(),
    );
  },
);

test("each hash of caching_sha2_password has a salt of its own, without what parts it", async () => {
  const [one = "", other = ""] = [await cachingSha2Hash("x"), await cachingSha2Hash("x")];
  expect(one).not.toBe(other);
  expect(one).toMatch(/^\$A\$005\$[0-o]{20}[./0-9A-Za-z]{43}$/);
});

test("mysql_native_password has the hash of the manual, ed25519 takes 32 bytes", async () => {
  expect(await hashLiteral("mysql_native_password", "mypass")).toBe(
    "'*6C8989366EAF75BB670AD8EA7A7FC1176A95CEF4'",
  );
  expect(await hashLiteral("ed25519", "short")).toBeNull();
  expect(await hashLiteral("ed25519", "a".repeat(32))).toMatch(/^'[A-Za-z0-9+/]{43}'$/);
});
