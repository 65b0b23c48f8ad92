import { expect, test } from "vitest";
import { offeredNames } from "./offered";

test("what is chosen stays among the names, whatever is found next", () => {
  expect(offeredNames(["B", "A"], ["Z_FOUND_BEFORE", "", "B"])).toEqual(["A", "B", "Z_FOUND_BEFORE"]);
});

test("names keep their order when others come and go, so that no option is moved", () => {
  const before = offeredNames(["c", "A"], ["K"]);
  const after = offeredNames(["A", "K", "b", "c", "L"], ["K"]);
  expect(after.filter((name) => before.includes(name))).toEqual(before);
});
