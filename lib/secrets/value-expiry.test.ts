import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newAuthority } from "@/test/certificates";
import { expiryOf } from "./value-expiry";

const token = (claims: unknown) =>
  ["eyJhbGciOiJIUzI1NiJ9", Buffer.from(JSON.stringify(claims)).toString("base64url"), "c2ln"].join(".");

describe("the end of a value", () => {
  test("is that of a certificate, and of the first one of a chain to end", async () => {
    const authority = await newAuthority();
    const { cert, key } = await authority.issue({ expiredMs: 60_000 });
    const own = expiryOf(authority.ca);
    expect(own?.getTime()).toBeGreaterThan(Date.now());
    expect(expiryOf(cert)?.getTime()).toBeLessThan(Date.now());
    expect(expiryOf(`${key}\n${authority.ca}\n${cert}`)).toEqual(expiryOf(cert));
  });

  test("is that of a token", () => {
    expect(expiryOf(token({ exp: 1_900_000_000 }))).toEqual(new Date(1_900_000_000_000));
    expect(expiryOf(`${token({ exp: 1_900_000_000.5 })}\n`)).toEqual(new Date(1_900_000_000_500));
  });

  test.each([
    [
      "of Azure",
      "sv=2024-11-04&ss=b&srt=co&sp=r&se=2027-02-01T08:00:00Z&sig=abc%3D",
      "2027-02-01T08:00:00.000Z",
    ],
    [
      "of Azure, in an address",
      "https://a.blob.core.windows.net/c?sp=r&se=2027-02-01&sig=x",
      "2027-02-01T00:00:00.000Z",
    ],
    [
      "of AWS",
      "https://b.s3.amazonaws.com/k?X-Amz-Date=20270131T093000Z&X-Amz-Expires=3600&X-Amz-Signature=ab",
      "2027-01-31T10:30:00.000Z",
    ],
    [
      "of Google",
      "https://storage.googleapis.com/b/o?X-Goog-Date=20270131T093000Z&X-Goog-Expires=60&X-Goog-Signature=ab",
      "2027-01-31T09:31:00.000Z",
    ],
  ])("is that of a signature %s", (_what, value, end) => {
    expect(expiryOf(value)?.toISOString()).toBe(end);
  });

  test.each([
    ["an address with an `se` and no signature", "https://a.example/?se=2027-02-01"],
    ["a signature with an end that is no time", "se=soon&sig=x&sp=r"],
    ["a presigned address without its date", "https://a.example/?X-Amz-Expires=60&X-Amz-Signature=x"],
    ["a token without an end", token({ sub: "x" })],
    ["a token with text for an end", token({ exp: "1900000000" })],
    ["a token that ends beyond all time", token({ exp: 1e300 })],
    ["a token that ended before time", token({ exp: -5 })],
    ["a token whose payload is a list", token([1])],
    ["a token whose payload is null", token(null)],
    ["what looks like a token", "eyJ.e30.x"],
    ["a broken certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"],
    ["a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"],
    ["a password", "hunter2hunter2"],
    ["64 KiB that begin like a token", `ey${".a".repeat(32_000)}`],
    ["nothing", ""],
  ])("is not known of %s", (_what, value) => {
    expect(expiryOf(value)).toBeNull();
  });

  test("of anything is null or a date that the database holds, without an error", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => token(JSON.parse(json))),
        ),
        (value) => {
          const found = expiryOf(value);
          return found === null || found.getUTCFullYear() <= 9_999;
        },
      ),
    );
  });
});
