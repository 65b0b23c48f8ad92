import { describe, expect, test } from "vitest";
import { CIPHER_METHODS } from "@/lib/allowlist/configuration/model";
import { partsNeeded } from "@/lib/allowlist/configuration/parts";
import { configuration } from "@/lib/allowlist/configuration/schema";
import { cipherFacts, type Fact, levelFacts } from "./cipher-facts";

const IVS = [
  { from: "prepended" },
  { from: "field" },
  { from: "secret", iv: { secret: "THE_IV" }, reading: "base64" },
];
const DERIVATIONS = [
  null,
  { function: "PBKDF2-SHA256", salt: { secret: "THE_SALT" }, iterations: 123_456 },
  { function: "HKDF-SHA256", salt: { secret: "THE_SALT" }, info: "the-info" },
];
const LEVELS = [
  { level: "fields", paths: ["a.b"], valuesAs: "json", ivSuffix: "_suffix" },
  {
    level: "body",
    as: "json",
    fields: { ciphertext: "c-field", iv: "iv-field", tag: "t-field", key: "k-field" },
  },
];
const said = (facts: readonly Fact[]) => JSON.stringify(facts);

describe.each(CIPHER_METHODS)("what is told of %s", (method) => {
  const isRsa = method.includes("RSA");
  const cases = LEVELS.flatMap((level) =>
    IVS.flatMap((iv) => (isRsa ? [null] : DERIVATIONS).map((derivation) => [level, iv, derivation] as const)),
  );

  test.each(cases)("has all that it needs and nothing else: %j, %j, %j", (level, iv, derivation) => {
    const key = { from: { secret: "THE_KEY" }, reading: isRsa ? "pem" : "hex", derivation };
    const { encryption } = configuration.parse({ encryption: { ...level, cipher: { method, iv, key } } });
    if (!encryption) throw new Error("there is an encryption");
    const { cipher } = encryption;
    const facts = said([...cipherFacts(cipher), ...levelFacts(encryption, cipher)]);
    const parts = partsNeeded(cipher);
    const isFields = level.level === "fields";
    const told = {
      THE_KEY: true,
      THE_IV: parts.has("ivSecret"),
      THE_SALT: parts.has("salt"),
      "123,456": parts.has("iterations"),
      "the-info": parts.has("info"),
      Base64: parts.has("encoding") || parts.has("ivSecret"),
      _suffix: isFields && parts.has("ivName"),
      "JSON value": isFields,
      "c-field": !isFields,
      "iv-field": !isFields && parts.has("ivName"),
      "t-field": !isFields && parts.has("tag"),
      "k-field": !isFields && parts.has("wrappedKey"),
    };
    for (const [text, isTold] of Object.entries(told)) {
      expect([text, facts.includes(text)]).toEqual([text, isTold]);
    }
  });
});
