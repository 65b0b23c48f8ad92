import { describe, expect, test } from "vitest";
import { hasOwnIv, isAuthenticated, SCHEMES } from "../envelope/method";
import { CIPHER_METHODS } from "./model";
import { partsNeeded } from "./parts";

describe.each(CIPHER_METHODS)("what %s needs", (method) => {
  const { aes, isRsa, isJwe } = SCHEMES[method];
  const needed = ({ iv = "prepended", derivation = "none" } = {}) =>
    partsNeeded({ method, iv: { from: iv }, key: { derivation: { function: derivation } } });

  test("follows from what it is made of", () => {
    expect(
      Object.fromEntries(
        ["encoding", "bytes", "pem", "iv", "tag", "wrappedKey"].map((part) => [part, needed().has(part)]),
      ),
    ).toEqual({
      encoding: !isJwe,
      bytes: !isRsa,
      pem: isRsa,
      iv: hasOwnIv(method),
      tag: hasOwnIv(method) && isAuthenticated(method),
      wrappedKey: isRsa && hasOwnIv(method),
    });
    expect(needed().has("isUnnoticed")).toBe(!isAuthenticated(method));
    expect(needed().has("isShort")).toBe(aes === null);
  });

  test("has parts of an initialisation vector and of a derivation only where it has these", () => {
    const all = needed({ iv: "field", derivation: "PBKDF2-SHA256" });
    expect(all.has("ivName")).toBe(hasOwnIv(method));
    expect(all.has("salt") && all.has("iterations")).toBe(!isRsa);
    expect(needed({ iv: "secret" }).has("ivSecret")).toBe(hasOwnIv(method));
    expect(needed({ derivation: "HKDF-SHA256" }).has("info")).toBe(!isRsa);
  });
});

test("what is no choice needs nothing", () => {
  const key = { derivation: { function: "__proto__" } };
  expect(partsNeeded({ method: "constructor", iv: { from: "field" }, key })).toEqual(new Set());
  expect(partsNeeded({ method: "JWE dir+A256GCM", iv: { from: "field" }, key })).toEqual(new Set(["bytes"]));
});
