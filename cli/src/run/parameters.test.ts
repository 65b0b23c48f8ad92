import { expect, test } from "vitest";
import { parameterVariables } from "./parameters";

test("each becomes a variable, and all of them one JSON", () => {
  expect(parameterVariables(["orderId=1234", "a.b-c=x=y\nz", "empty="])).toEqual({
    STRONGROOM_PARAM_ORDERID: "1234",
    STRONGROOM_PARAM_A_B_C: "x=y\nz",
    STRONGROOM_PARAM_EMPTY: "",
    STRONGROOM_PARAMS: '{"orderId":"1234","a.b-c":"x=y\\nz","empty":""}',
  });
});

test("without any there is none", () => {
  expect(parameterVariables([])).toEqual({});
});

test.each([["novalue"], ["=x"], ["1a=x"], ["a b=x"], ["a=1", "A=2"]])("refuses %j", (...input) => {
  expect(() => parameterVariables(input)).toThrow("--param");
});

test("a name of every object is a name like others", () => {
  expect(parameterVariables(["__proto__=1", "constructor=2"]).STRONGROOM_PARAMS).toBe(
    '{"__proto__":"1","constructor":"2"}',
  );
});
