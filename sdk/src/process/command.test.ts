import { describe, expect, it } from "vitest";
import { argumentsOf } from "./command.js";

describe("a command in one text", () => {
  it.each([
    ["node app.js", ["node", "app.js"]],
    ["  node   'a b' \"c d\" e\\ f  ", ["node", "a b", "c d", "e f"]],
    [`x a'b'"c"d ''`, ["x", "abcd", ""]],
    [String.raw`x "a\"b\\c\d" 'a\b'`, ["x", 'a"b\\c\\d', "a\\b"]],
    [String.raw`x '$HOME | y' "a\$b" \$c \|`, ["x", "$HOME | y", "a$b", "$c", "|"]],
    ["x *.js ~ {a,b} #c", ["x", "*.js", "~", "{a,b}", "#c"]],
    ["x 'line\nbreak'", ["x", "line\nbreak"]],
  ])("%s", (text, args) => {
    expect(argumentsOf(text)).toEqual(args);
  });

  it.each([
    "a | b",
    "a && b",
    "a; b",
    "a > f",
    "a < f",
    "echo $HOME",
    'echo "$HOME"',
    'echo "`id`"',
    "echo `id`",
    "(a)",
    "a\nb",
  ])("what only a shell could do is refused: %s", (text) => {
    expect(() => argumentsOf(text)).toThrow("No shell runs the command");
  });

  it.each(["", "   ", "a 'b", 'a "b', "a \\"])("has no command or no end: %s", (text) => {
    expect(() => argumentsOf(text)).toThrow(/empty|no end/);
  });

  it("an array is taken as it is", () => {
    expect(argumentsOf(["a b", "$HOME", "; rm"])).toEqual(["a b", "$HOME", "; rm"]);
    expect(() => argumentsOf(["a", "b\0c"])).toThrow("NUL");
    expect(() => argumentsOf([])).toThrow("empty");
  });
});
