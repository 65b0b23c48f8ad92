import { describe, expect, test } from "vitest";
import { parameterOf, pathIssue, stepsOf } from "./field-path";

const names = (...all: string[]) => all.map((name) => (name === "*" ? "every" : { name }));

describe("a path is read as", () => {
  test.each([
    ["card.number", names("card", "number")],
    ["cards.*.number", names("cards", "*", "number")],
    ["*.a", names("*", "a")],
    ["cards.0", names("cards", "0")],
    ["__proto__.x", names("__proto__", "x")],
    // RFC 6901, section 5.
    ["/foo/0", names("foo", "0")],
    ["/", names("")],
    ["/a~1b", names("a/b")],
    ["/m~0n", names("m~n")],
    ["/~01", names("~1")],
    ["/ ", names(" ")],
    ["/c%d", names("c%d")],
    ["/a.b/c", names("a.b", "c")],
  ])("%s", (path, steps) => {
    expect(pathIssue(path)).toBeNull();
    expect(stepsOf(path)).toEqual(steps);
  });

  test("with an asterisk that is a name in a JSON Pointer", () => {
    expect(stepsOf("/cards/*")).toEqual([{ name: "cards" }, { name: "*" }]);
  });
});

test.each(["a..b", ".a", "a.", ".", "a.b*", "**", "/a~2", "/a~", "/~"])("%j is no path", (path) => {
  expect(pathIssue(path)).toMatch(/\.$/);
});

test("names of parameters may have dots", () => {
  expect(parameterOf("user.id")).toBe("user.id");
  expect(parameterOf("/user.id")).toBe("user.id");
  expect(parameterOf("/a~1b")).toBe("a/b");
});
