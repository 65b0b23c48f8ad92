import type { LucideIcon } from "lucide-react";

/** Something that the palette can find. It leads somewhere (`href`) or does something (`run`). */
export interface PaletteItem {
  readonly id: string;
  readonly group:
    | "Secrets"
    | "Secrets elsewhere"
    | "Endpoints"
    | "Pages"
    | "Actions"
    | "Environments"
    | "Projects";
  readonly label: string;
  /** What tells it from others of the same label. */
  readonly detail?: string;
  readonly icon: LucideIcon;
  /** Whether the label is a name that is written in monospace. */
  readonly mono?: boolean;
  readonly choose: { readonly href: string } | { readonly run: () => void };
}

/** Finds secrets and endpoints of the current environment by what was typed; never more than a handful of each. */
export type ScopeSearch = (text: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>;

/**
 * The items that fit what was typed, best first: every word must occur; a label that begins with the text beats one
 * with a word that does, and that beats the rest. Nothing typed: everything, in the order given.
 */
export function matchItems(items: readonly PaletteItem[], text: string): PaletteItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  return items
    .map((item) => ({ item, score: scoreOf(item, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

function scoreOf(item: PaletteItem, words: readonly string[]): number {
  const label = item.label.toLowerCase();
  const all = `${label} ${item.detail ?? ""} ${item.group}`.toLowerCase();
  if (!words.every((word) => all.includes(word))) return 0;
  const [first = ""] = words;
  if (label.startsWith(first)) return 3;
  return label.split(/[\s_.-]+/).some((part) => part.startsWith(first)) ? 2 : 1;
}

/** Items by group, groups in the order of their first item. */
export function groupItems(items: readonly PaletteItem[]): [PaletteItem["group"], PaletteItem[]][] {
  const groups = new Map<PaletteItem["group"], PaletteItem[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups];
}
