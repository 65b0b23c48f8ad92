import { expect, test } from "vitest";
import type { NamedSecret } from "./model";
import { isPlainHttp, readableWithoutTls } from "./plain-http";
import { configuration } from "./schema";

test.each([
  ["http://10.0.0.7/v1", true],
  [" HTTP://intranet.example", true],
  ["https://api.example.com/http://", false],
  ["http:", false],
  ["", false],
])("%j is without TLS: %s", (url, isPlain) => expect(isPlainHttp(url)).toBe(isPlain));

test("without TLS the secrets of headers and parameters can be read, but for parameters that are encrypted", () => {
  const from = { secret: "K" };
  const input = configuration.parse({
    headers: [
      { name: "X-Trace", value: { text: "on" } },
      { name: "Authorization", value: { prefix: "Bearer ", from } },
    ],
    query: [
      { name: "key", value: { from } },
      { name: "pan", value: { from } },
      { name: "version", value: { text: "2" } },
    ],
    encryption: {
      level: "fields",
      in: "query",
      paths: ["pan"],
      cipher: { method: "AES-256-GCM", key: { from, reading: "hex" } },
    },
  });
  const names = (it: typeof input) => readableWithoutTls<NamedSecret>(it).map(({ name }) => name);
  expect(names(input)).toEqual(["Authorization", "key"]);
  expect(names({ ...input, encryption: null })).toEqual(["Authorization", "key", "pan"]);
});
