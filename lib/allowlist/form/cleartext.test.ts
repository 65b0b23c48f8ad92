import { expect, test } from "vitest";
import { cleartextRows } from "./cleartext";
import { FIRST_VALUES } from "./values";

test("a form without TLS says of which rows the secret can be read on the way", () => {
  const row = (name: string, secret: string) => ({ name, value: { prefix: "", from: { secret } } });
  const url = "http://10.0.0.7/v1";
  const headers = [row("X-Trace", ""), row("Authorization", "TOKEN")];
  const query = [row("key", "TOKEN"), row("pan", "TOKEN")];
  const encrypting = (change: object) => ({
    ...FIRST_VALUES,
    url,
    configuration: {
      ...FIRST_VALUES.configuration,
      headers,
      query,
      encryption: { ...FIRST_VALUES.configuration.encryption, ...change },
    },
  });
  const sealed = { level: "fields", paths: "a\npan" };
  expect(cleartextRows(encrypting({}))).toEqual(["headers.1", "query.0", "query.1"]);
  expect(cleartextRows(encrypting(sealed))).toEqual(["headers.1", "query.0", "query.1"]);
  expect(cleartextRows(encrypting({ ...sealed, in: "query" }))).toEqual(["headers.1", "query.0"]);
  expect(cleartextRows({ ...encrypting(sealed), url: "https://10.0.0.7/v1" })).toBeNull();
});
