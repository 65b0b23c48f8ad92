import { Box, KeyRound } from "lucide-react";
import { expect, test } from "vitest";
import { groupItems, matchItems, type PaletteItem } from "./palette-items";

const item = (group: PaletteItem["group"], label: string, detail = ""): PaletteItem => ({
  id: `${group}/${label}`,
  group,
  label,
  detail,
  icon: group === "Secrets" ? KeyRound : Box,
  choose: { href: "/" },
});

const items = [
  item("Pages", "Account"),
  item("Actions", "Store New Secret", "Default, Production"),
  item("Projects", "Default"),
  item("Projects", "Restaurant store"),
];
const labels = (text: string) => matchItems(items, text).map(({ label }) => label);

test("nothing typed shows everything in its order", () => {
  expect(labels(" ")).toEqual(["Account", "Store New Secret", "Default", "Restaurant store"]);
});

test("a label that begins with the text comes first, a word in the middle after it", () => {
  expect(labels("STORE")).toEqual(["Store New Secret", "Restaurant store"]);
  expect(labels("def")).toEqual(["Default", "Store New Secret"]);
});

test("every word must occur", () => {
  expect(labels("store secret")).toEqual(["Store New Secret"]);
  expect(labels("store nothing")).toEqual([]);
});

test("groups keep the order of their best item", () => {
  expect(groupItems(matchItems(items, "store")).map(([group]) => group)).toEqual(["Actions", "Projects"]);
});
