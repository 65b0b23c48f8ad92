"use client";

import { Search } from "lucide-react";
import { Suspense, useMemo, useSyncExternalStore } from "react";
import { useIsHydrated } from "@/components/ui/clock";
import { Kbd } from "@/components/ui/kbd";
import { lazily } from "@/components/ui/lazily";
import type { ProjectMeta } from "@/lib/projects/model";
import { SIGN_OUT_FORM_ID } from "./account-menu";
import type { Scope, ShellRights } from "./navigation";
import { currentTool, openTool, subscribeTool } from "./tool-store";
import { useLastScope } from "./use-scope";
import { useShortcuts } from "./use-shortcuts";

const LoadedPalette = lazily(() => import("./loaded-palette").then((file) => file.LoadedPalette));
const KeyboardHelp = lazily(() => import("./keyboard-help").then((file) => file.KeyboardHelp));

interface CommandBarProps {
  readonly projects: readonly ProjectMeta[];
  readonly lastScope: Scope | null;
  readonly may: ShellRights;
}

/** The button that opens the command palette, and the keys of the whole program. */
export function CommandBar({ projects, lastScope, may }: CommandBarProps) {
  useShortcuts();
  const scope = useLastScope(projects, lastScope);
  const tool = useSyncExternalStore(subscribeTool, currentTool, () => null);
  const isMac = useIsHydrated() && /Mac|iP(hone|ad)/.test(navigator.userAgent);
  const source = useMemo(() => ({ projects, scope, may, signOut }), [projects, scope, may]);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className="flex h-8 shrink-0 items-center gap-2 rounded-md border border-line-strong px-2 text-sm text-muted hover:bg-hover hover:text-ink max-md:w-8 max-md:justify-center max-md:border-transparent md:min-w-52 pointer-coarse:h-10 max-md:pointer-coarse:w-10"
        onClick={() => openTool("palette")}
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 text-left max-md:sr-only">Search or jump to…</span>
        <span aria-hidden className="flex gap-0.5 max-md:hidden pointer-coarse:hidden">
          {/* As wide for either key, so that nothing moves when it turns out to be a Mac. */}
          <span className="grid min-w-9">
            <Kbd>{isMac ? "⌘" : "Ctrl"}</Kbd>
          </span>
          <Kbd>K</Kbd>
        </span>
      </button>
      <Suspense>
        {tool === "palette" && <LoadedPalette source={source} onClose={close} />}
        {tool === "keys" && <KeyboardHelp onClose={close} />}
      </Suspense>
    </>
  );
}

function close(): void {
  openTool(null);
}

function signOut(): void {
  const form = document.getElementById(SIGN_OUT_FORM_ID);
  if (form instanceof HTMLFormElement) form.requestSubmit();
}
