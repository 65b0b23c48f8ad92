import { expect, test } from "vitest";
import { rebase } from "@/components/ui/use-draft";
import { changesBetween, type Draft } from "./draft";

const opened: Draft = { name: "A", description: "old", category: "custom", audience: "all" };

test("what was typed stays, what was left alone follows the other's change", () => {
  const draft: Draft = { ...opened, description: "mine" };
  const current: Draft = { ...opened, name: "B", description: "theirs", category: "tool" };
  expect(rebase(draft, opened, current)).toEqual({ ...current, description: "mine" });
});

test("changes are told field by field", () => {
  expect(changesBetween(opened, { ...opened, name: "B", audience: "tools" })).toEqual([
    { field: "name", from: "A", to: "B" },
    { field: "audience", from: "all", to: "tools" },
  ]);
});
