"use client";

import { useEffect } from "react";
import { focusAt, isThere, type Position, positionOf } from "./focus-position";

/**
 * Once per page: when what has the focus goes away (a row that was deleted, a button that gave way to a form), the focus
 * goes to what stands in its place, and not to the top of the document.
 */
export function FocusKeeper() {
  useEffect(() => {
    let last: Position | null = null;
    const onFocus = ({ target }: FocusEvent) => {
      last = target instanceof Element ? positionOf(target) : null;
    };
    const onChange = () => {
      const active = document.activeElement;
      if (!last || (active !== document.body && !active?.matches(":disabled"))) return;
      const position = last;
      last = null;
      // What is still there was left by the person: a click beside it.
      if (!isThere(position.element)) focusAt(position);
    };
    // Asked in a moment: on leaving, the next one does not have the focus yet.
    const onLeave = () => queueMicrotask(onChange);
    const changes = new MutationObserver(onChange);
    changes.observe(document.body, {
      subtree: true,
      childList: true,
      attributeFilter: ["disabled", "hidden"],
    });
    document.addEventListener("focusin", onFocus);
    document.addEventListener("focusout", onLeave);
    return () => {
      changes.disconnect();
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("focusout", onLeave);
    };
  }, []);
  return null;
}
