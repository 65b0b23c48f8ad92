import { describe, expect, it } from "vitest";
import { Masker } from "./masker.js";
import { type NamedValue, prepareMasking } from "./masking.js";

/** Masks text that is written in these pieces. */
function masked(secrets: readonly NamedValue[], ...pieces: (string | Uint8Array)[]): string {
  const masker = new Masker(prepareMasking(secrets));
  const input = pieces.map((piece) => Buffer.from(masker.write(Buffer.from(piece))));
  return Buffer.concat([...input, masker.end()]).toString("latin1");
}
const url = { name: "DATABASE_URL", value: "postgres://app:s3cr3t@db/app" };

describe("what is masked", () => {
  it("replaces a value by the name of its secret", () => {
    expect(masked([url], `url=${url.value}\n`)).toBe("url=<secret:database_url>\n");
  });

  it("finds a value that is split at any byte, into up to four writes", () => {
    const text = Buffer.from(`a${url.value}b`);
    for (let i = 0; i <= text.length; i += 1) {
      for (let j = i; j <= text.length; j += 3) {
        const k = Math.min(text.length, j + 2);
        const pieces = [text.subarray(0, i), text.subarray(i, j), text.subarray(j, k), text.subarray(k)];
        expect(masked([url], ...pieces)).toBe("a<secret:database_url>b");
      }
    }
  });

  it("takes the longer of two secrets when one begins with the other", () => {
    const secrets = [
      { name: "short", value: "hunter2" },
      { name: "long", value: "hunter2hunter3" },
    ];
    expect(masked(secrets, "hunter2hunter3 hunter2hunt hunter2")).toBe(
      "<secret:long> <secret:short>hunt <secret:short>",
    );
  });

  it("leaves nothing of either when two overlap", () => {
    const secrets = [
      { name: "a", value: "abcdef" },
      { name: "b", value: "defghi" },
    ];
    expect(masked(secrets, "-abcdefghi-")).toBe("-<secret:a><secret:b>-");
    expect(masked([{ name: "a", value: "aaaa" }], "aaaaaaa")).toBe("<secret:a>");
  });

  it("masks a find inside of a longer one that did not come true", () => {
    const secrets = [
      { name: "outer", value: "abcdefghij" },
      { name: "inner", value: "defg" },
    ];
    expect(masked(secrets, "abcdefghx abcdefghij")).toBe("abc<secret:inner>hx <secret:outer>");
  });

  it("names the first of two secrets with one value", () => {
    const twins = [
      { name: "First", value: "same-value" },
      { name: "second", value: "same-value" },
    ];
    expect(masked(twins, "same-value")).toBe("<secret:first>");
  });

  it("leaves values under four characters alone and tells which", () => {
    const short = [
      { name: "PIN", value: "123" },
      { name: "UMLAUTS", value: "äöü" },
      { name: "FOUR", value: "12e4" },
    ];
    expect(prepareMasking(short).unmasked).toEqual(["PIN", "UMLAUTS"]);
    expect(masked(short, "123 12e4")).toBe("123 <secret:four>");
  });

  it.each([
    "true",
    "False",
    "null",
    "8080",
    "-1.5",
    "2026",
    "production",
    "localhost",
    "Default",
    "127.0.0.1",
  ])("leaves a common word or short plain number alone and tells which: %s", (value) => {
    const secrets = [{ name: "COMMON", value }];
    expect(prepareMasking(secrets).unmasked).toEqual(["COMMON"]);
    expect(masked(secrets, `is ${value}.`)).toBe(`is ${value}.`);
  });

  it("masks numbers and words that are not common", () => {
    for (const value of ["123456", "84627193", "productive", "true-ish"]) {
      expect(masked([{ name: "A", value }], value)).toBe("<secret:a>");
    }
  });

  it("masks each line of a value with several, but not its braces and rules", () => {
    const pem = { name: "pem", value: "-----\r\n  MIIEvQIBADAN  \n{\nBgkqhkiG9w0B\n" };
    expect(masked([pem], "> MIIEvQIBADAN\n{ -----\nBgkqhkiG9w0B")).toBe(
      "> <secret:pem>\n{ -----\n<secret:pem>",
    );
  });

  it("passes text unchanged where there is no secret to look for", () => {
    expect(masked([], "anything")).toBe("anything");
    expect(masked([{ name: "PIN", value: "1" }], "1")).toBe("1");
  });

  it("lets a mere beginning of a secret through at the end", () => {
    expect(masked([url], "see postgres://")).toBe("see postgres://");
  });
});

describe("cost", () => {
  it("grows with the text and not with the secrets: 10,000 of them, and text that nearly is one all the time", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({ name: `S${i}`, value: `abcdefgh${i * 7_919}` }));
    const masking = prepareMasking([...many, { name: "LONG", value: `${"a".repeat(60_000)}b` }]);
    const masker = new Masker(masking);
    const startedAt = process.cpuUsage();
    const almost = Buffer.alloc(65_536, "a");
    for (let i = 0; i < 16; i += 1) masker.write(almost);
    for (let i = 0; i < 100_000; i += 1) masker.write(almost.subarray(0, 1));
    const { user } = process.cpuUsage(startedAt);
    // 1.1 MB; going over what is held again for each write would take an hour.
    expect(user / 1e6).toBeLessThan(30);
    expect(masker.heldBytes).toBeLessThanOrEqual(masking.longest);
  });
});
