import { expect, test } from "vitest";
import { menuTarget } from "./menu-keys";

const labels = ["Edit", "Change logs", "Copy name", "Delete"];

test("arrows walk in a circle, Home and End go to the ends", () => {
  expect(menuTarget("ArrowDown", -1, labels)).toBe(0);
  expect(menuTarget("ArrowDown", 3, labels)).toBe(0);
  expect(menuTarget("ArrowUp", 0, labels)).toBe(3);
  expect(menuTarget("ArrowUp", -1, labels)).toBe(3);
  expect(menuTarget("Home", 2, labels)).toBe(0);
  expect(menuTarget("End", 0, labels)).toBe(3);
});

test("a letter leads to the next item that begins with it", () => {
  expect(menuTarget("c", 0, labels)).toBe(1);
  expect(menuTarget("C", 1, labels)).toBe(2);
  expect(menuTarget("c", 2, labels)).toBe(1);
  expect(menuTarget("x", 0, labels)).toBeNull();
});

test("other keys are left to the browser, and so is everything in an empty menu", () => {
  expect(menuTarget("Enter", 0, labels)).toBeNull();
  expect(menuTarget(" ", 0, labels)).toBeNull();
  expect(menuTarget("ArrowDown", -1, [])).toBeNull();
});
