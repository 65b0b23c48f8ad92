"use client";

import { useCallback, useEffect, useState } from "react";

interface LeaveGuard {
  /** Whether the question is being asked. */
  readonly isAsking: boolean;
  /** Leaves at once when nothing would be lost, else asks. */
  readonly tryToLeave: () => void;
  readonly stay: () => void;
}

/**
 * Asks before something typed is lost: on leaving by `tryToLeave`, on Back (where the browser lets one ask) and on
 * closing the tab. `hasUnsaved` is called at that moment, so it may read the form itself.
 */
export function useLeaveGuard(hasUnsaved: (() => boolean) | undefined, leave: () => void): LeaveGuard {
  const [isAsking, setAsking] = useState(false);
  const ask = useCallback(() => {
    if (!hasUnsaved?.()) return false;
    setAsking(true);
    return true;
  }, [hasUnsaved]);

  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => {
      if (hasUnsaved?.()) event.preventDefault();
    };
    const onNavigate = (event: Event) => {
      const isBack = "navigationType" in event && event.navigationType === "traverse";
      if (isBack && event.cancelable && ask()) event.preventDefault();
    };
    const history = "navigation" in window ? (window.navigation as EventTarget) : null;
    window.addEventListener("beforeunload", onUnload);
    history?.addEventListener("navigate", onNavigate);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      history?.removeEventListener("navigate", onNavigate);
    };
  }, [hasUnsaved, ask]);

  return { isAsking, tryToLeave: () => ask() || leave(), stay: () => setAsking(false) };
}
