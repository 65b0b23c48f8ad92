import { expect, test } from "vitest";
import { breakableParts } from "./breakable-parts";

test("names and addresses are cut after their separators, and nothing is lost", () => {
  expect(breakableParts("CARD_AES_KEY")).toEqual(["CARD_", "AES_", "KEY"]);
  expect(breakableParts("olga@example.com")).toEqual(["olga@", "example.", "com"]);
  expect(breakableParts("https://a.example/v1?x=1")).toEqual([
    "https://",
    "a.",
    "example/",
    "v1?",
    "x=",
    "1",
  ]);
  expect(breakableParts("plain")).toEqual(["plain"]);
  for (const text of ["", "__", "-a", "a-", "über@x"]) expect(breakableParts(text).join("")).toBe(text);
});
