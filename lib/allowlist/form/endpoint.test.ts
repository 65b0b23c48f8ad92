import { describe, expect, test } from "vitest";
import { deepFieldErrors } from "@/lib/web/field-errors";
import { configuration } from "../configuration/schema";
import { newEndpoint } from "../schema";
import { CONFIGURATIONS } from "./configurations.fixture";
import { asksFor, endpointOf, inForm, withStandIns } from "./endpoint";
import { EMPTY_ROW, type EndpointValues, FIRST_VALUES, isSame, rebase, valuesOf } from "./values";

const scope = { project: "default", environment: "production" };
const endpoint = {
  name: "pay",
  description: "Pays.\nAlways.",
  method: "POST",
  url: "https://api.example.com/",
} as const;

type Change = { readonly [Part in keyof EndpointValues["configuration"]]?: object | string };

/** A form that was filled in, of which some of the configuration is changed. */
function filledIn(change: Change, name = "pay"): EndpointValues {
  const first = FIRST_VALUES.configuration;
  const changed = Object.entries(change).map(([part, input]) => {
    const before = first[part as keyof typeof first];
    const isPart = typeof before === "object" && !Array.isArray(before);
    return [part, isPart ? { ...before, ...(input as object) } : input];
  });
  return { ...FIRST_VALUES, ...endpoint, name, configuration: { ...first, ...Object.fromEntries(changed) } };
}
/** What arrives where it is sent. */
const sent = (values: EndpointValues) => ({ ...scope, ...JSON.parse(JSON.stringify(endpointOf(values))) });
const { cipher } = FIRST_VALUES.configuration.encryption;

