import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalEmail } from "./email";

describe("an address has one spelling", () => {
  test.each([
    ["ada@example.com", "ada@example.com"],
    ["  Ada@Example.COM ", "ada@example.com"],
    ["ada＠example.com", "ada@example.com"],
    ["ＡＤＡ@ｅｘａｍｐｌｅ.com", "ada@example.com"],
    ["ada@example．com", "ada@example.com"],
    ["a\u212Aa@example.com", "aka@example.com"],
    ["ada+tag@sub.example.com", "ada+tag@sub.example.com"],
    ["owner@localhost", "owner@localhost"],
    ["\u3000ada@example.com\u00a0", "ada@example.com"],
  ])("%j becomes %j", (input, canonical) => {
    expect(canonicalEmail(input)).toBe(canonical);
  });

  test("a canonical address is its own canonical form", () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: "binary" })), (input) => {
        const canonical = canonicalEmail(input);
        return canonical === null || canonicalEmail(canonical) === canonical;
      }),
    );
  });
});

describe("what is not one plain address is refused", () => {
  test.each([
    "",
    "@",
    "ada",
    "ada@",
    "@example.com",
    "a@victim.com,b@evil.com",
    "a@victim.com;b@evil.com",
    "a@victim.com b@evil.com",
    "a@b@c.com",
    "a＠victim.com@evil.com",
    '"b@evil.com"@victim.com',
    '"ada"@example.com',
    "Ada <ada@example.com>",
    "ada@example.com.",
    "ada@example.com．",
    ".ada@example.com",
    "ada.@example.com",
    "a..b@example.com",
    "ada@-example.com",
    "ada@exa_mple.com",
    "ada@[127.0.0.1]",
    "ada@example.com\r\nBcc: evil@example.com",
    "ada\u0000@example.com",
    "ada\u200b@example.com",
    "аda@example.com",
    "ada@exämple.com",
    "ada@example.com(comment)",
    `${"a".repeat(65)}@example.com`,
    `ada@${"a.".repeat(200)}com`,
    "a".repeat(100_000),
  ])("%j", (input) => {
    expect(canonicalEmail(input)).toBeNull();
  });
});
