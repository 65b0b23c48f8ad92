"use client";

import { Search } from "lucide-react";
import { useEffect, useRef } from "react";
import { Kbd } from "@/components/ui/kbd";
import { useModal } from "@/components/ui/use-modal";
import type { PaletteItem, ScopeSearch } from "./palette-items";
import { PaletteOption } from "./palette-option";
import { usePalette } from "./use-palette";

interface CommandPaletteProps {
  readonly items: readonly PaletteItem[];
  /** Null on pages that belong to no environment. */
  readonly search: ScopeSearch | null;
  readonly onClose: () => void;
}

/** Goes anywhere and does anything by name. Focus stays in the field; arrows choose, Enter goes, Esc closes. */
export function CommandPalette({ items, search, onClose }: CommandPaletteProps) {
  const dialog = useModal(onClose);
  const palette = usePalette(items, search, onClose);
  const { listId, active, optionId } = palette;
  const field = useRef<HTMLInputElement>(null);
  // Not `autoFocus`: a dialog that is still open below would refuse it until this one is modal.
  useEffect(() => field.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc does it for the keyboard, see useModal
    <dialog
      ref={dialog}
      open
      // biome-ignore lint/a11y/noRedundantRoles: said aloud for readers that do not know the element
      role="dialog"
      aria-modal="true"
      aria-label="Command palette"
      className={PALETTE_STYLE}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className="flex h-12 items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <input
          ref={field}
          role="combobox"
          aria-label="Search or jump to"
          aria-expanded={!palette.isEmpty}
          aria-controls={listId}
          aria-activedescendant={active && optionId(active)}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={search ? "Find a secret, endpoint, page or action" : "Find a project, page or action"}
          className="h-full min-w-0 flex-1 bg-transparent text-lg outline-none"
          value={palette.text}
          onChange={(event) => palette.type(event.target.value)}
          onKeyDown={palette.onKeyDown}
        />
        <Kbd>Esc</Kbd>
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label="Results"
        className="max-h-[min(24rem,60dvh)] overflow-y-auto p-1.5"
      >
        {palette.groups.map(([group, members]) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
          <div key={group} role="group" aria-label={group}>
            <div aria-hidden className="px-2 pt-2 pb-1 text-xs font-medium text-faint">
              {group}
            </div>
            {members.map((item) => (
              <PaletteOption
                key={item.id}
                id={optionId(item)}
                item={item}
                isActive={item === active}
                onPoint={() => palette.pointAt(item)}
                onChoose={() => palette.choose(item)}
              />
            ))}
          </div>
        ))}
      </div>
      <p role="status" className={palette.isEmpty ? "px-4 pt-1 pb-5 text-center text-muted" : "sr-only"}>
        {palette.summary}
      </p>
    </dialog>
  );
}

const PALETTE_STYLE =
  "mx-auto mt-[12dvh] mb-auto w-[calc(100%-2rem)] max-w-150 overflow-hidden rounded-lg border border-line bg-raised p-0 " +
  "text-ink shadow-dialog max-sm:mt-4";