describe("the form", () => {
  test.each(CONFIGURATIONS)("shows a configuration and reads it back as it was: %j", (input) => {
    const wanted = configuration.parse(input);
    const read = newEndpoint.parse(sent(valuesOf({ ...endpoint, configuration: wanted })));
    expect(read).toEqual({ ...scope, ...endpoint, isActive: true, configuration: wanted });
  });

  test("leaves out what its choices leave unused, whatever stands there", () => {
    const left = { from: { secret: "LEFT" } };
    const values = filledIn({ encryption: { cipher: { ...cipher, key: left } }, signature: left });
    expect(JSON.stringify(endpointOf(values))).not.toContain("LEFT");
  });

  test("leaves out names of fields that the method has none of, of the request's for an answer like it", () => {
    const fieldsOf = (method: string, from: string) => {
      const request = { level: "text", cipher: { ...cipher, method, iv: { ...cipher.iv, from } } };
      const answer = { level: "json", fields: { ciphertext: "data", iv: "V", tag: "T", key: "K" } };
      return JSON.stringify(endpointOf(filledIn({ encryption: request, decryption: answer })).configuration);
    };
    expect(fieldsOf("AES-256-CBC", "prepended")).not.toMatch(/"[TKV]"/);
    expect(fieldsOf("AES-256-CBC", "field")).toMatch(/"fields":{"ciphertext":"data","iv":"V"}/);
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
  ])("takes %j KiB for %j, and asks for KiB where it cannot", (bytesMax, kib) => {
    const values = filledIn({ answer: { bytesMax } });
    const { data, error } = newEndpoint.safeParse(sent(values));
    expect(data?.configuration.answer.bytesMax).toBe(kib === null ? undefined : kib * 1_024);
    if (error) {
      expect(inForm(deepFieldErrors(error), values)).toEqual({
        "configuration.answer.bytesMax": [expect.stringMatching(/whole number of KiB/)],
      });
    }
  });

  const row = (name: string, prefix: string) => ({ name, value: { prefix, from: { secret: "" } } });
  test.each<[string, Change]>([
    ["configuration.timeoutSeconds", { timeoutSeconds: "1e3" }],
    ["configuration.answer.bytesMax", { answer: { bytesMax: "-1" } }],
    ["configuration.headers.0.name", { headers: [row("", "x")] }],
    ["configuration.headers.0.value", { headers: [row("X-Api-Key", "x")] }],
    ["configuration.encryption.cipher.key.from", { encryption: { level: "text" } }],
    [
      "configuration.encryption.paths",
      {
        encryption: { level: "fields", cipher: { ...cipher, key: { ...cipher.key, from: { secret: "K" } } } },
      },
    ],
    ["configuration.encryption.as", { encryption: { level: "other" } }],
    ["configuration.signature.from", { signature: { scheme: "strongroom" } }],
  ])("names the error at %s", (path, change) => {
    const { error } = newEndpoint.safeParse(sent(filledIn(change)));
    expect(error?.issues.map((issue) => issue.path.join("."))).toContain(path);
  });

  test.each<[string, Change, readonly string[], readonly string[]]>([
    ["without encryption", {}, ["level"], ["paths", "in", "fields.tag", "cipher.method", "cipher.key.from"]],
    [
      "for fields",
      { encryption: { level: "fields" } },
      ["level", "paths", "in", "cipher.method", "cipher.key.from", "cipher.key.derivation.function"],
      ["ivSuffix", "fields.tag", "cipher.iv.iv", "cipher.key.derivation.salt"],
    ],
    [
      "for RSA",
      { encryption: { level: "json", cipher: { ...cipher, method: "RSA-OAEP-256+A256GCM" } } },
      ["fields.ciphertext", "fields.tag", "fields.key", "cipher.encoding", "cipher.iv.from"],
      ["paths", "fields.iv", "cipher.key.derivation.function"],
    ],
    [
      "for JWE",
      { encryption: { level: "text", cipher: { ...cipher, method: "JWE dir+A256GCM" } } },
      ["cipher.key.from"],
      ["cipher.encoding", "cipher.iv.from", "fields.ciphertext"],
    ],
  ])("%s asks for what is needed and nothing else", (_, change, asked, unasked) => {
    const wanted = endpointOf(filledIn(change));
    const isAsked = (path: string) => asksFor(wanted, `configuration.encryption.${path}`);
    expect([asked.filter((path) => !isAsked(path)), unasked.filter(isAsked)]).toEqual([[], []]);
  });

  test("has a name wherever a key is still to be chosen, for a preview, and nowhere else", () => {
    const values = withStandIns(
      filledIn({ encryption: { level: "text" }, signature: { scheme: "strongroom" } }),
    );
    const { data } = newEndpoint.safeParse(sent(values));
    expect(data?.configuration).toMatchObject({ headers: [], query: [], ca: null });
    expect(data?.configuration.signature?.from.secret).toBe(
      data?.configuration.encryption?.cipher.key.from.secret,
    );
  });
});

test("an error in a row is told where the row stands, whatever empty ones are before it", () => {
  const headers = [EMPTY_ROW, { ...EMPTY_ROW, name: "X-A" }];
  const found = inForm(
    { "configuration.headers.0.value": ["a"], "configuration.query.0.value": ["b"] },
    filledIn({ headers }),
  );
  expect(found).toEqual({ "configuration.headers.1.value": ["a"], "configuration.query.0.value": ["b"] });
});

test("somebody else's change stays unless the same was typed over", () => {
  const opened = valuesOf({ ...endpoint, configuration: configuration.parse({}) });
  const change = (url: string, encryption: object, headers = opened.configuration.headers) => ({
    ...opened,
    url,
    configuration: {
      ...opened.configuration,
      headers,
      encryption: { ...opened.configuration.encryption, ...encryption },
    },
  });
  const theirRow = { ...EMPTY_ROW, name: "X-A" };
  const ownKey = { cipher: { ...cipher, key: { ...cipher.key, from: { secret: "K" } } } };
  const theirs = change("https://theirs.example/", ownKey, [theirRow]);
  const mine = change("https://mine.example/", { level: "text" }, [EMPTY_ROW, EMPTY_ROW]);
  expect(rebase(mine, opened, theirs)).toEqual(
    change("https://mine.example/", { ...ownKey, level: "text" }, [theirRow]),
  );
  expect(isSame(mine, opened)).toBe(false);
  expect(isSame(change(endpoint.url, {}, [EMPTY_ROW, EMPTY_ROW, EMPTY_ROW]), opened)).toBe(true);
});
