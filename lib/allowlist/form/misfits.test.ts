import { describe, expect, test } from "vitest";
import { isAsChecked } from "./misfits";
import type { Draft } from "./model";
import { FIRST_DRAFT } from "./schema";

const row = (secret: string) => ({ name: "X", text: "", secret });
const checked: Draft = {
  ...FIRST_DRAFT,
  headers: [row("A"), row("B")],
  query: [row("C")],
  request: { ...FIRST_DRAFT.request, level: "text", key: "K", iv: "secret", ivSecret: "IV", salt: "S" },
  answer: { ...FIRST_DRAFT.answer, level: "text", key: "K2" },
  answerCipher: "own",
  signature: "strongroom",
  signatureKey: "SIGN",
  ca: "CA",
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
  const request = (change: object) => ({ request: { ...checked.request, ...change } });
  test.each<[string, Partial<Draft>, (keyof typeof PATHS)[]]>([
    ["nothing", {}, []],
    ["what it looks at none of", { url: "https://x.example/", ...request({ paths: "/a" }) }, []],
    ["another secret of a header", { headers: [row("A"), row("OTHER")] }, ["header"]],
    ["a header that is gone", { headers: [row("B")] }, ["header"]],
    ["another parameter", { query: [row("")] }, ["query"]],
    ["another key", request({ key: "OTHER" }), ["key"]],
    ["another reading", request({ keyReading: "utf8" }), ["key"]],
    ["another method", request({ method: "AES-128-GCM" }), ["key", "iv", "salt"]],
    ["another vector", request({ ivSecret: "OTHER" }), ["iv"]],
    ["another salt", request({ salt: "OTHER" }), ["salt"]],
    ["another key of the answer", { answer: { ...checked.answer, key: "OTHER" } }, ["answerKey"]],
    ["answers like requests", { answerCipher: "same" }, ["key", "iv", "salt", "answerKey"]],
    ["another signing key", { signatureKey: "OTHER" }, ["signature"]],
    ["another authority", { ca: "" }, ["ca"]],
  ])("%s", (_, change, gone) => {
    const now = { ...checked, ...change };
    const changed = Object.entries(PATHS).filter(([, path]) => !isAsChecked(path, checked, now));
    expect(changed.map(([name]) => name)).toEqual(gone);
  });
});
