import { describe, expect, test } from "vitest";
import { hasOwnIv, isAuthenticated, SCHEMES } from "../envelope/method";
import { CIPHER_METHODS } from "./model";
import { PARTS, partsNeeded } from "./parts";

describe.each(CIPHER_METHODS)("what %s needs", (method) => {
  const { aes, isRsa, isJwe } = SCHEMES[method];
  const needed = (choices: object = {}) =>
    partsNeeded({ method, iv: "prepended", derivation: "none", ...choices });

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
  expect(partsNeeded({ method: "constructor", iv: "field", derivation: "__proto__" })).toEqual(new Set());
});

test("no two choices of one side have a part of one name, which styles look for", () => {
  const { level, method, iv, derivation } = PARTS;
  const names = [level, method, iv, derivation].map((choices) => new Set(Object.values(choices).flat()));
  expect(new Set(names.flatMap((it) => [...it])).size).toBe(names.reduce((sum, it) => sum + it.size, 0));
});
