import { describe, expect, it } from "vitest";
import { isManagerError } from "./manager-error";
import { valueIn } from "./value";

const entry = (content: string | Record<string, string>, ...notText: string[]) => ({
  ...{ version: "1", at: null, content, notText },
});
const got = (content: ReturnType<typeof entry>, field = "") => {
  try {
    return valueIn(content, { path: "app/db", field });
  } catch (error) {
    if (isManagerError(error)) return `${error.reason}: ${error.message}`;
    throw error;
  }
};

describe("the value of a reference", () => {
  it.each([
    ["the text", entry("v"), "", "v"],
    ["the field", entry({ a: "1", b: "2" }), "b", "2"],
    ["the only field", entry({ a: "1" }), "", "1"],
    ["65,536 bytes", entry("x".repeat(65_536)), "", "x".repeat(65_536)],
  ])("is %s", (_, content, field, value) => {
    expect(got(content, field)).toBe(value);
  });

  it.each([
    ["of a field that is not there", entry({ a: "1" }), "c", "notFound: app/db has no field c."],
    ["of a field of every object", entry({ a: "1" }), "toString", "notFound: app/db has no field toString."],
    ["of one of several", entry({ a: "1" }, "b"), "", "notFound: app/db has 2 fields: say which."],
    ["of a field that is no text", entry({ a: "1" }, "b"), "b", "notText: The field b of app/db is no text."],
    ["of an only field that is no text", entry({}, "b"), "", "notText: The field b of app/db is no text."],
    ["of a field in a text", entry("v"), "a", "notFound: app/db is a text alone, and has no field a."],
    ["of 65,537 bytes", entry("x".repeat(65_537)), "", "tooLarge: app/db is larger than 64 KiB."],
    ["that is empty", entry({ a: "" }), "a", "notText: The field a of app/db is empty."],
    ["with NUL", entry("a\0b"), "", "notText: app/db holds what no value may hold."],
  ])("is refused %s", (_, content, field, error) => {
    expect(got(content, field)).toBe(error);
  });
});
