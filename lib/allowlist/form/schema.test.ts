import { describe, expect, test } from "vitest";
import { deepFieldErrors } from "@/lib/web/field-errors";
import { configuration } from "../configuration/schema";
import { newEndpoint } from "../schema";
import {
  type Draft,
  draftFrom,
  EMPTY_ROW,
  formName,
  inForm,
  inFormUnits,
  ROW_FIELDS,
  ROW_KINDS,
  rebase,
  SIDE_FIELDS,
  SIDES,
  TEXT_FIELDS,
} from "./model";
import { draftOf, endpointForm, endpointInput, FIRST_DRAFT } from "./schema";

const place = { project: "default", environment: "production" };
const endpoint = {
  name: "pay",
  description: "Pays.\nAlways.",
  method: "POST",
  url: "https://api.example.com/",
} as const;
const key = { from: { secret: "K" }, reading: "hex" };
const pem = { from: { secret: "P" }, reading: "pem" };
const CONFIGURATIONS = [
  {},
  {
    headers: [
      { name: "X-A", value: { text: "" } },
      { name: "X-B", value: { prefix: "B ", from: { secret: "K" } } },
    ],
  },
  { query: [{ name: "q", value: { text: "1" } }], contentType: "form", timeoutSeconds: 60 },
  {
    encryption: {
      level: "fields",
      paths: ["/a/b", "c.*.d"],
      in: "query",
      ivSuffix: ".iv",
      valuesAs: "json",
      cipher: { method: "AES-128-CBC", encoding: "hex", iv: { from: "field" }, key },
    },
  },
  {
    encryption: {
      level: "body",
      as: "text",
      cipher: { method: "JWE dir+A256GCM", key: { ...key, reading: "utf8" } },
    },
    decryption: { level: "body", as: "text", previousVersionDays: 7 },
  },
  {
    encryption: {
      level: "body",
      as: "json",
      fields: { ciphertext: "c", iv: "i", tag: "t", key: "k" },
      cipher: { method: "RSA-OAEP-256+A256GCM", iv: { from: "field" }, key: pem },
    },
  },
  {
    encryption: {
      level: "body",
      as: "text",
      cipher: {
        method: "AES-256-GCM",
        iv: { from: "secret", iv: { secret: "IV" }, reading: "base64" },
        key: { ...key, derivation: { function: "PBKDF2-SHA256", salt: { secret: "S" }, iterations: 1_000 } },
      },
    },
  },
  {
    decryption: {
      level: "fields",
      paths: ["/a"],
      cipher: {
        method: "AES-256-GCM",
        key: { ...key, derivation: { function: "HKDF-SHA256", salt: { secret: "S" }, info: "x" } },
      },
    },
  },
  {
    signature: { scheme: "strongroom", header: "X-Sig", from: { secret: "K" }, reading: "base64" },
    ca: { secret: "CA" },
  },
  {
    signature: { scheme: "standard-webhooks", from: { secret: "K" } },
    answer: { headers: ["etag", "x-id"], bytesMax: 2_048 },
  },
];

/** A draft as the browser sends it. */
function sent(draft: Draft): Map<string, string[]> {
  const fields = new Map<string, string[]>(TEXT_FIELDS.map((field) => [field, [draft[field]]]));
  for (const side of SIDES)
    for (const field of SIDE_FIELDS) fields.set(formName(side, field), [draft[side][field]]);
  for (const kind of ROW_KINDS) {
    for (const field of ROW_FIELDS)
      fields.set(formName(kind, field), [...draft[kind].map((row) => row[field]), ""]);
  }
  return fields;
}
const received = (draft: Draft) => draftFrom((name) => sent(draft).get(name) ?? [], FIRST_DRAFT);

