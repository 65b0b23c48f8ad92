"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

/** How far outside of the window something still counts as near. */
const MARGIN = "1200px 0px";

/** Calls `onChange` with the element's entry whenever it comes near the window or leaves it. */
export function useNearView<E extends Element>(
  onChange: (entry: IntersectionObserverEntry) => void,
): RefObject<E | null> {
  const element = useRef<E>(null);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (!element.current) return;
    // On a busy page several entries come at once: only the last one is how it is now.
    const tell = (entries: IntersectionObserverEntry[]) => {
      const last = entries.at(-1);
      if (last) latest.current(last);
    };
    const observer = new IntersectionObserver(tell, { rootMargin: MARGIN });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return element;
}

/**
 * The height in pixels to keep free for an element that is far from the window, or null while it is near or has the
 * focus and has to be in the document.
 */
export function useFarHeight<E extends Element>(): {
  readonly element: RefObject<E | null>;
  readonly height: number | null;
} {
  const [height, setHeight] = useState<number | null>(null);
  const element = useNearView<E>(({ isIntersecting, boundingClientRect, target }) => {
    const isNeeded = isIntersecting || target.contains(document.activeElement);
    setHeight(isNeeded ? null : boundingClientRect.height);
  });
  return { element, height };
}
