import { expect, test } from "vitest";
import { rowsInClear } from "./in-clear";
import { FIRST_DRAFT } from "./schema";

test("a form without TLS says of which rows the secret can be read on the way", () => {
  const row = (name: string, secret: string) => ({ name, text: "", secret });
  const draft = {
    ...FIRST_DRAFT,
    url: "http://10.0.0.7/v1",
    headers: [row("X-Trace", ""), row("Authorization", "TOKEN")],
    query: [row("key", "TOKEN"), row("pan", "TOKEN")],
  };
  const request = { ...draft.request, level: "fields", paths: "a\npan" };
  expect(rowsInClear(draft)).toEqual(["headers.1", "query.0", "query.1"]);
  expect(rowsInClear({ ...draft, request })).toEqual(["headers.1", "query.0", "query.1"]);
  expect(rowsInClear({ ...draft, request, requestIn: "query" })).toEqual(["headers.1", "query.0"]);
  expect(rowsInClear({ ...draft, url: "https://10.0.0.7/v1" })).toBeNull();
});
