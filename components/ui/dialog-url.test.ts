import { expect, test } from "vitest";
import { closedHref, dialogHref } from "./dialog-url";

test("opening a dialog keeps what the address already said", () => {
  expect(dialogHref("q=stripe&category=tool", "edit", { secret: "42" })).toBe(
    "?q=stripe&category=tool&dialog=edit&secret=42",
  );
});

test("opening another dialog takes the place of the first", () => {
  expect(dialogHref("dialog=store", "edit", { secret: "42" })).toBe("?dialog=edit&secret=42");
});

test("closing leaves the page as it was before", () => {
  expect(closedHref(dialogHref("q=a%26b", "edit", { secret: "42" }), ["secret"])).toBe("?q=a%26b");
  expect(closedHref("dialog=store")).toBe("?");
});
