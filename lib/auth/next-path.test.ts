import fc from "fast-check";
import { expect, test } from "vitest";
import { nextPath } from "./next-path";

test.each([
  ["/", "/"],
  [
    "/projects/default/production/secrets?search=a%20b&c=1#x",
    "/projects/default/production/secrets?search=a%20b&c=1#x",
  ],
  ["/audit/../account", "/account"],
  ["/a?next=https://evil.example", "/a?next=https://evil.example"],
])("a path of our own is kept: %j", (wanted, path) => {
  expect(nextPath(wanted)).toBe(path);
});

test.each([
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "/%5cevil.example",
  "https:evil.example",
  "https://evil.example",
  "http:/evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "/%0d%0aSet-Cookie:a=b",
  "/a\r\nSet-Cookie: a=b",
  "%2f%2fevil.example",
  "evil.example",
  " /a",
  "",
  "/sign-in",
  "/sign-in?next=/a",
  "/SIGN-IN/",
  "/setup?token=x",
  "/api/auth/signout",
  `/${"a".repeat(8_192)}`,
  null,
  undefined,
  7,
  ["/a"],
  ["/a", "/b"],
  { toString: () => "/a" },
])("what leads elsewhere is refused: %j", (wanted) => {
  expect(nextPath(wanted)).toBeNull();
});

test("whatever is kept stays on our own origin, also as a browser resolves it", () => {
  const hostile = fc.array(
    fc.constantFrom("/", "\\", ".", "..", "evil.example", ":", "@", "%2f", "%5c", "\t", "?", "#"),
  );
  fc.assert(
    fc.property(hostile, (parts) => {
      const path = nextPath(parts.join(""));
      return (
        path === null || new URL(path, "https://strongroom.example").origin === "https://strongroom.example"
      );
    }),
    { numRuns: 2_000 },
  );
});
