"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";
import { closedHref, dialogHref } from "./dialog-url";

interface DialogParam {
  /** The dialog that the address names, or null. */
  readonly name: string | null;
  /** The address's other parameters, for what the dialog needs. */
  readonly params: URLSearchParams;
  readonly open: (name: string, needs?: Readonly<Record<string, string>>) => void;
  /** Takes the dialog and `needs` out of the address. */
  readonly close: () => void;
}

/**
 * The open dialog as part of the address: opening adds an entry to the history without asking the server, so Back
 * closes it; closing replaces the entry. `needs` names the parameters that only the dialogs of this page use.
 */
export function useDialogParam(needs: readonly string[] = []): DialogParam {
  const params = useSearchParams();
  const open = useCallback((name: string, input: Readonly<Record<string, string>> = {}) => {
    window.history.pushState(
      null,
      "",
      dialogHref(closedHref(window.location.search, Object.keys(input)), name, input),
    );
  }, []);
  const listed = needs.join(" ");
  const close = useCallback(() => {
    const href = closedHref(window.location.search, listed.split(" "));
    window.history.replaceState(null, "", href === "?" ? window.location.pathname : href);
  }, [listed]);
  return { name: params.get("dialog"), params: new URLSearchParams(params), open, close };
}
