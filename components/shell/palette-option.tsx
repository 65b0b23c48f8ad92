"use client";

import { CornerDownLeft } from "lucide-react";
import { classNames } from "@/components/ui/class-names";
import type { PaletteItem } from "./palette-items";

interface PaletteOptionProps {
  readonly id: string;
  readonly item: PaletteItem;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

/** One result of the palette. The field above keeps the focus and says which one is chosen. */
export function PaletteOption({ id, item, isActive, onPoint, onChoose }: PaletteOptionProps) {
  const { icon: Icon, label, detail, mono } = item;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the field
    // biome-ignore lint/a11y/useFocusableInteractive: pointed at by aria-activedescendant
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={classNames(
        "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 pointer-coarse:min-h-11",
        isActive && "bg-hover",
      )}
      onMouseMove={isActive ? undefined : onPoint}
      onClick={onChoose}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className={classNames("truncate", mono && "font-mono text-sm")}>{label}</span>
      {detail && <span className="min-w-0 flex-1 truncate text-sm text-muted">{detail}</span>}
      {isActive && <CornerDownLeft aria-hidden className="ml-auto size-4 shrink-0 text-faint" />}
    </div>
  );
}
