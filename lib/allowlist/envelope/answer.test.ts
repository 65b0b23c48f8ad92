import { createCipheriv, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { opened } from "@/test/partner/opened";
import { openAnswer } from "./answer";
import { prepareRequest } from "./request";

const KEY = randomBytes(32).toString("hex");
const OLD = randomBytes(32).toString("hex");
const cipher = { method: "AES-256-GCM", key: { from: { secret: "KEY" }, reading: "hex" } };
const whole = (as: "text" | "json") => ({ level: "body", as, cipher });
const facts = { method: "POST", now: new Date(), messageId: "m" } as const;
const failure = {
  code: "badGateway",
  detail: "The answer of the endpoint could not be decrypted.",
  context: {},
};

const endpoint = (input: object, key: string | readonly string[] = KEY) => opened(input, { KEY: key });
/** What a partner with the same keys would answer: requests and answers have one format. */
async function answered(encryption: object, data: unknown, key = KEY) {
  const { body } = await prepareRequest(endpoint({ encryption }, key), { data }, facts);
  return { contentType: "application/json", body: body ?? Buffer.alloc(0) };
}

describe.each([whole("text"), whole("json")])("a whole answer, $as", (level) => {
  test("is what was sealed, whatever JSON it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (data) => {
        const answer = await openAnswer(endpoint({ decryption: level }), await answered(level, data));
        expect(answer).toEqual({ json: JSON.parse(JSON.stringify(data)) });
      }),
      { numRuns: 50 },
    );
  });

  test("opens with an older value of the key, and with no other", async () => {
    const answer = await answered(level, { a: 1 }, OLD);
    expect(await openAnswer(endpoint({ decryption: level }, [KEY, OLD]), answer)).toEqual({ json: { a: 1 } });
    const short = [KEY, "ab".repeat(31), OLD];
    expect(await openAnswer(endpoint({ decryption: level }, short), answer)).toEqual({ json: { a: 1 } });
    await expect(openAnswer(endpoint({ decryption: level }), answer)).rejects.toMatchObject(failure);
  });

  test("may be empty, which holds nothing", async () => {
    const empty = { contentType: null, body: Buffer.alloc(0) };
    expect(await openAnswer(endpoint({ decryption: level }), empty)).toEqual({ text: "" });
  });

  test("is handed on as it is when it is an error that is not encrypted, and only then", async () => {
    const error = { contentType: "application/json", body: Buffer.from('{"error":"x"}') };
    const configuration = endpoint({ decryption: level });
    expect(await openAnswer(configuration, { ...error, status: 422 })).toEqual({ json: { error: "x" } });
    await expect(openAnswer(configuration, { ...error, status: 200 })).rejects.toMatchObject(failure);
    await expect(openAnswer(configuration, error)).rejects.toMatchObject(failure);
    const sealed = { ...(await answered(level, { a: 1 })), status: 500 };
    expect(await openAnswer(configuration, sealed)).toEqual({ json: { a: 1 } });
  });
});

describe("there is no oracle: every failure reads the same,", () => {
  const sealed = async (bytes: Buffer, method = "aes-256-gcm") => {
    const iv = randomBytes(method.endsWith("cbc") ? 16 : 12);
    const key = Buffer.from(KEY, "hex");
    if (method === "aes-256-cbc") {
      const cbc = createCipheriv("aes-256-cbc", key, iv);
      return Buffer.concat([iv, cbc.update(bytes), cbc.final()]).toString("base64");
    }
    const gcm = createCipheriv("aes-256-gcm", key, iv);
    return Buffer.concat([iv, gcm.update(bytes), gcm.final(), gcm.getAuthTag()]).toString("base64");
  };
  const json = { decryption: whole("json") };
  const fields = { decryption: { level: "fields", paths: ["a"], valuesAs: "json", cipher } };
  const text = { decryption: whole("text") };
  const cbc = { decryption: { ...whole("text"), cipher: { ...cipher, method: "AES-256-CBC" } } };

  test.each<[string, object, () => Promise<unknown>]>([
    ["not JSON", json, async () => "{"],
    ["deep JSON", json, async () => "[".repeat(50_000)],
    ["JSON of another kind", json, async () => JSON.stringify("text")],
    ["a list", json, async () => JSON.stringify(["data"])],
    ["without the field", json, async () => JSON.stringify({ other: "x" })],
    ["a field that is no text", json, async () => JSON.stringify({ data: 1 })],
    ["a field of a prototype", json, async () => JSON.stringify({ data: null, __proto__: { data: "x" } })],
    ["no base64", json, async () => JSON.stringify({ data: "%%%" })],
    ["too short", json, async () => JSON.stringify({ data: "AAAA" })],
    ["a bad tag", json, async () => JSON.stringify({ data: randomBytes(60).toString("base64") })],
    ["a field that is plain", fields, async () => JSON.stringify({ a: "plain" })],
    ["a field that is null", fields, async () => JSON.stringify({ a: null })],
    [
      "a field whose content is not JSON",
      fields,
      async () => JSON.stringify({ a: await sealed(Buffer.from("{")) }),
    ],
    [
      "a field whose content is not UTF-8",
      fields,
      async () => JSON.stringify({ a: await sealed(Buffer.from([0x22, 0xff, 0x22])) }),
    ],
    ["bytes that are not text", text, async () => Buffer.from([0xff, 0xfe])],
    ["plain text", text, async () => "Service unavailable"],
    ["CBC of part of a block", cbc, async () => randomBytes(31).toString("base64")],
    ["CBC of nothing", cbc, async () => randomBytes(16).toString("base64")],
    ["CBC of what is no text", cbc, async () => sealed(Buffer.from([0xff, 0xff]), "aes-256-cbc")],
  ])("%s", async (_name, input, body) => {
    const answer = { contentType: "application/json", body: Buffer.from((await body()) as string) };
    await expect(openAnswer(endpoint(input), answer)).rejects.toMatchObject(failure);
  });
});

