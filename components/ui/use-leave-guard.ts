"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { type Ask, type Method, pages } from "./leaving";

interface LeaveGuard {
  /** Whether the question is being asked. */
  readonly isAsking: boolean;
  /** Leaves at once when nothing would be lost, else asks. */
  readonly tryToLeave: () => void;
  readonly stay: () => void;
  /** Answers the question: leaves, whatever is lost. */
  readonly leave: () => void;
}

/**
 * Asks before something typed in a dialog is lost: on leaving by `tryToLeave`, on Back (where the browser lets one ask)
 * and on closing the tab. `hasUnsaved` is called at that moment, so it may read the form itself.
 */
export function useLeaveGuard(hasUnsaved: (() => boolean) | undefined, leave: Method): LeaveGuard {
  const { ask, ...guard } = useQuestion(hasUnsaved, leave);
  return { ...guard, tryToLeave: () => ask(leave) || leave() };
}

/** The same for a form that is a page: asks also before a link, a key or the palette leads to another one. */
export function usePageGuard(hasUnsaved: () => boolean): Pick<LeaveGuard, "isAsking" | "stay" | "leave"> {
  const { ask, ...guard } = useQuestion(hasUnsaved, null);
  useEffect(() => {
    // Before the link itself hears of it.
    const onClick = (event: MouseEvent) => {
      const link =
        event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      if (!link || !leadsAway(link, event) || !ask(() => link.click())) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("click", onClick, { capture: true });
    pages.add(ask);
    return () => {
      window.removeEventListener("click", onClick, { capture: true });
      pages.delete(ask);
    };
  }, [ask]);
  return guard;
}

/** Whether a click shows another page in place of this one. What stands in a dialog closes or opens something there. */
function leadsAway(link: HTMLAnchorElement, event: MouseEvent): boolean {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if (link.closest("dialog") || link.hasAttribute("download")) return false;
  if (link.target !== "" && link.target !== "_self") return false;
  const { origin, pathname, search } = window.location;
  return `${link.origin}${link.pathname}${link.search}` !== `${origin}${pathname}${search}`;
}

/** The question, and what of the browser leads to it. `back` is where Back leads; null: where it would without us. */
function useQuestion(hasUnsaved: (() => boolean) | undefined, back: Method | null) {
  const [asked, setAsked] = useState<{ readonly go: Method } | null>(null);
  const isSettled = useRef(false);
  const latest = useRef({ hasUnsaved, back });
  useEffect(() => {
    latest.current = { hasUnsaved, back };
  });
  const ask: Ask = useCallback((go) => {
    if (isSettled.current || !latest.current.hasUnsaved?.()) return false;
    setAsked({ go });
    return true;
  }, []);

  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => {
      if (!isSettled.current && latest.current.hasUnsaved?.()) event.preventDefault();
    };
    const onNavigate = (event: NavigateEvent) => {
      if (event.navigationType !== "traverse" || !event.cancelable) return;
      if (ask(latest.current.back ?? wayTo(event.destination))) event.preventDefault();
    };
    // Not in every browser.
    const history = "navigation" in window ? window.navigation : null;
    window.addEventListener("beforeunload", onUnload);
    history?.addEventListener("navigate", onNavigate);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      history?.removeEventListener("navigate", onNavigate);
    };
  }, [ask]);

  const leave = () => {
    isSettled.current = true;
    setAsked(null);
    asked?.go();
  };
  return { isAsking: asked !== null, ask, stay: () => setAsked(null), leave };
}

function wayTo({ index }: NavigationDestination): Method {
  const current = window.navigation.currentEntry?.index ?? 0;
  // An entry of another site has no index.
  const steps = index < 0 ? -1 : index - current;
  return () => window.history.go(steps);
}
