import { expect, test } from "vitest";
import { listViewOf, shownFrom } from "./list-view";

test("what is not in the cookie, or was made up, is as usual", () => {
  expect(listViewOf(undefined).columns).toContain("description");
  expect(listViewOf("compact.used.nonsense.created")).toEqual({
    density: "compact",
    columns: ["created", "used"],
  });
  expect(listViewOf("nonsense")).toEqual({ density: "comfortable", columns: [] });
});

test("what it is for, when it was changed and when created stay longest", () => {
  const usual = listViewOf(undefined);
  expect(usual.columns.slice(0, 3)).toEqual(["description", "updated", "created"]);
  expect(shownFrom(usual, "created")).toBe("max-md:hidden");
});

test("the fewer columns are chosen, the narrower the window may be that shows them", () => {
  expect(shownFrom(listViewOf("compact.used"), "used")).toBe("");
  expect(shownFrom(listViewOf(undefined), "used")).not.toBe("");
  expect(shownFrom(listViewOf("compact.used"), "created")).toBeNull();
});
