import { describe, expect, it } from "vitest";
import { Masker } from "./masker.js";
import { prepareMasking } from "./masking.js";
import { VALUE, WRITTEN } from "./writers.fixture.js";

function masked(value: string, written: string | Uint8Array): string {
  const masker = new Masker(prepareMasking([{ name: "X", value }]));
  const bytes = Buffer.concat([Buffer.from("before "), Buffer.from(written), Buffer.from(" after")]);
  return Buffer.concat([masker.write(bytes).slice(), masker.end()]).toString();
}

describe("what programs make of a value is masked:", () => {
  it.each(WRITTEN)("%s", (_, written) => {
    // Quotes around a value are no part of it, and in base64 a character or two at the edges stay.
    const out = masked(VALUE, written);
    expect(out).toContain("<secret:x>");
    expect(out.replaceAll("<secret:x>", "").length).toBeLessThanOrEqual("before  after".length + 5);
  });

  it.each(WRITTEN.slice(0, 30))("%s, once more inside of JSON", (_, written) => {
    const out = masked(VALUE, JSON.stringify({ msg: written }).slice(8, -2));
    expect(out.replaceAll("<secret:x>", "").length).toBeLessThanOrEqual("before  after".length + 5);
  });

  it("UTF-16 and ISO 8859-1, which are no UTF-8", () => {
    expect(masked("schlüssel", Buffer.from("schlüssel", "latin1"))).toBe("before <secret:x> after");
    expect(masked("schlüssel€", Buffer.from("schlüssel€", "utf16le").swap16())).toBe(
      "before <secret:x> after",
    );
  });
});

describe("what in a value is a secret of its own is masked by itself:", () => {
  it.each([
    ["the password of an address", "postgres://app:s3cr3t-pw@db:5432/app", ["s3cr3t-pw"]],
    ["percent-decoded too", "amqp://app:p%40ss%2Fword@mq/", ["p%40ss%2Fword", "p@ss/word"]],
    ["of one with an @ and a slash that are not encoded", "postgres://app:p@ss/word@db/app", ["p@ss/word"]],
    ["of every address in it", "redis://:first-pw@a,redis://:other-pw@b", ["first-pw", "other-pw"]],
    ["a user that is a token", "https://ghp_0123456789abcdef@github.com/a/b", ["ghp_0123456789abcdef"]],
    ["a parameter of an address", "jdbc:postgresql://db/app?user=app&password=pa55-w0rd", ["pa55-w0rd"]],
    ["a part of a connection string", "Server=db;User Id=app;Password=pa55-w0rd;", ["pa55-w0rd"]],
    [
      "a member of JSON that is named like a secret",
      '{"username":"app","password":"pa55-w0rd"}',
      ["pa55-w0rd"],
    ],
    ["long members of JSON", '{"a":{"b":["0123456789abcdef-member"]}}', ["0123456789abcdef-member"]],
    [
      "each line of a key in JSON",
      JSON.stringify({ private_key: "-----BEGIN KEY-----\nMIIEvQIBADAN\nBgkqhkiG9w0B\n-----END KEY-----\n" }),
      ["MIIEvQIBADAN", "BgkqhkiG9w0B"],
    ],
  ])("%s", (_, value, parts) => {
    for (const part of parts) expect(masked(value, part)).toBe("before <secret:x> after");
  });

  it.each([
    [
      "the host and the user of an address",
      "postgres://app:s3cr3t-pw@db.example:5432/app",
      "app db.example 5432",
    ],
    ["a common word as a password", "postgres://app:password@db/app", "password"],
    [
      "public addresses and short members of JSON",
      '{"type":"service","auth_uri":"https://accounts.example.com/o/auth"}',
      "service https://accounts.example.com/o/auth",
    ],
    ["a port", "https://host.example:8080/@scope", "8080/"],
  ])("but not %s", (_, value, text) => {
    expect(masked(value, text)).toBe(`before ${text} after`);
  });

  it.each(["a", "://", "a:b@", "x=", '{"a":', "[", "password=", "%", "\n", "\\", '"'])(
    "takes time in proportion to a long value, also of nothing but %j",
    (unit) => {
      const begun = process.cpuUsage();
      prepareMasking([{ name: "X", value: unit.repeat(16_384 / unit.length) }]);
      expect(process.cpuUsage(begun).user / 1e6).toBeLessThan(3);
    },
  );
});
