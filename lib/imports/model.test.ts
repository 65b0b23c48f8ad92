import { expect, test } from "vitest";
import { DEFAULT_NAMES, nameOf, pathBelow } from "./model";
import { newImport } from "./schema";

test.each([
  [DEFAULT_NAMES, "app/db", "password", "APP_DB_PASSWORD"],
  [DEFAULT_NAMES, "", "user", "USER"],
  [DEFAULT_NAMES, "app/api-key", "", "APP_API_KEY"],
  ["{field}", "app/db", "db.user name", "DB_USER_NAME"],
  ["LEGACY_{path}", "a//b", "x", "LEGACY_A_B"],
  ["{path}_{field}", "{field}", "$&", "FIELD"],
])("%s makes of %j and %j the name %s", (names, path, field, name) => {
  expect(nameOf(names, path, field)).toBe(name);
});

test("a path is below another part by part", () => {
  expect([pathBelow("app", "app/db"), pathBelow("app", "app"), pathBelow("", "x")]).toEqual(["db", "", "x"]);
  expect(pathBelow("app", "apple/db")).toBeNull();
});

test.each([
  [{ path: "a/../b" }, "A part cannot be . or .."],
  [{ path: "a b" }, "A path has no spaces"],
  [{ names: "FIXED" }, "Use {path} or {field}"],
  [{ names: "{path}_{value}" }, "It knows {path} and {field} alone"],
])("%j is refused", (input, message) => {
  const { error } = newImport.safeParse({ manager: "office", ...input });
  expect(error?.issues[0]?.message).toContain(message);
});

test("slashes at the ends of a path are left out", () => {
  expect(newImport.parse({ manager: "office", path: "/app/db/" })).toMatchObject({
    ...{ path: "app/db", names: DEFAULT_NAMES, dryRun: false },
  });
});
