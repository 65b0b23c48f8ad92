import { expect, test } from "vitest";
import { beginActivity, within } from "@/lib/platform/activity";
import { openLog } from "@/lib/platform/log";
import { logConsole } from "./console";

test("what libraries print is one line of JSON, with the request's id and nothing that drivers hang on an error", () => {
  const lines: string[] = [];
  const log = openLog({ logLevel: "info" }, { write: (line) => void lines.push(line) });
  const undo = logConsole(log);
  const printed = console;
  try {
    const error = Object.assign(new Error("failed"), {
      detail: "Key (name)=(canary-1)",
      row: { value: "canary-2" },
    });
    within(beginActivity({ kind: "request", name: "page", requestId: "id-1" }), () => {
      printed.error("\u001b[31m⨯\u001b[39m", error);
    });
    printed.warn("two\nlines of %s", "text", { value: "canary-3" });
    printed.error(error);
  } finally {
    undo();
  }
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: "error", msg: "⨯", requestId: "id-1", err: { message: "failed" }, source: "console" },
    { level: "warn", msg: "two\nlines of text" },
    { level: "error", msg: "an error" },
  ]);
  expect(lines.join()).not.toContain("canary");
  expect(lines.every((line) => line.trimEnd().split("\n").length === 1)).toBe(true);
});
