import { createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { opened, type Secrets } from "@/test/partner/opened";
import { openAnswer } from "./answer";
import { keepDerivedKeys } from "./derived-key";
import { type OutgoingInput, prepareRequest } from "./request";

const KEY = randomBytes(32).toString("hex");
const now = new Date("2026-11-26T10:00:00Z");
const cipher = { method: "AES-256-GCM", key: { from: { secret: "KEY" }, reading: "hex" } };
const fields = (paths: string[], more: object = {}) => ({ level: "fields", paths, cipher, ...more });
const beside = { cipher: { ...cipher, iv: { from: "field" } } };

function prepare(input: object, request: OutgoingInput, method = "POST", secrets: Secrets = {}) {
  const facts = {
    method: method as "POST",
    now,
    messageId: "msg_1",
    url: "https://partner.example/?version=1",
  };
  return prepareRequest(opened(input, { KEY, ...secrets }), request, facts);
}
const issueOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    ({ code, context }: { code: string; context: { fields?: object } }) => [
      code,
      ...Object.entries(context.fields ?? {}).flat(2),
    ],
  );

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

describe("a query", () => {
  const configured = { query: [{ name: "Api-Key", value: { from: { secret: "TOKEN" } } }] };

  test.each(["Api-Key", "api-key", "API-KEY", "version", "Version"])(
    "of a caller may not name %s",
    async (name) => {
      const attempt = prepare(configured, { query: { [name]: "mine" } }, "GET", { TOKEN: "t0ken" });
      expect(await issueOf(attempt)).toMatchObject(["validation", `query.${name}`, /itself/]);
    },
  );

  test("has its chosen parameters encrypted, also configured ones, whatever the method", async () => {
    const input = { ...configured, encryption: fields(["Api-Key", "user.id"], { in: "query", ...beside }) };
    for (const method of ["GET", "POST", "DELETE"]) {
      const { query, body } = await prepare(input, { query: { "user.id": "7", page: "2" } }, method, {
        TOKEN: "t0ken",
      });
      expect(query.map(([name]) => name)).toEqual(["Api-Key", "Api-Key_iv", "user.id", "user.id_iv", "page"]);
      expect(JSON.stringify(query)).not.toMatch(/t0ken|"7"/);
      expect(body).toBeNull();
    }
  });

  test.each([
    ["not there", {}, "query.pan"],
    ["beside one of its name", { pan: "1", pan_iv: "x" }, "query.pan_iv"],
    ["not Unicode", { pan: "\udfff" }, "query.pan"],
  ])("that is %s is refused", async (_name, query, path) => {
    const input = { encryption: fields(["pan"], { in: "query", ...beside }) };
    expect(await issueOf(prepare(input, { query }, "GET"))).toEqual(["validation", path, expect.any(String)]);
  });
});

describe("a signature", () => {
  const signature = { scheme: "strongroom", from: { secret: "SIGNING" }, header: "X-Signed" };
  const secrets = { SIGNING: "signing key of some length" };

  test("is over exactly the bytes that are sent", async () => {
    const encryption = { level: "body", as: "json", cipher };
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.constantFrom(null, encryption), async (data, level) => {
        const { body, headers } = await prepare({ signature, encryption: level }, { data }, "POST", secrets);
        const t = now.getTime() / 1_000;
        const mac = createHmac("sha256", secrets.SIGNING)
          .update(`${t}.`)
          .update(body ?? "")
          .digest("hex");
        expect(headers.at(-1)).toEqual(["X-Signed", `t=${t},v1=${mac}`]);
      }),
      { numRuns: 40 },
    );
  });

  test("is there without a body as well", async () => {
    const { headers } = await prepare({ signature }, {}, "GET", secrets);
    const mac = createHmac("sha256", secrets.SIGNING)
      .update(`${now.getTime() / 1_000}.`)
      .digest("hex");
    expect(headers).toEqual([["X-Signed", `t=${now.getTime() / 1_000},v1=${mac}`]]);
  });
});

describe("a secret that does not fit stops the send", () => {
  const header = { headers: [{ name: "X", value: { from: { secret: "OTHER" } } }] };
  const ownKey = {
    decryption: {
      level: "body",
      as: "text",
      cipher: { ...cipher, key: { from: { secret: "OTHER" }, reading: "hex" } },
    },
  };
  test.each([
    [
      "for the request",
      {
        encryption: {
          level: "body",
          as: "json",
          cipher: { ...cipher, key: { from: { secret: "OTHER" }, reading: "utf8" } },
        },
      },
      "canary-31-bytes",
    ],
    ["for the answer", ownKey, "canary"],
    ["for a header", header, "canary\r\nX-Evil: 1"],
    ["for the signature", { signature: { scheme: "strongroom", from: { secret: "OTHER" } } }, "canary"],
    ["for the certificate", { ca: { secret: "OTHER" } }, "canary"],
  ])("%s; callers learn neither length nor content", async (_name, input, value) => {
    const error = await prepare(input, { data: {} }, "POST", { OTHER: value }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "conflict", detail: expect.not.stringMatching(/canary|\d/) });
    expect(JSON.stringify(Object.entries((error as { context: object }).context))).not.toContain("canary");
  });
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
