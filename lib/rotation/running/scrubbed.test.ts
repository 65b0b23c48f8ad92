import { expect, test } from "vitest";
import { Plaintext } from "@/lib/crypto/plaintext";
import { scrubbed } from "./scrubbed";

const shown = (text: string, ...values: string[]) => scrubbed(text, values.map(Plaintext.of));
const mark = "<secret:value>";

test.each([
  ["a value", "s3cret-of-the-app", "s3cret-of-the-app"],
  ["the password in a URL", "postgresql://app:p%40ssw0rd-9@db:5432/app", "p@ssw0rd-9"],
  ["the same as it is written there", "postgresql://app:p%40ssw0rd-9@db:5432/app", "p%40ssw0rd-9"],
  ["the password in JSON", '{"username":"app","password":"p@ssw0rd-9"}', "p@ssw0rd-9"],
])("%s is masked in what somebody else says, also in base64", (_what, value, said) => {
  expect(shown(`no: ${said}!`, value)).toBe(`no: ${mark}!`);
  expect(shown(`no: ${Buffer.from(said).toString("base64")}`, value)).not.toContain(
    Buffer.from(said).toString("base64"),
  );
});

test.each([
  ["x7", "it was x7"],
  ["changeme", "CHANGEME is wrong"],
  ["postgresql://app:x7@db/app", "it was x7"],
  ['{"username":"app","password":"x7"}', "it was x7"],
  ["changeme", `it was ${Buffer.from("changeme").toString("base64")}`],
])("of %s, too short or too common for a mark, nothing is told: %s", (value, said) => {
  expect(shown(said, value)).toMatch(/withheld/);
});

test("what holds none of it is told in full", () => {
  expect(shown("There is no user app.", "changeme", "x7")).toBe("There is no user app.");
});

test("it is cut", () => {
  expect(shown("a".repeat(1_000), "s3cret-of-the-app")).toHaveLength(300);
});
