import { expect, test } from "vitest";
import { variablesOf } from "./environment";

const usual = { maps: [], allowed: [] };

test("names become variables in upper case, with underscores", () => {
  expect(variablesOf({ "payment-api.key": "a", DATABASE_URL: "b" }, usual)).toEqual({
    PAYMENT_API_KEY: "a",
    DATABASE_URL: "b",
  });
});

test("two secrets for one variable are refused, until one of them is mapped elsewhere", () => {
  const values = { "a-b": "1", c: "2" };
  const maps = [{ name: "C", variable: "A_B" }];
  expect(() => variablesOf(values, { ...usual, maps })).toThrow("a-b and c would both become A_B");
  const apart = [...maps, { name: "a-b", variable: "OTHER" }];
  expect(variablesOf(values, { ...usual, maps: apart })).toEqual({ OTHER: "1", A_B: "2" });
});

test("what takes over a process is refused under its own name and by a map, unless told", () => {
  const maps = [{ name: "x", variable: "LD_PRELOAD" }];
  expect(() => variablesOf({ "ld-preload": "/evil.so" }, usual)).toThrow("--allow-take-over LD_PRELOAD");
  expect(() => variablesOf({ x: "/evil.so" }, { ...usual, maps })).toThrow("take over");
  expect(variablesOf({ x: "/good.so" }, { ...usual, maps, allowed: ["LD_PRELOAD"] })).toEqual({
    LD_PRELOAD: "/good.so",
  });
});

test("NUL, and a map of what is not there, are refused", () => {
  expect(() => variablesOf({ A: "swordfish\0" }, usual)).toThrow(/^A holds NUL/);
  expect(() => variablesOf({ A: "1" }, { ...usual, maps: [{ name: "B", variable: "C" }] })).toThrow(
    "no secret B",
  );
});

test("a value is handed over byte for byte, whatever a shell would make of it", () => {
  const value = "$(touch x) `y` \"'\n\t\\ é ";
  expect(variablesOf({ __proto: value }, usual)).toEqual({ __PROTO: value });
});
