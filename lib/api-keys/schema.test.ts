import { expect, test } from "vitest";
import { newApiKeyForm } from "./schema";

const form = {
  ...{ name: "k", kind: "service", project: "default", environment: "*", permissions: "secrets:list" },
  secrets: "",
};
const endOf = (expires: unknown) => newApiKeyForm.safeParse({ ...form, expires });
const issueOf = (expires: unknown) => endOf(expires).error?.issues.map(({ message }) => message);

test.each([
  ["90d", "90d"],
  [["90d", ""], "90d"],
  [["never", "2027-01-31"], "never"],
  [["day", "2027-01-31"], "2027-01-31"],
])("the form's choice %j is the end %s", (input, end) => {
  expect(endOf(input).data?.expires).toBe(end);
});

test.each([[["day", ""]], ["day"]])("a day that was not chosen is asked for: %j", (input) => {
  expect(issueOf(input)).toEqual(["Choose the day on which the key ends."]);
});

test.each([
  [["day", "2027-02-31"]],
  [["day", "31.1.2027"]],
  [["day", "275760-09-13"]],
  [["soon", "2027-01-31"]],
])("what is no end is told once: %j", (input) => {
  expect(issueOf(input)).toEqual(["Choose one of these, or give a day such as 2027-01-31."]);
});

test.each([[undefined], [["day", "2027-01-31", "never"]], [[["day"], "2027-01-31"]]])(
  "a hand-made form is refused: %j",
  (input) => {
    expect(endOf(input).success).toBe(false);
  },
);
