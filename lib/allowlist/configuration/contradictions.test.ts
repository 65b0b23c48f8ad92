import { describe, expect, test } from "vitest";
import { methodIssue } from "./contradictions";
import { configuration } from "./schema";

const cipher = (method = "AES-256-GCM", iv = "prepended") => ({
  method,
  iv: { from: iv },
  key: { from: { secret: "KEY" }, reading: method.includes("RSA") ? "pem" : "hex" },
});
const text = (input: object) => ({ level: "body", as: "text", cipher: input });
const fields = (paths: string[], input: object = cipher(), more: object = {}) => ({
  level: "fields",
  paths,
  cipher: input,
  ...more,
});
const headers = (name: string) => [{ name, value: { from: { secret: "H" } } }];

const json = (names: object, input: object = cipher()) => ({
  level: "body",
  as: "json",
  fields: names,
  cipher: input,
});

describe("refused:", () => {
  test.each([
    ["encryption.as", { encryption: text(cipher("AES-256-GCM", "field")) }],
    ["encryption.as", { encryption: text(cipher("RSA-OAEP-256+A256GCM", "field")) }],
    ["decryption.as", { decryption: text(cipher("AES-128-CBC", "field")) }],
    [
      "decryption.as",
      {
        encryption: fields(["a"], cipher("AES-256-GCM", "field")),
        decryption: { level: "body", as: "text" },
      },
    ],
    ["decryption.cipher", { decryption: { level: "body", as: "text" } }],
    ["encryption.fields", { encryption: json({ ciphertext: "x", tag: "x" }) }],
    ["encryption.fields", { encryption: json({ ciphertext: "iv" }, cipher("AES-256-GCM", "field")) }],
    ["encryption.paths", { contentType: "text", encryption: fields(["a"]) }],
    ["encryption.paths.1", { encryption: fields(["a", "b..c"]) }],
    ["encryption.paths.0", { encryption: fields(["/a~2"]) }],
    ["encryption.paths.0", { encryption: fields(["list.*"], cipher("AES-256-GCM", "field")) }],
    [
      "headers.0.name",
      {
        headers: headers("x-strongroom-signature"),
        signature: { scheme: "strongroom", from: { secret: "S" } },
      },
    ],
    [
      "headers.0.name",
      { headers: headers("Webhook-Id"), signature: { scheme: "standard-webhooks", from: { secret: "S" } } },
    ],
    ["headers.1.name", { headers: [...headers("A"), ...headers("a")] }],
  ])("%s of %j", (path, input) => {
    const result = configuration.safeParse(input);
    expect(result.error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });
});

describe("allowed:", () => {
  test.each([
    { encryption: text(cipher("RSA-OAEP-256", "field")) },
    { encryption: text(cipher("JWE dir+A256GCM", "field")) },
    { encryption: fields(["list.*"]) },
    { encryption: fields(["list.*.a", "/list/*"], cipher("AES-256-GCM", "field")) },
    { encryption: fields(["a..b"], cipher(), { in: "query" }) },
    { encryption: json({ ciphertext: "iv" }) },
    {
      headers: headers("X-Strongroom-Signature"),
      signature: { scheme: "standard-webhooks", from: { secret: "S" } },
    },
  ])("%j", (input) => {
    expect(configuration.safeParse(input).error).toBeUndefined();
  });
});

test("methods without a body have nothing in it to encrypt", () => {
  const body = configuration.parse({ encryption: text(cipher()) });
  const query = configuration.parse({ encryption: fields(["a"], cipher(), { in: "query" }) });
  for (const method of ["GET", "DELETE"] as const) {
    expect(methodIssue(method, body)).toMatch(/has no body/);
    expect(methodIssue(method, query)).toBeNull();
    expect(methodIssue(method, configuration.parse({}))).toBeNull();
  }
  expect(methodIssue("PUT", body)).toBeNull();
});