describe("the form", () => {
  test.each(CONFIGURATIONS)("shows a configuration and reads it back as it was: %j", (given) => {
    const wanted = configuration.parse(given);
    const draft = draftOf({ ...endpoint, configuration: wanted });
    const read = newEndpoint.parse({ ...place, ...endpointInput(received(draft)) });
    expect(read).toEqual({ ...place, ...endpoint, isActive: true, configuration: wanted });
  });

  test("has every field that it reads, and no other", () => {
    const names = [...sent(FIRST_DRAFT).keys()];
    const form = Object.fromEntries(names.map((name) => [name, ""]));
    expect(endpointForm.safeParse({ ...place, ...form }).success).toBe(true);
    expect(endpointForm.safeParse({ ...place, ...form, value: "x" }).success).toBe(false);
  });

  test("leaves out what its choices leave unused, whatever stands there", () => {
    const draft = {
      ...FIRST_DRAFT,
      request: { ...FIRST_DRAFT.request, key: "LEFT", iterations: "x" },
      signatureKey: "LEFT",
    };
    expect(JSON.stringify(endpointInput(draft))).not.toContain("LEFT");
  });

  test("leaves out names of fields that the method has none of, of the request's for an answer like it", () => {
    const side = { ...FIRST_DRAFT.request, level: "json", tagField: "T", keyField: "K", ivField: "V" };
    const fieldsOf = (method: string, iv: string) => {
      const request = { ...side, method, iv, level: "text" };
      const { configuration: input } = endpointInput({ ...FIRST_DRAFT, request, answer: side });
      return JSON.stringify(input);
    };
    expect(fieldsOf("AES-256-CBC", "prepended")).not.toMatch(/"[TKV]"/);
    expect(fieldsOf("AES-256-CBC", "field")).toMatch(/"iv":"V","tag":null,"key":null/);
    expect(fieldsOf("RSA-OAEP-256+A256GCM", "field")).toMatch(/"iv":"V","tag":"T","key":"K"/);
    expect(fieldsOf("JWE RSA-OAEP-256+A256GCM", "field")).not.toMatch(/"[TKV]"/);
  });

  test.each([
    ["8192", 8_192],
    ["8,192", 8_192],
    [" 1 024 ", 1_024],
    ["1,0", null],
    ["8.192", null],
    ["0", null],
    ["8,193", null],
  ])("takes %j KiB for %j, and asks for KiB where it cannot", (answerKib, kib) => {
    const input = endpointInput({ ...FIRST_DRAFT, ...endpoint, answerKib });
    const { data, error } = newEndpoint.safeParse({ ...place, ...input });
    expect(data?.configuration.answer.bytesMax).toBe(kib === null ? undefined : kib * 1_024);
    if (error) {
      const mistakes = inFormUnits(deepFieldErrors(error));
      expect(mistakes).toEqual({
        "configuration.answer.bytesMax": [expect.stringMatching(/whole number of KiB/)],
      });
    }
  });

  test.each([
    ["configuration.timeoutSeconds", { timeoutSeconds: "1e3" }],
    ["configuration.answer.bytesMax", { answerKib: "-1" }],
    ["configuration.headers.0.name", { headers: [{ name: "", text: "x", secret: "" }] }],
    ["configuration.headers.0.value", { headers: [{ name: "X-Api-Key", text: "x", secret: "" }] }],
    ["configuration.encryption.cipher.key.from", { request: { ...FIRST_DRAFT.request, level: "text" } }],
    ["configuration.encryption.paths", { request: { ...FIRST_DRAFT.request, level: "fields", key: "K" } }],
    ["configuration.encryption.as", { request: { ...FIRST_DRAFT.request, level: "other" } }],
    ["configuration.signature.from", { signature: "strongroom" }],
  ])("names the mistake at %s", (path, change) => {
    const input = endpointInput({ ...FIRST_DRAFT, ...endpoint, ...change });
    const { error } = newEndpoint.safeParse({ ...place, ...input });
    expect(error?.issues.map((issue) => issue.path.join("."))).toContain(path);
  });
});

test("a mistake in a row is told where the row stands, whatever empty ones are before it", () => {
  const draft = { ...FIRST_DRAFT, headers: [EMPTY_ROW, { name: "X-A", text: "", secret: "" }] };
  expect(inForm("configuration.headers.0.value", draft)).toBe("configuration.headers.1.value");
  expect(inForm("configuration.query.0.value", draft)).toBe("configuration.query.0.value");
});

test("somebody else's change stays unless the same was typed over", () => {
  const opened = draftOf({ ...endpoint, configuration: configuration.parse({}) });
  const mine = { ...opened, url: "https://mine.example/", request: { ...opened.request, level: "text" } };
  const row = { name: "X-A", text: "1", secret: "" };
  const theirs = {
    ...opened,
    url: "https://theirs.example/",
    headers: [row],
    request: { ...opened.request, key: "K" },
  };
  expect(rebase(mine, opened, theirs)).toEqual({
    ...theirs,
    url: mine.url,
    request: { ...opened.request, level: "text", key: "K" },
  });
});
