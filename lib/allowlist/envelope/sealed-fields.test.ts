import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { cpuMs } from "@/test/cpu-time";
import { opened } from "@/test/partner/opened";
import { openAnswer } from "./answer";
import { prepareRequest } from "./request";

const KEY = randomBytes(32).toString("hex");
const cipher = { method: "AES-256-GCM", key: { from: { secret: "KEY" }, reading: "hex" } };
const fields = (paths: string[], more: object = {}) => ({ level: "fields", paths, cipher, ...more });
const beside = { cipher: { ...cipher, iv: { from: "field" } } };

function prepare(input: object, request: { data: unknown }) {
  return prepareRequest(opened(input, { KEY }), request, { method: "POST", now: new Date(), messageId: "m" });
}
const issueOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    ({ code, context }: { code: string; context: { fields?: object } }) => [
      code,
      ...Object.entries(context.fields ?? {}).flat(2),
    ],
  );

describe("chosen fields of the body", () => {
  test("are replaced, and the caller's own data stay as they are", async () => {
    const data = Object.freeze({ card: Object.freeze({ number: "4111" }), n: 1 });
    const sent = JSON.parse(String((await prepare({ encryption: fields(["card.number"]) }, { data })).body));
    expect(sent).toEqual({ card: { number: expect.stringMatching(/^[A-Za-z0-9+/]{42,44}=*$/) }, n: 1 });
    expect(data.card.number).toBe("4111");
  });

  test("of a form are replaced too", async () => {
    const input = { contentType: "form", encryption: fields(["pan", "list.*"]) };
    const sent = new URLSearchParams(
      String((await prepare(input, { data: { pan: "4111", list: ["a", "b"], n: 1 } })).body),
    );
    expect([...sent.keys()]).toEqual(["pan", "list", "list", "n"]);
    expect(sent.get("n")).toBe("1");
    expect(`${sent}`).not.toContain("4111");
  });

  test.each([
    ["text", { text: 'a "b"', number: 1.5, yes: true }, { text: 'a "b"', number: "1.5", yes: "true" }],
    ["json", { text: "a", number: 1.5, yes: null }, { text: "a", number: 1.5, yes: null }],
  ])("hold %s", async (valuesAs, data, expected) => {
    const level = fields(["text", "number", "yes"], { valuesAs });
    const { body } = await prepare({ encryption: level }, { data });
    const answer = { contentType: "application/json", body: body ?? Buffer.alloc(0) };
    expect(await openAnswer(opened({ decryption: level }, { KEY }), answer)).toEqual({ json: expected });
  });

  const SECRET = "do-not-repeat-me";
  test.each([
    ["not there", fields(["card.number"]), { card: { numbr: SECRET } }, "data.card.number"],
    [
      "not there in one of many",
      fields(["rows.*.a"]),
      { rows: [{ a: "1" }, { [SECRET]: "1" }] },
      "data.rows.1.a",
    ],
    ["not text", fields(["a"]), { a: { b: SECRET } }, "data.a"],
    ["null", fields(["a"]), { a: null }, "data.a"],
    ["not Unicode", fields(["a"]), { a: `${SECRET}\ud800` }, "data.a"],
    ["in another one", fields(["a", "a.b"], { valuesAs: "json" }), { a: { b: SECRET } }, "data.a"],
    ["an element without a field beside it", fields(["list.0"], beside), { list: [SECRET] }, "data.list.0"],
    ["with something beside it", fields(["a"], beside), { a: SECRET, a_iv: SECRET }, "data.a_iv"],
    ["too many", fields(["*.a"]), Array.from({ length: 10_001 }, () => ({ a: SECRET })), "data"],
  ])("that are %s are told by their path, and nothing is sent", async (_name, encryption, data, path) => {
    const issue = await issueOf(prepare({ encryption }, { data }));
    const named = path === "data" ? "fields" : path.slice("data.".length);
    expect(issue).toEqual(["validation", path, expect.stringContaining(named)]);
    expect(JSON.stringify(issue)).not.toContain(SECRET);
  });

  test("may be named like a prototype", async () => {
    const data: unknown = JSON.parse(
      '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}',
    );
    const level = fields(["__proto__.polluted", "constructor.prototype.polluted"], beside);
    const { body } = await prepare({ encryption: level }, { data });
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(Object.hasOwn(Object.prototype, "polluted_iv")).toBe(false);
    const answer = { contentType: "application/json", body: body ?? Buffer.alloc(0) };
    const back = await openAnswer(opened({ decryption: level }, { KEY }), answer);
    expect(JSON.stringify(back)).toBe(JSON.stringify({ json: data }));
  });

  test("are found in large data in time, and data that nest without end are refused", async () => {
    const rows = Array.from({ length: 10_000 }, (_, n) => ({ n, a: "x" }));
    const seal = () => prepare({ encryption: fields(["*.a"]) }, { data: rows });
    expect(await cpuMs(seal)).toBeLessThan(3_000);
    const deep: unknown = JSON.parse("[".repeat(200_000) + "]".repeat(200_000));
    for (const input of [{}, { encryption: fields(["0.0"], { valuesAs: "json" }) }]) {
      expect(await issueOf(prepare(input, { data: deep }))).toMatchObject(["validation", "data", /deep/]);
    }
  });
});
