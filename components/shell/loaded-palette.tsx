"use client";

import { useMemo } from "react";
import { CommandPalette } from "./command-palette";
import { type PaletteSource, paletteCommands } from "./palette-commands";
import { scopeSearch } from "./scope-search";

interface LoadedPaletteProps {
  readonly source: PaletteSource;
  readonly onClose: () => void;
}

/** The palette with everything it knows, in one file so that nothing of it is loaded before its first use. */
export function LoadedPalette({ source, onClose }: LoadedPaletteProps) {
  const items = useMemo(() => paletteCommands(source), [source]);
  const search = useMemo(() => (source.scope ? scopeSearch(source.scope) : null), [source.scope]);
  return <CommandPalette items={items} search={search} onClose={onClose} />;
}
