import { expect, test } from "vitest";
import { stepOfCode } from "./code";
import { totpOf } from "./secret";

/** RFC 6238, appendix B, the rows for SHA-1, cut to six digits. */
const SECRET = Buffer.from("12345678901234567890");
const VECTORS = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
] as const;

test.each(VECTORS)("at %i seconds the code is %s", (seconds, code) => {
  expect(stepOfCode(SECRET, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
});

test("one step before and after is accepted as its own step, two are not", () => {
  const [, code] = VECTORS[3];
  const step = Math.floor(1_234_567_890 / 30);
  const at = (steps: number) => stepOfCode(SECRET, code, new Date((step + steps) * 30_000));
  expect([-2, -1, 0, 1, 2].map(at)).toEqual([null, step, step, step, null]);
});

test("the address in the QR code names organisation and person, and what every app expects", () => {
  const url = totpOf(SECRET, { issuer: "Ärger & Co: IT", label: "a+b@example.com" }).toString();
  const { protocol, searchParams } = new URL(url);
  expect(protocol).toBe("otpauth:");
  expect(Object.fromEntries(searchParams)).toEqual({
    issuer: "Ärger & Co: IT",
    secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    algorithm: "SHA1",
    digits: "6",
    period: "30",
  });
});
