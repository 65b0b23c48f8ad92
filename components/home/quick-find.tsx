"use client";

import { Search } from "lucide-react";
import { openTool } from "@/components/shell/tool-store";
import { Kbd } from "@/components/ui/kbd";

/** Opens the palette, which finds secrets, projects, pages and actions by name. */
export function QuickFind() {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      data-shortcut="/"
      aria-keyshortcuts="/"
      className="flex h-11 w-full items-center gap-2.5 rounded-lg border border-line-strong bg-surface px-3.5 text-left text-muted hover:bg-hover hover:text-ink"
      onClick={() => openTool("palette")}
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 truncate">Find a secret, project, page or action</span>
      <span aria-hidden className="pointer-coarse:hidden">
        <Kbd>/</Kbd>
      </span>
    </button>
  );
}
