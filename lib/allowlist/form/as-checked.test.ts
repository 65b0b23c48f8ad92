import { describe, expect, test } from "vitest";
import { isAsChecked } from "./as-checked";
import { type EndpointValues, FIRST_VALUES } from "./values";

type Configuration = EndpointValues["configuration"];
const row = (secret: string) => ({ name: "X", value: { prefix: "", from: { secret } } });
const first = FIRST_VALUES.configuration;
const { cipher } = first.encryption;
const key = {
  ...cipher.key,
  from: { secret: "K" },
  derivation: { ...cipher.key.derivation, salt: { secret: "S" } },
};
const encrypted = { ...cipher, iv: { ...cipher.iv, from: "secret", iv: { secret: "IV" } }, key };
const own = { ...cipher, source: "own", key: { ...cipher.key, from: { secret: "K2" } } };
const checked: Configuration = {
  ...first,
  headers: [row("A"), row("B")],
  query: [row("C")],
  encryption: { ...first.encryption, level: "text", cipher: encrypted },
  decryption: { ...first.decryption, level: "text", cipher: own },
  signature: { ...first.signature, scheme: "strongroom", from: { secret: "SIGN" } },
  ca: { secret: "CA" },
};
const PATHS = {
  header: "configuration.headers.1.value.from",
  query: "configuration.query.0.value.from",
  key: "configuration.encryption.cipher.key.from",
  iv: "configuration.encryption.cipher.iv.iv",
  salt: "configuration.encryption.cipher.key.derivation.salt",
  answerKey: "configuration.decryption.cipher.key.from",
  signature: "configuration.signature.from",
  ca: "configuration.ca",
} as const;

describe("what a check found holds until something that it looked at changes:", () => {
  const request = (change: object) => ({
    encryption: { ...checked.encryption, cipher: { ...encrypted, ...change } },
  });
  const answer = (change: object) => ({
    decryption: { ...checked.decryption, cipher: { ...own, ...change } },
  });
  const other = { secret: "OTHER" };
  test.each<[string, Partial<Configuration>, (keyof typeof PATHS)[]]>([
    ["nothing", {}, []],
    [
      "what it looks at none of",
      { contentType: "form", encryption: { ...checked.encryption, paths: "/a" } },
      [],
    ],
    ["another secret of a header", { headers: [row("A"), row("OTHER")] }, ["header"]],
    ["a header that is gone", { headers: [row("B")] }, ["header"]],
    ["another parameter", { query: [row("")] }, ["query"]],
    ["another key", request({ key: { ...key, from: other } }), ["key"]],
    ["another reading", request({ key: { ...key, reading: "utf8" } }), ["key"]],
    ["another method", request({ method: "AES-128-GCM" }), ["key", "iv", "salt"]],
    ["another vector", request({ iv: { ...encrypted.iv, iv: other } }), ["iv"]],
    ["another salt", request({ key: { ...key, derivation: { ...key.derivation, salt: other } } }), ["salt"]],
    ["another key of the answer", answer({ key: { ...own.key, from: other } }), ["answerKey"]],
    ["answers like requests", answer({ source: "same" }), ["key", "iv", "salt", "answerKey"]],
    ["another signing key", { signature: { ...checked.signature, from: other } }, ["signature"]],
    ["another authority", { ca: { secret: "" } }, ["ca"]],
  ])("%s", (_, change, gone) => {
    const values = (configuration: Configuration) => ({ ...FIRST_VALUES, configuration });
    const now = values({ ...checked, ...change });
    const changed = Object.entries(PATHS).filter(([, path]) => !isAsChecked(path, values(checked), now));
    expect(changed.map(([name]) => name)).toEqual(gone);
  });
});
