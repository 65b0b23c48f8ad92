import { describe, expect, test } from "vitest";
import { opened } from "@/test/partner/opened";
import { openAnswer } from "./answer";
import { keepDerivedKeys } from "./derived-key";
import { prepareRequest } from "./request";
import { beside, cipher, fields, issueOf, KEY, now, prepare } from "./request.fixture";

describe("what is not encrypted is sent", () => {
  test.each([
    ["json", { a: "é", b: [1, null] }, '{"a":"é","b":[1,null]}', "application/json"],
    ["json", null, "null", "application/json"],
    ["json", "", '""', "application/json"],
    [
      "form",
      { a: "x y&z", b: [1, true], c: "" },
      "a=x+y%26z&b=1&b=true&c=",
      "application/x-www-form-urlencoded",
    ],
    ["text", "plain\ntext é", "plain\ntext é", "text/plain; charset=utf-8"],
    ["text", "", "", "text/plain; charset=utf-8"],
  ])("as %s: %j", async (contentType, data, body, type) => {
    const sent = await prepare({ contentType }, { data });
    expect(sent.body?.toString()).toBe(body);
    expect(sent.headers).toEqual([["content-type", type]]);
  });

  test.each([
    ["form", [1]],
    ["form", "a=b"],
    ["form", { a: { b: 1 } }],
    ["form", { a: null }],
    ["form", { a: [[1]] }],
    ["form", { a: "\ud800" }],
    ["text", { a: 1 }],
    ["text", 1],
    ["text", "\ud800"],
  ])("never as %s: %j", async (contentType, data) => {
    expect(await issueOf(prepare({ contentType }, { data }))).toEqual([
      "validation",
      "data",
      expect.any(String),
    ]);
  });

  test("with the configured headers and parameters", async () => {
    const input = {
      headers: [
        { name: "X-Plain", value: { text: "a" } },
        { name: "Authorization", value: { prefix: "Bearer ", from: { secret: "TOKEN" } } },
      ],
      query: [{ name: "key", value: { from: { secret: "TOKEN" } } }],
    };
    const sent = await prepare(input, { query: { page: "2" } }, "GET", { TOKEN: "t0ken" });
    expect(sent).toEqual({
      body: null,
      headers: [
        ["X-Plain", "a"],
        ["Authorization", "Bearer t0ken"],
      ],
      query: [
        ["key", "t0ken"],
        ["page", "2"],
      ],
    });
  });
});

describe("a body", () => {
  test("is refused for methods that have none", async () => {
    for (const method of ["GET", "DELETE"]) {
      expect(await issueOf(prepare({}, { data: null }, method))).toMatchObject([
        "validation",
        "data",
        /no body/,
      ]);
      expect((await prepare({}, {}, method)).body).toBeNull();
    }
    for (const method of ["POST", "PUT", "PATCH"]) expect((await prepare({}, {}, method)).body).toBeNull();
  });

  test("that is to be encrypted has to be there, and able to", async () => {
    const whole = { encryption: { level: "body", as: "json", cipher } };
    expect(await issueOf(prepare(whole, {}))).toMatchObject(["validation", "data", /has to be one/]);
    expect(await issueOf(prepare(whole, {}, "GET"))).toMatchObject(["validation", "data", /no body/]);
    expect(await issueOf(prepare({ encryption: fields(["a"]) }, {}, "DELETE"))).toMatchObject([
      "validation",
      "data",
      /no body/,
    ]);
    expect(await issueOf(prepare({ encryption: fields(["a"]) }, {}))).toMatchObject([
      "validation",
      "data.a",
      /not there/,
    ]);
  });

  test("of an empty text is encrypted like others", async () => {
    const whole = { contentType: "text", encryption: { level: "body", as: "text", cipher } };
    const { body } = await prepare(whole, { data: "" });
    expect(Buffer.from(String(body), "base64")).toHaveLength(28);
  });
});

test("what a caller puts into its data decides nothing: algorithm, key, vector and names are the endpoint's", async () => {
  const iv = Buffer.alloc(12).toString("base64");
  const data = {
    alg: "none",
    enc: "none",
    method: "AES-128-CBC",
    key: "mine",
    iv,
    data: "plain",
    encryption: null,
  };
  const whole = { encryption: { level: "body", as: "json", ...beside } };
  const [one, two] = await Promise.all([prepare(whole, { data }), prepare(whole, { data })]);
  const [first, second] = [one, two].map(({ body }) => JSON.parse(String(body)));
  expect(Object.keys(first)).toEqual(["data", "iv"]);
  expect(new Set([first.iv, second.iv, iv]).size).toBe(3);
  const answer = { contentType: null, body: one.body ?? Buffer.alloc(0) };
  const decryption = { level: "body", as: "json", ...beside };
  expect(await openAnswer(opened({ decryption }, { KEY }), answer)).toEqual({ json: data });
  const jwe = { level: "body", as: "text", cipher: { ...cipher, method: "JWE dir+A256GCM" } };
  const [header = ""] = String((await prepare({ encryption: jwe }, { data })).body).split(".");
  expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({ alg: "dir", enc: "A256GCM" });
});

test("a derived key is the same on both sides and with or without the cache", async () => {
  const derivation = { function: "PBKDF2-SHA256", salt: { secret: "SALT" }, iterations: 1_000 };
  const level = {
    level: "body",
    as: "json",
    cipher: { ...cipher, key: { ...cipher.key, reading: "utf8", derivation } },
  };
  const secrets = { KEY: "any password", SALT: ["salt of 8 bytes", "an older salt"] };
  const [derivedKeys, other] = [keepDerivedKeys(), keepDerivedKeys()];
  const facts = { method: "POST", now, messageId: "m", derivedKeys } as const;
  const { body } = await prepareRequest(opened({ encryption: level }, secrets), { data: 1 }, facts);
  const answer = { contentType: null, body: body ?? Buffer.alloc(0) };
  for (const cache of [derivedKeys, other, undefined]) {
    for (const salt of [secrets.SALT, ["a newer salt", ...secrets.SALT]]) {
      const configuration = opened({ decryption: level }, { ...secrets, SALT: salt });
      expect(await openAnswer(configuration, answer, cache)).toEqual({ json: 1 });
    }
  }
});

test("what a prepared request shows of itself holds no key", async () => {
  const sent = await prepare({ encryption: { level: "body", as: "json", cipher } }, { data: { a: 1 } });
  expect(JSON.stringify(sent)).not.toContain(KEY);
});
