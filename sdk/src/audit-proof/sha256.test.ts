import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Sha256, sha256 } from "./sha256";

const nodes = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

it("gives what FIPS 180-4 says", () => {
  expect(hexOf(sha256())).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(hexOf(sha256(Buffer.from("abc")))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  expect(hexOf(sha256(Buffer.alloc(1_000_000, "a")))).toBe(
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
  );
});

it("hashes every length as Node does", () => {
  for (let length = 0; length < 260; length++) {
    const bytes = Buffer.alloc(length, length);
    expect(hexOf(sha256(bytes))).toBe(nodes(bytes));
  }
});

it("does not mind in which parts the bytes come", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 }), (parts) => {
      const hash = new Sha256();
      for (const part of parts) hash.update(part);
      expect(hexOf(hash.digest())).toBe(nodes(Buffer.concat(parts)));
    }),
  );
});