describe("chosen fields", () => {
  const level = { level: "fields", paths: ["card.number", "rows.*.name", "optional"], cipher };
  const configuration = endpoint({ decryption: level });
  const seal = (data: object, paths: string[]) => answered({ ...level, paths }, data);

  test("are opened, and what is not there is left out", async () => {
    const data = { card: { number: "1", open: 2 }, rows: [{ name: "a" }, { name: "b" }] };
    const answer = await seal(data, ["card.number", "rows.*.name"]);
    expect(await openAnswer(configuration, answer)).toEqual({ json: data });
    const empty = { contentType: null, body: Buffer.from('{"rows":[],"card":null}') };
    expect(await openAnswer(configuration, empty)).toEqual({ json: { rows: [], card: null } });
  });

  test("are all opened, or none: one that does not open fails the answer", async () => {
    const { body } = await seal({ rows: [{ name: "a" }, { name: "b" }] }, ["rows.*.name"]);
    const sealed = JSON.parse(body.toString());
    sealed.rows[1].name = sealed.rows[1].name.replace(/^./, (first: string) => (first === "A" ? "B" : "A"));
    const answer = { contentType: "application/json", body: Buffer.from(JSON.stringify(sealed)) };
    await expect(openAnswer(configuration, answer)).rejects.toMatchObject(failure);
  });

  test("take their initialisation vectors with them", async () => {
    const beside = { ...level, paths: ["a"], cipher: { ...cipher, iv: { from: "field" } } };
    const answer = await answered(beside, { a: "x", b: 1 });
    expect(Object.keys(JSON.parse(answer.body.toString()))).toEqual(["a", "b", "a_iv"]);
    expect(await openAnswer(endpoint({ decryption: beside }), answer)).toEqual({ json: { a: "x", b: 1 } });
  });
});

describe("an answer that is not encrypted is", () => {
  const plain = endpoint({});
  test.each([
    ["application/json", '{"a":1}', { json: { a: 1 } }],
    ["application/problem+json; charset=utf-8", "[1]", { json: [1] }],
    ["APPLICATION/JSON", "null", { json: null }],
    ["application/json", "{", { text: "{" }],
    ["text/html", "<p>", { text: "<p>" }],
    ["text/json-like", "1", { text: "1" }],
    [null, '{"a":1}', { text: '{"a":1}' }],
    ["application/json", "", { text: "" }],
  ])("%s: %s", async (contentType, body, expected) => {
    expect(await openAnswer(plain, { contentType, body: Buffer.from(body) })).toEqual(expected);
  });

  test("nothing, when it is JSON that nests more than 500 deep", async () => {
    const body = Buffer.from("[".repeat(501) + "]".repeat(501));
    await expect(openAnswer(plain, { contentType: "application/json", body })).rejects.toMatchObject({
      code: "badGateway",
    });
    expect(await openAnswer(plain, { contentType: "text/plain", body })).toEqual({ text: body.toString() });
  });

  test("bytes, when it is no text", async () => {
    const body = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
    expect(await openAnswer(plain, { contentType: "application/json", body })).toEqual({ bytes: body });
  });
});

test("a text endpoint gets text, also when it looks like JSON", async () => {
  const input = { contentType: "text", encryption: whole("text"), decryption: whole("text") };
  const { body } = await prepareRequest(endpoint(input), { data: "123" }, facts);
  const answer = { contentType: "text/plain", body: Buffer.from(`${body}\r\n`) };
  expect(await openAnswer(endpoint(input), answer)).toEqual({ text: "123" });
});
