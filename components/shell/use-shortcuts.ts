"use client";

import { useLayoutEffect } from "react";
import { areSingleKeysOn } from "./single-keys";
import { currentTool, openTool } from "./tool-store";

/**
 * The keys of the whole program: Ctrl/⌘ K opens the palette, `?` lists the keys, and any other single key goes to the
 * element of the page that carries it as `data-shortcut`: a field is focused, anything else clicked. Single keys do
 * nothing while one types, while a dialog is open, or when switched off.
 */
export function useShortcuts(): void {
  // Before paint: what is shown answers to its keys.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const hasCommand = event.ctrlKey || event.metaKey;
      if (hasCommand && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openTool(currentTool() === "palette" ? null : "palette");
        return;
      }
      if (!hasCommand && isFree(event)) pressSingleKey(event);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function isFree(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const isTyping = target?.isContentEditable || target?.closest("input, textarea, select, [role=menu]");
  return event.key.length === 1 && !isTyping && !document.querySelector("dialog[open]") && areSingleKeysOn();
}

function pressSingleKey(event: KeyboardEvent): void {
  if (event.key === "?") {
    event.preventDefault();
    openTool("keys");
    return;
  }
  const target = document.querySelector<HTMLElement>(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  // What it opens gives the focus back to it.
  target.focus();
  if (!target.matches("input, textarea, select")) target.click();
}
