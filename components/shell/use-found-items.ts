"use client";

import { useEffect, useState } from "react";
import type { PaletteItem, ScopeSearch } from "./palette-items";

const DEBOUNCE_MS = 120;

interface Found {
  readonly items: readonly PaletteItem[];
  readonly isSearching: boolean;
}

/** The secrets and endpoints that fit what was typed; the last answer stays until the next one is there. Failing finds none. */
export function useFoundItems(search: ScopeSearch | null, text: string): Found {
  const [found, setFound] = useState<{ text: string; items: readonly PaletteItem[] }>({
    text: "",
    items: [],
  });
  const wanted = text.trim();
  useEffect(() => {
    if (!search || wanted === "") return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      search(wanted, abort.signal).then(
        (items) => setFound({ text: wanted, items }),
        () => abort.signal.aborted || setFound({ text: wanted, items: [] }),
      );
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [search, wanted]);
  if (!search || wanted === "") return { items: [], isSearching: false };
  return { items: found.items, isSearching: found.text !== wanted };
}
