import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameIssue, variableOf } from "@/lib/names/model";
import { valueIssue } from "./model";
import { newSecret, storeSecretForm } from "./schema";

const draft = { project: "default", environment: "production", name: "A", value: "v" };

async function messagesFor(input: Record<string, unknown>, field: string) {
  const { error } = await storeSecretForm.safeParseAsync({ ...draft, ...input });
  return error?.issues.filter((issue) => issue.path[0] === field).map((issue) => issue.message) ?? [];
}

describe("a name that breaks a rule is refused with that rule", () => {
  test.each([
    ["", "Enter a name."],
    ["a".repeat(129), "A name has at most 128 characters. This one has 129."],
    ["1abc", "Start with a letter or underscore."],
    ["-abc", "Start with a letter or underscore."],
    ["a b", "Use letters, digits, _ - and . only."],
    ["übergabe", "Use letters, digits, _ - and . only."],
    ["schlüssel", "Use letters, digits, _ - and . only."],
    ["a\nb", "Use letters, digits, _ - and . only."],
    ["STRONGROOM_X", "Names starting with STRONGROOM_ are reserved."],
    ["strongroom-x", "Names starting with STRONGROOM_ are reserved."],
  ])("%j", async (name, message) => {
    expect(await messagesFor({ name }, "name")).toEqual([message]);
  });

  test("and nothing else is", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/), (name) => {
        fc.pre(!variableOf(name).startsWith("STRONGROOM_"));
        expect(nameIssue(name)).toBeNull();
        expect(variableOf(name)).toMatch(/^[A-Z_][A-Z0-9_]*$/);
      }),
    );
  });
});

describe("a value", () => {
  test.each([
    ["empty", "", "Enter a value."],
    ["65,537 bytes", "x".repeat(65_537), "A value has at most 65,536 bytes (64 KiB). This one has 65,537."],
    ["bytes, not characters, over the limit", "ü".repeat(32_769), /This one has 65,538\.$/],
    ["NUL", "a\0b\0", /This one has 2 NUL characters\.$/],
    ["half a surrogate pair", "a\ud800", /not valid Unicode/],
  ])("%s is refused, with the count and without repeating it", async (_what, value, message) => {
    expect(await messagesFor({ value }, "value")).toEqual([
      typeof message === "string" ? message : expect.stringMatching(message),
    ]);
  });

  test("as a file part keeps every byte, a byte-order mark and CRLF too", async () => {
    const bytes = new TextEncoder().encode("\ufeffa\r\nb\n");
    const parsed = await storeSecretForm.parseAsync({ ...draft, value: new File([bytes], "value") });
    expect(parsed.value).toBe("\ufeffa\r\nb\n");
  });

  test("from a text area has the line ends that the text area showed", async () => {
    expect((await storeSecretForm.parseAsync({ ...draft, value: "a\r\nb" })).value).toBe("a\nb");
  });

  test("that is not UTF-8 is refused", async () => {
    const file = new File([new Uint8Array([0xff, 0xfe, 0x41])], "value");
    expect(await messagesFor({ value: file }, "value")).toEqual([expect.stringContaining("not UTF-8")]);
  });

  test("of any sound text passes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 500 }), (value) => {
        fc.pre(!value.includes("\0"));
        expect(valueIssue(value)).toBeNull();
      }),
    );
  });
});

test("a description over 2,048 characters is refused with its length", async () => {
  const messages = await messagesFor({ description: "d".repeat(2_049) }, "description");
  expect(messages).toEqual(["A description has at most 2,048 characters. This one has 2,049."]);
});

test("objects, lists and unknown fields are errors, never queries", () => {
  for (const input of [
    { name: { not: "" } },
    { name: ["A"] },
    { value: 7 },
    { id: "x" },
    { environmentId: "x" },
  ]) {
    expect(newSecret.safeParse({ ...draft, ...input }).success).toBe(false);
  }
});
