import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { shapeOf, shapeText } from "./model";

const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 12);
const textOf = (value: string, before?: string) =>
  shapeText(shapeOf(value, hash), before === undefined ? undefined : shapeOf(before, hash));

describe("a change log says of a value", () => {
  test.each([
    ["1234", "Text, short (up to 16 bytes)."],
    ["123456789012", "Text, short (up to 16 bytes)."],
    ["a password with spaces in it", "Text, up to 64 bytes."],
    [`ghp_${"a".repeat(36)}`, "GitHub token, up to 64 bytes."],
    [`sk_live_${"a".repeat(24)}`, "Stripe key, up to 64 bytes."],
    ["AKIAABCDEFGHIJKLMNOP", "AWS access key id, up to 64 bytes."],
    ["postgres://u:p@host/db", "URL, up to 64 bytes."],
    [`-----BEGIN PRIVATE KEY-----\n${"a".repeat(100)}`, "PEM (private key), up to 1,024 bytes."],
    ["a".repeat(2_000), "Text, more than 1,024 bytes."],
    ['["a"]', "JSON, short (up to 16 bytes)."],
    ["{not json at all, no", "Text, up to 64 bytes."],
  ])("%j: %s", (value, text) => {
    expect(textOf(value)).toBe(text);
  });

  test("which members of JSON changed, by name only where it is well known", () => {
    const before = JSON.stringify({
      user: "somebody-else",
      password: "first password",
      tenant: "a long tenant",
      pin: "1",
    });
    const after = JSON.stringify({
      user: "somebody-else",
      password: "other password",
      sk_live_abc: "a long value",
      pin: "2",
    });
    const text = textOf(after, before);
    expect(text).toContain("Changed: password.");
    expect(text).toContain("Added: 1 member.");
    expect(text).toContain("Removed: 1 member.");
    expect(text).toContain("Too short to be compared: 1 member.");
    expect(text).not.toMatch(/sk_live|tenant|pin/);
    expect(textOf(before, before)).toContain("Too short to be compared");
    expect(textOf('{"token":"the same token"}', '{ "token": "the same token" }')).toContain(
      "No member changed.",
    );
  });

  test("nothing that is kept holds a part of it", () => {
    const kept = JSON.stringify(
      shapeOf('{"sk_live_secretname":"a secret value","password":"hunter2hunter2"}', hash),
    );
    expect(kept).not.toMatch(/secretname|secret value|hunter2/);
    expect(kept).toContain("password");
  });
});
