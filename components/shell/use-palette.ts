"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { leaveBy } from "@/components/ui/leaving";
import { counted } from "@/lib/counted";
import { groupItems, matchItems, type PaletteItem, type ScopeSearch } from "./palette-items";
import { useFoundItems } from "./use-found-items";

interface Palette {
  readonly text: string;
  readonly type: (text: string) => void;
  readonly groups: readonly [PaletteItem["group"], PaletteItem[]][];
  /** Counts what is shown, or says why nothing is. */
  readonly summary: string;
  readonly isEmpty: boolean;
  /** What Enter chooses. */
  readonly active: PaletteItem | undefined;
  readonly pointAt: (item: PaletteItem) => void;
  readonly choose: (item: PaletteItem) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly listId: string;
  readonly optionId: (item: PaletteItem) => string;
}

/** What the palette shows for what is typed, and what its keys do: arrows walk in a circle, Enter chooses. */
export function usePalette(
  items: readonly PaletteItem[],
  search: ScopeSearch | null,
  onClose: () => void,
): Palette {
  const listId = useId();
  const router = useRouter();
  const [text, setText] = useState("");
  const [position, setPosition] = useState(0);
  const found = useFoundItems(search, text);
  const groups = groupItems([...found.items, ...matchItems(items, text)]);
  const shown = groups.flatMap(([, members]) => members);
  const current = Math.min(position, shown.length - 1);
  const active = shown[current];
  const optionId = (item: PaletteItem) => `${listId}-${shown.indexOf(item)}`;

  useEffect(() => {
    document.getElementById(`${listId}-${current}`)?.scrollIntoView({ block: "nearest" });
  }, [listId, current]);

  const choose = ({ choose: choice }: PaletteItem) => {
    onClose();
    if ("href" in choice) leaveBy(() => router.push(choice.href));
    else choice.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !active) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") choose(active);
    else if (step) setPosition((current + step + shown.length) % shown.length);
    else return;
    event.preventDefault();
  };
  const type = (next: string) => {
    setText(next);
    setPosition(0);
  };

  return {
    ...{ text, type, groups, active, choose, onKeyDown, listId, optionId },
    summary: summaryOf(shown.length, found.isSearching),
    isEmpty: shown.length === 0,
    pointAt: (item) => setPosition(shown.indexOf(item)),
  };
}

function summaryOf(count: number, isSearching: boolean): string {
  if (count > 0) return counted(count, "result");
  return isSearching ? "Searching…" : "Nothing found.";
}
