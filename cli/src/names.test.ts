import fc from "fast-check";
import { expect, test } from "vitest";
import * as names from "@/lib/names/model";
import * as secrets from "@/lib/secrets/model";
import { variableOf } from "@/sdk/src/process/take-over-names";
import { nameIssue, valueIssue } from "./names";

test("names and values are refused here exactly when the server would refuse them", () => {
  const name = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(..."aZ_.-9="), maxLength: 140 }),
    fc.constant("strongroom.x"),
  );
  fc.assert(
    fc.property(
      name,
      fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
      (text, value) => {
        expect(nameIssue(text) === null).toBe(names.nameIssue(text) === null);
        expect(valueIssue(value) === null).toBe(secrets.valueIssue(value) === null);
        expect(variableOf(text)).toBe(names.variableOf(text));
      },
    ),
  );
  for (const size of [65_536, 65_537]) {
    expect(valueIssue("x".repeat(size)) === null).toBe(secrets.valueIssue("x".repeat(size)) === null);
  }
});

test("an error never repeats the value", () => {
  expect(valueIssue(`swordfish\0`)).not.toContain("swordfish");
});
