import { expect, test } from "vitest";
import { listViewOf, shownFrom } from "./list-view";

test("what is not in the cookie, or was made up, is as usual", () => {
  expect(listViewOf(undefined).columns).toContain("description");
  expect(listViewOf("compact.used.nonsense.created")).toEqual({
    density: "compact",
    columns: ["used", "created"],
  });
  expect(listViewOf("nonsense")).toEqual({ density: "comfortable", columns: [] });
});

test("the fewer columns are chosen, the narrower the window may be that shows them", () => {
  expect(shownFrom(listViewOf("compact.used"), "used")).toBe("");
  expect(shownFrom(listViewOf(undefined), "used")).not.toBe("");
  expect(shownFrom(listViewOf("compact.used"), "created")).toBeNull();
});
