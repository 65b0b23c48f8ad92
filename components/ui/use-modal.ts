"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { focusAt, positionOf, setOpener } from "./focus-position";

/**
 * Makes the `<dialog>` modal for as long as its component is there: focus goes in, stays in, and returns to where it
 * was, or to what stands there now. `onLeave` is asked for on Esc and on the platform's own gesture for going back;
 * nothing closes by itself.
 */
export function useModal(onLeave: () => void): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  const [opener] = useState(focusedPosition);
  const leave = useRef(onLeave);
  useEffect(() => {
    leave.current = onLeave;
  });

  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    setOpener(element, opener);
    // React has focused an `autoFocus` control by now, which showModal would take back.
    const wanted = element.contains(document.activeElement) ? document.activeElement : null;
    // Rendered open for those without JavaScript; an open dialog has to close before it can become modal.
    element.open = false;
    element.showModal();
    // Without one the dialog itself takes it, so that it is read out from the start and no button looks chosen.
    element.tabIndex = -1;
    (wanted instanceof HTMLElement ? wanted : element).focus({ preventScroll: true });
    return () => {
      element.close();
      focusAt(opener);
    };
  }, [opener]);

  // As soon as it can be seen: a passive effect comes later, and Esc would go to the dialog beneath until then.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      leave.current();
    };
    const onCancel = (event: Event) => {
      if (event.target !== element) return;
      event.preventDefault();
      leave.current();
    };
    element.addEventListener("keydown", onKeyDown);
    element.addEventListener("cancel", onCancel);
    return () => {
      element.removeEventListener("keydown", onKeyDown);
      element.removeEventListener("cancel", onCancel);
    };
  }, []);

  return dialog;
}

/** Where the focus is; null where nothing has it. */
function focusedPosition() {
  const active = typeof document === "undefined" ? null : document.activeElement;
  return active && active !== document.body ? positionOf(active) : null;
}
